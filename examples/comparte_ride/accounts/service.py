"""The accounts service at work."""

import logging
from typing import Any

from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import CharField, ExpressionWrapper, FloatField, Q, Value
from django.db.models.functions import Cast, NullIf
from django.utils import timezone

from accounts import mail, models, verification
from accounts.backends import VerifiedBackend
from accounts.contract import (
    Accounts,
    LinkRefused,
    LinkSent,
    LoggedIn,
    LogInRefused,
    MemberCard,
    OpenedAccount,
    PasswordRefused,
    Profile,
    Session,
    SessionEnded,
    UsernameTaken,
)
from accounts.sessions import Opened, OpenSession
from trebol import UNSET, Caller, Maybe
from trebol.service import Projection, column, issue_token, permits, prepares

TOKEN_LIFETIME = 900  # seconds
logger = logging.getLogger(__name__)
MOST_CARDS = 1000
LARGEST_KEY = 2**31 - 1
REPUTATION = ExpressionWrapper(
    Cast("stars", FloatField()) / NullIf("ratings_count", Value(0)), output_field=FloatField()
)
PICTURE = Value(None, output_field=CharField(null=True))


def account_key(caller: Caller | None) -> int | None:
    """The key of the caller's account; None for a service, or for nobody."""
    return key_of(caller.id) if caller is not None and caller.kind == "user" else None


def key_of(account_id: str) -> int | None:
    """The key that an id says; None for one that no account can have."""
    if not (account_id.isascii() and account_id.isdecimal() and len(account_id) <= len(str(LARGEST_KEY))):
        return None
    return min(int(account_id), LARGEST_KEY)


class ProfileRow(Projection[Profile, models.Account]):
    """An account, for its owner only."""

    id = column(Cast("pk", CharField()))
    verified = column("is_verified")
    joined_at = column("created_at")
    picture = column(PICTURE)
    reputation = column(REPUTATION)

    @classmethod
    def visible(cls, caller: Caller | None) -> Q:
        """The caller's own, as long as it is not closed."""
        return Q(pk=account_key(caller), is_active=True)


class CardRow(Projection[MemberCard, models.Account]):
    """An account, for whoever has a caller's credential."""

    id = column(Cast("pk", CharField()))
    picture = column(PICTURE)
    reputation = column(REPUTATION)

    @classmethod
    def visible(cls, caller: Caller | None) -> Q:
        """Those that are not closed."""
        return Q(is_active=True)


class AccountsService(Accounts):
    """Accounts in the database, e-mail through Django."""

    @permits(LoggedIn)
    def is_person(self) -> bool:
        """Whether the caller has an account."""
        return account_key(self.context.caller) is not None

    @prepares(Accounts.sign_up)
    def hash_password(
        self, email: str, username: str, password: str, first_name: str, last_name: str, phone: str
    ) -> str:
        """Judge the password and hash it, whether it will be kept or not: the answer takes as long."""
        if models.Account.objects.filter(username__iexact=username).exists():
            raise UsernameTaken(username=username)
        said = {"email": email, "username": username, "first_name": first_name, "last_name": last_name}
        check_password(password, said)
        return make_password(password)

    def sign_up(
        self,
        email: str,
        username: str,
        password: str,
        first_name: str,
        last_name: str,
        phone: str,
        language: str | None = None,
    ) -> LinkSent:
        """Keep the sign-up and send its link; where the e-mail has an account, tell its owner."""
        said = {
            "email": models.canonical_email(email),
            "username": username,
            "first_name": first_name,
            "last_name": last_name,
            "phone": phone,
            "language": language or mail.spoken_in(self.context.language),
        }
        owner = models.Account.objects.filter(email=said["email"]).first()
        if owner is not None:
            self.send("account_exists", owner.email, first_name=owner.first_name, username=owner.username)
        else:
            self.send_link(models.SignUp.objects.create(password=self.prepared, **said))
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

    @prepares(Accounts.log_in)
    def authenticate(self, email: str, password: str) -> models.Account:
        """Check the password; whatever is wrong, the answer and the time it takes are the same."""
        account = VerifiedBackend().authenticate(None, username=email, password=password)
        if not isinstance(account, models.Account):
            raise LogInRefused()
        return account

    def log_in(self, email: str, password: str) -> Session:
        """Open a session, unless the password was changed while it was checked."""
        checked: models.Account = self.prepared
        unchanged = models.Account.objects.filter(pk=checked.pk, password=checked.password, is_active=True)
        if unchanged.select_for_update().first() is None:
            raise LogInRefused()
        return told(OpenSession.objects.open(checked.pk, timezone.now()))

    @prepares(Accounts.refresh_session)
    def end_if_abused(self, refresh_token: str) -> None:
        """End the session of a token that was used before; its end must outlive the refusal."""
        now = timezone.now()
        session = OpenSession.objects.of(refresh_token, now)
        if session is None:
            raise SessionEnded()
        if session.is_abused(refresh_token, now):
            session.delete()
            logger.warning(
                "a refresh token of account %s was used twice: its session ends", session.account_id
            )
            raise SessionEnded()

    def refresh_session(self, refresh_token: str) -> Session:
        """Replace the token."""
        opened = OpenSession.objects.refresh(refresh_token, timezone.now())
        if opened is None:
            raise SessionEnded()
        return told(opened)

    def log_out(self, refresh_token: str) -> None:
        """End the token's session."""
        OpenSession.objects.end(refresh_token)

    def log_out_everywhere(self) -> None:
        """End all sessions of the caller's account."""
        self.own().end_sessions()

    def get_account(self, account_id: str) -> MemberCard:
        """By its id."""
        return CardRow.one(models.Account.objects.filter(pk=key_of(account_id)))

    def list_accounts_by_id(self, ids: list[str]) -> list[MemberCard]:
        """By their ids, each once."""
        keys = {key for key in map(key_of, ids) if key is not None}
        return CardRow.all(models.Account.objects.filter(pk__in=keys), limit=MOST_CARDS)

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
        language: Maybe[str] = UNSET,
    ) -> Profile:
        """Write what is given; the database says whether the username is free."""
        said = {
            "username": username,
            "first_name": first_name,
            "last_name": last_name,
            "phone": phone,
            "biography": biography,
            "language": language,
        }
        changes = {name: value for name, value in said.items() if value is not UNSET}
        if not self.own().change(changes):
            raise UsernameTaken(username=str(changes.get("username")))
        return ProfileRow.one(self.own())

    def own(self) -> models.AccountQuerySet:
        """The caller's account, as a query."""
        return models.Account.objects.filter(pk=account_key(self.context.caller))


def told(opened: Opened) -> Session:
    """A session, as whoever opened it is told."""
    return Session(
        access_token=issue_token(Caller(id=str(opened.account_id)), lifetime=TOKEN_LIFETIME),
        expires_in=TOKEN_LIFETIME,
        refresh_token=opened.token,
        refresh_expires_at=opened.expires_at,
    )


def check_password(password: str, said: dict[str, str]) -> None:
    """Raise `PasswordRefused` with every reason of Django's validators."""
    try:
        validate_password(password, user=models.Account(**said))
    except ValidationError as error:
        raise PasswordRefused(reasons=list(error.messages)) from None
