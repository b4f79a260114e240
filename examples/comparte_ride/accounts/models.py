"""What the accounts service keeps: accounts, their sessions, and the sign-ups nobody has verified yet."""

from collections.abc import Iterator
from secrets import token_urlsafe
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import IntegrityError, models, transaction
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.crypto import salted_hmac

from accounts.messages import SentMessage as SentMessage
from accounts.sessions import OpenSession as OpenSession


def canonical_email(email: str) -> str:
    """The one spelling of an e-mail address that is kept and compared: case makes no difference here."""
    return email.strip().lower()


class AccountQuerySet(models.QuerySet["Account"]):
    """Accounts, and the way to change one."""

    def change(self, changes: dict[str, Any]) -> bool:
        """Write these fields; False where another account has the username."""
        try:
            with transaction.atomic(using=self.db):  # a savepoint: the command goes on after a refusal
                if changes:
                    self.update(**changes)
        except IntegrityError:
            return False
        return True

    def resettable(self) -> "AccountQuerySet":
        """Those whose owner may set a new password by e-mail."""
        return self.filter(is_active=True, is_verified=True)

    def end_sessions(self) -> None:
        """End every session of these accounts, those of the pages too.

        The account's row comes first, as it does in a log-in: one that is under way is ended too, or refused.
        """
        for account in self.select_for_update():
            self.filter(pk=account.pk).update(session_salt=token_urlsafe(16))
            account.open_sessions.all().delete()


class AccountManager(BaseUserManager["Account"]):
    """Finds accounts by e-mail, whatever its case, and makes them."""

    def get_by_natural_key(self, username: str | None) -> "Account":
        """The account of this e-mail, as Django's log-in asks for it."""
        return self.get(email=canonical_email(username or ""))

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "Account":
        """An account made by hand (the shell, a test); people get theirs by signing up."""
        account = self.model(email=canonical_email(email), **fields)
        account.set_password(password)
        account.save(using=self._db)
        return account

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "Account":
        """One of the staff who may do everything, as `manage.py createsuperuser` makes them."""
        rights = {"is_verified": True, "is_staff": True, "is_superuser": True}
        return self.create_user(email, password, **rights, **fields)

    def from_sign_up(self, sign_up: "SignUp") -> "Account | None":
        """The verified account that `sign_up` asked for; None where its e-mail or username is taken.

        The database decides: two links of one e-mail, opened at the same moment, make one account.
        """
        account = self.model(is_verified=True, **sign_up.account_fields())
        try:
            with transaction.atomic(using=self._db):  # a savepoint: the command goes on after a refusal
                account.save(using=self._db)
        except IntegrityError:
            return None
        return account


class Language(models.TextChoices):
    """What e-mails and pages are written in."""

    ENGLISH = "en", "English"
    SPANISH = "es", "Español"


class Person(models.Model):
    """What somebody says of themselves, when they sign up and afterwards."""

    username = models.CharField(max_length=20)
    first_name = models.CharField(max_length=60)
    last_name = models.CharField(max_length=60)
    phone = models.CharField(max_length=16, help_text="with the country's code: +525512345678")
    language = models.CharField(
        max_length=2, choices=Language.choices, default=Language.ENGLISH, db_default=Language.ENGLISH
    )

    class Meta:
        abstract = True


class Account(Person, AbstractBaseUser, PermissionsMixin):
    """Somebody who can log in."""

    email = models.EmailField(unique=True, help_text="in lower case")
    biography = models.CharField(max_length=500, blank=True, default="")
    is_verified = models.BooleanField(default=False, help_text="the e-mail was verified by its link")
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False)
    is_superuser = models.BooleanField(  # Django's, with a default for the release that knows no such column
        default=False, db_default=False, help_text="has every permission of the admin"
    )
    created_at = models.DateTimeField(default=timezone.now)
    rides_offered = models.PositiveIntegerField(default=0, db_default=0, help_text="finished ones")
    rides_taken = models.PositiveIntegerField(default=0, db_default=0, help_text="finished ones")
    stars = models.PositiveIntegerField(default=0, db_default=0, help_text="of all ratings together")
    ratings_count = models.PositiveIntegerField(default=0, db_default=0)
    picture = models.FileField(upload_to="accounts", blank=True, default="", db_default="")
    session_salt = models.CharField(
        max_length=22,
        blank=True,
        default="",
        db_default="",
        help_text="a new one ends all sessions of the pages",
    )

    objects: ClassVar = AccountManager.from_queryset(AccountQuerySet)()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["username", "first_name", "last_name", "phone"]

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(email=Lower("email")), name="account_email_lower_case"),
            models.UniqueConstraint(Lower("username"), name="account_username_unique"),
        ]

    def __str__(self) -> str:
        return self.username

    def get_session_auth_hash(self) -> str:
        """What a session of the pages must agree with: the password and the salt, as they are now."""
        return self.session_hash(settings.SECRET_KEY)

    def get_session_auth_fallback_hash(self) -> Iterator[str]:
        """The same by the secrets that are being replaced."""
        yield from (self.session_hash(secret) for secret in settings.SECRET_KEY_FALLBACKS)

    def session_hash(self, secret: str | bytes) -> str:
        """That hash by one secret."""
        said = f"{self.session_salt}:{self.password}"
        return salted_hmac("accounts.pages", said, secret=secret, algorithm="sha256").hexdigest()


class SignUpQuerySet(models.QuerySet["SignUp"]):
    """Sign-ups, and the way to use one once."""

    def take(self, sign_up_id: int) -> "SignUp | None":
        """The sign-up, removed; None where there is none (any more). Of two callers only one gets it."""
        sign_up = self.filter(pk=sign_up_id).first()
        taken, _ = self.filter(pk=sign_up_id).delete()
        return sign_up if taken else None


class SignUp(Person):
    """A sign-up whose e-mail is not verified yet.

    It reserves neither e-mail nor username: whoever signs up with another's address gains nothing by it, and
    learns nothing of who has an account. The first link that is opened makes the account.
    """

    email = models.EmailField(help_text="in lower case")
    password = models.CharField(max_length=128, help_text="its hash")
    created_at = models.DateTimeField(default=timezone.now, db_index=True)

    objects: ClassVar = SignUpQuerySet.as_manager()

    def __str__(self) -> str:
        return self.email

    def account_fields(self) -> dict[str, Any]:
        """The fields of the account that this sign-up asks for."""
        names = ("email", "password", "username", "first_name", "last_name", "phone", "language")
        return {name: getattr(self, name) for name in names}
