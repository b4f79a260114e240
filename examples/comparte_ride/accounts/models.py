"""What the accounts service keeps: accounts, and the sign-ups whose e-mail nobody has verified yet."""

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import IntegrityError, models, transaction
from django.db.models.functions import Lower
from django.utils import timezone


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


class Person(models.Model):
    """What somebody says of themselves, when they sign up and afterwards."""

    username = models.CharField(max_length=20)
    first_name = models.CharField(max_length=60)
    last_name = models.CharField(max_length=60)
    phone = models.CharField(max_length=16, help_text="with the country's code: +525512345678")

    class Meta:
        abstract = True


class Account(Person, AbstractBaseUser):
    """Somebody who can log in."""

    email = models.EmailField(unique=True, help_text="in lower case")
    biography = models.CharField(max_length=500, blank=True, default="")
    is_verified = models.BooleanField(default=False, help_text="the e-mail was verified by its link")
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now)

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
        names = ("email", "password", "username", "first_name", "last_name", "phone")
        return {name: getattr(self, name) for name in names}
