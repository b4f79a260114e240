"""The accounts service at work."""

import logging

from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db.models import F
from django.utils import timezone

from accounts import limits, mail, models, resets, tasks, verification
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
    Text,
    Trusted,
    UsernameTaken,
)
from accounts.rows import CardRow, ProfileRow, account_key, key_of
from accounts.sessions import Opened, OpenSession, parts_of
from rides.contract import RideFinished, RideRated
from trebol import UNSET, Caller, Maybe, NotFound
from trebol.service import consumes, issue_token, keep, permits, prepares

TOKEN_LIFETIME = 900  # seconds
logger = logging.getLogger(__name__)
MESSAGES = "accounts.messages"  # the scope of a service that may tell people something
MOST_CARDS = 1000


class AccountsService(Accounts):
    """Accounts in the database, e-mail through Django."""

    @permits(LoggedIn)
    def is_person(self) -> bool:
        """Whether the caller has an account."""
        return account_key(self.context.caller) is not None

    @permits(Trusted)
    def is_trusted(self) -> bool:
        """Whether the caller may tell people something."""
        caller = self.context.caller
        return caller is not None and (
            caller.kind == "system" or (caller.kind == "service" and MESSAGES in caller.scopes)
        )

    @prepares(Accounts.sign_up)
    def hash_password(
        self, email: str, username: str, password: str, first_name: str, last_name: str, phone: str
    ) -> str:
        """Judge the password and hash it, whether it will be kept or not: the answer takes as long."""
        limits.claim_by_address(limits.SIGN_UP_BY_ADDRESS, self.context.address)
        if models.Account.objects.filter(username__iexact=username).exists():
            raise UsernameTaken(username=username)
        said = {"email": email, "username": username, "first_name": first_name, "last_name": last_name}
        check_password(password, models.Account(**said))
        limits.claim_mail(models.canonical_email(email), self.context.address)
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
        """Keep the sign-up; whether its e-mail has an account, only what is sent depends on."""
        said = {
            "email": models.canonical_email(email),
            "username": username,
            "first_name": first_name,
            "last_name": last_name,
            "phone": phone,
            "language": language or mail.spoken_in(self.context.language),
        }
        sign_up = models.SignUp.objects.create(password=self.prepared, **said)
        tasks.send_sign_up.enqueue(sign_up.pk)
        return LinkSent(email=said["email"], expires_at=timezone.now() + verification.LIFETIME)

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
        canonical, client = models.canonical_email(email), self.context.address
        taken = limits.claim_log_in(canonical, client)
        account = VerifiedBackend().authenticate(None, username=email, password=password)
        if not isinstance(account, models.Account):
            raise LogInRefused()
        limits.log_in_succeeded(canonical, client, taken)
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
        limits.REFRESH_BY_SESSION.claim(parts_of(refresh_token)[0])
        taken = limits.claim_by_address(limits.REFRESH_BY_ADDRESS, self.context.address)
        session = OpenSession.objects.of(refresh_token, now)
        if session is None:
            raise SessionEnded()
        if session.is_abused(refresh_token, now):
            session.delete()
            logger.warning(
                "a refresh token of account %s was used twice: its session ends", session.account_id
            )
            raise SessionEnded()
        limits.give_back(taken)

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

    @prepares(Accounts.request_password_reset)
    def count_reset(self, email: str) -> None:
        """Count it for the client and for the e-mail, whether that has an account or not."""
        limits.claim_by_address(limits.RESET_BY_ADDRESS, self.context.address)
        limits.claim_mail(models.canonical_email(email), self.context.address)

    def request_password_reset(self, email: str) -> LinkSent:
        """Look for the account when the answer has gone out: nothing of it depends on that."""
        canonical = models.canonical_email(email)
        tasks.send_password_reset.enqueue(canonical)
        return LinkSent(email=canonical, expires_at=timezone.now() + resets.LIFETIME)

    @prepares(Accounts.reset_password)
    def hash_new_password(self, token: str, password: str) -> tuple[models.Account, str]:
        """Whose link it is, and the hash of the new password."""
        account = resets.account_of(token)
        if account is None:
            raise LinkRefused()
        check_password(password, account)
        return account, make_password(password)

    def reset_password(self, token: str, password: str) -> None:
        """Write it, if the old one is still what it was: of two uses of a link one is refused."""
        account, hashed = self.prepared
        own = models.Account.objects.resettable().filter(pk=account.pk)
        if not own.filter(password=account.password).update(password=hashed):
            raise LinkRefused()
        own.end_sessions()
        limits.remember(account.email, self.context.address)
        tasks.send_password_changed.enqueue(account.pk)

    def change_picture(self, picture: bytes) -> Profile:
        """Keep it in place of the one before."""
        return self.showing(picture)

    def remove_picture(self) -> Profile:
        """Let go of it."""
        return self.showing(None)

    def showing(self, picture: bytes | None) -> Profile:
        """The caller's profile with this picture, or with none."""
        account = self.own().filter(is_active=True).select_for_update().first()
        if account is None:
            raise NotFound("The caller's account is closed.")
        keep(account.picture, picture)
        return ProfileRow.one(self.own())

    def send_message(self, account_id: str, key: str, texts: list[Text]) -> None:
        """Have it sent, the first time that its key is given."""
        account = models.Account.objects.filter(pk=key_of(account_id)).first()
        if account is None:
            raise NotFound("There is no account of this id.")
        if account.is_active and models.SentMessage.objects.note(account.pk, key):
            told = next((text for text in texts if text.language == account.language), texts[0])
            tasks.send_text.enqueue(account.pk, told.subject, told.body)

    @consumes(RideFinished)
    def count_ride(self, event: RideFinished) -> None:
        """Count a ride of its driver, and one of each passenger."""
        accounts = models.Account.objects
        accounts.filter(pk=key_of(event.driver_id)).update(rides_offered=F("rides_offered") + 1)
        passengers = [key for key in map(key_of, event.passenger_ids) if key is not None]
        accounts.filter(pk__in=passengers).update(rides_taken=F("rides_taken") + 1)

    @consumes(RideRated)
    def count_stars(self, event: RideRated) -> None:
        """Move the driver's reputation."""
        rated = models.Account.objects.filter(pk=key_of(event.driver_id))
        rated.update(stars=F("stars") + event.stars, ratings_count=F("ratings_count") + 1)

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


def check_password(password: str, account: models.Account) -> None:
    """Raise `PasswordRefused` with every reason of Django's validators."""
    try:
        validate_password(password, user=account)
    except ValidationError as error:
        raise PasswordRefused(reasons=list(error.messages)) from None
