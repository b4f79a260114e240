"""The accounts service at work."""

from typing import Any

from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import CharField, Q
from django.db.models.functions import Cast
from django.utils import timezone

from accounts import mail, models, verification
from accounts.backends import VerifiedBackend
from accounts.contract import (
    AccessToken,
    Accounts,
    LinkRefused,
    LinkSent,
    LoggedIn,
    LogInRefused,
    OpenedAccount,
    PasswordRefused,
    Profile,
    UsernameTaken,
)
from trebol import UNSET, Caller, Maybe
from trebol.service import Projection, column, issue_token, permits

TOKEN_LIFETIME = 900  # seconds


def account_key(caller: Caller | None) -> int | None:
    """The key of the caller's account; None for a service, or for nobody."""
    if caller is None or caller.kind != "user" or not (caller.id.isascii() and caller.id.isdecimal()):
        return None
    return int(caller.id)


class ProfileRow(Projection[Profile, models.Account]):
    """An account, for its owner only."""

    id = column(Cast("pk", CharField()))
    verified = column("is_verified")
    joined_at = column("created_at")

    @classmethod
    def visible(cls, caller: Caller | None) -> Q:
        """The caller's own, as long as it is not closed."""
        return Q(pk=account_key(caller), is_active=True)


class AccountsService(Accounts):
    """Accounts in the database, e-mail through Django."""

    @permits(LoggedIn)
    def is_person(self) -> bool:
        """Whether the caller has an account."""
        return account_key(self.context.caller) is not None

    def sign_up(
        self, email: str, username: str, password: str, first_name: str, last_name: str, phone: str
    ) -> LinkSent:
        """Keep the sign-up and send its link; where the e-mail has an account, tell its owner."""
        said = {
            "email": models.canonical_email(email),
            "username": username,
            "first_name": first_name,
            "last_name": last_name,
            "phone": phone,
        }
        if models.Account.objects.filter(username__iexact=username).exists():
            raise UsernameTaken(username=username)
        check_password(password, said)
        hashed = make_password(password)  # also where it is not kept: the answer takes as long
        owner = models.Account.objects.filter(email=said["email"]).first()
        if owner is not None:
            self.send("account_exists", owner.email, first_name=owner.first_name, username=owner.username)
        else:
            self.send_link(models.SignUp.objects.create(password=hashed, **said))
        return LinkSent(email=said["email"], expires_at=timezone.now() + verification.LIFETIME)

    def send_link(self, sign_up: models.SignUp) -> None:
        """Send the link that makes `sign_up` an account."""
        link = verification.link_of(verification.token_of(sign_up.pk))
        days = verification.LIFETIME.days
        self.send("verify", sign_up.email, username=sign_up.username, link=link, days=days)

    def send(self, name: str, to: str, **values: Any) -> None:
        """Send an e-mail in the caller's language once the command is committed."""
        language = self.context.language
        transaction.on_commit(lambda: mail.send(name, to, language, **values), robust=True)

    def verify_email(self, token: str) -> OpenedAccount:
        """Turn the sign-up into an account, and forget the others of its e-mail."""
        sign_up_id = verification.sign_up_of(token)
        sign_up = None if sign_up_id is None else models.SignUp.objects.take(sign_up_id)
        if sign_up is None:
            raise LinkRefused()
        account = models.Account.objects.from_sign_up(sign_up)
        if account is None:
            has_account = models.Account.objects.filter(email=sign_up.email).exists()
            raise LinkRefused() if has_account else UsernameTaken(username=sign_up.username)
        models.SignUp.objects.filter(email=account.email).delete()
        return OpenedAccount(email=account.email, username=account.username)

    def log_in(self, email: str, password: str) -> AccessToken:
        """Check the password; whatever is wrong, the answer and the time it takes are the same."""
        account = VerifiedBackend().authenticate(None, username=email, password=password)
        if account is None:
            raise LogInRefused()
        token = issue_token(Caller(id=str(account.pk)), lifetime=TOKEN_LIFETIME)
        return AccessToken(access_token=token, expires_in=TOKEN_LIFETIME)

    def get_profile(self) -> Profile:
        """The caller's account."""
        return ProfileRow.one(self.own())

    def update_profile(
        self,
        username: Maybe[str] = UNSET,
        first_name: Maybe[str] = UNSET,
        last_name: Maybe[str] = UNSET,
        phone: Maybe[str] = UNSET,
        biography: Maybe[str] = UNSET,
    ) -> Profile:
        """Write what is given; the database says whether the username is free."""
        said = {
            "username": username,
            "first_name": first_name,
            "last_name": last_name,
            "phone": phone,
            "biography": biography,
        }
        changes = {name: value for name, value in said.items() if value is not UNSET}
        if not self.own().change(changes):
            raise UsernameTaken(username=str(changes.get("username")))
        return ProfileRow.one(self.own())

    def own(self) -> models.AccountQuerySet:
        """The caller's account, as a query."""
        return models.Account.objects.filter(pk=account_key(self.context.caller))


def check_password(password: str, said: dict[str, str]) -> None:
    """Raise `PasswordRefused` with every reason of Django's validators."""
    try:
        validate_password(password, user=models.Account(**said))
    except ValidationError as error:
        raise PasswordRefused(reasons=list(error.messages)) from None
