"""Accounts, as other services and the outside see them."""

from datetime import datetime
from typing import Annotated, Protocol

from trebol import (
    UNSET,
    Code,
    Fault,
    Maybe,
    Message,
    Meta,
    Permission,
    Service,
    command,
    query,
)

Email = Annotated[
    str,
    Meta(
        max_length=254,
        pattern=r"^[A-Za-z0-9.!#$%&'*+/=?_{|}~\-]+@[A-Za-z0-9\-]+(\.[A-Za-z0-9\-]+)+$",
        description="An e-mail address; its case makes no difference.",
    ),
]
Username = Annotated[
    str,
    Meta(
        min_length=4,
        max_length=20,
        pattern=r"^[A-Za-z0-9._]+$",
        description="The name others see; unique whatever its case.",
    ),
]
Password = Annotated[str, Meta(min_length=1, max_length=128)]
Name = Annotated[str, Meta(min_length=1, max_length=60, pattern=r"^\S(.*\S)?$")]
Phone = Annotated[
    str, Meta(pattern=r"^\+[1-9][0-9]{7,14}$", description="With the country's code: +525512345678 (E.164).")
]
Biography = Annotated[str, Meta(max_length=500)]


class LinkSent(Message):
    """An e-mail is on its way; what it says, only its reader learns."""

    email: str
    expires_at: Annotated[datetime, Meta(description="Until when the link in it is valid.")]


class OpenedAccount(Message):
    """An account whose owner can log in now."""

    email: str
    username: str


class AccessToken(Message):
    """What a caller sends as `Authorization: Bearer <access_token>`."""

    access_token: str
    expires_in: Annotated[int, Meta(description="Seconds.")]


class Profile(Message):
    """An account, as its owner sees it."""

    id: Annotated[str, Meta(description="What other services know the account by.")]
    email: str
    username: str
    first_name: str
    last_name: str
    phone: str
    biography: str
    verified: Annotated[bool, Meta(description="The e-mail was verified by its link.")]
    joined_at: datetime


class UsernameTaken(Fault, code=Code.ALREADY_EXISTS):
    """Another account has this username."""

    username: str


class PasswordRefused(Fault, code=Code.INVALID_ARGUMENT):
    """The password is too easy to guess."""

    reasons: Annotated[list[str], Meta(description="In the caller's language.")]


class LinkRefused(Fault, code=Code.FAILED_PRECONDITION):
    """The link is damaged, used or older than three days; sign up again to get another."""


class LogInRefused(Fault, code=Code.UNAUTHENTICATED):
    """The e-mail and the password do not open a verified account."""


class LoggedIn(Permission):
    """The caller is a person who logged in."""


class Accounts(Service, Protocol, version=1, noun="account", plural="accounts"):
    """Let people open an account, prove that its e-mail is theirs, log in and present themselves."""

    @command(public=True, raises=[UsernameTaken, PasswordRefused], path="/accounts")
    def sign_up(
        self,
        email: Email,
        username: Username,
        password: Password,
        first_name: Name,
        last_name: Name,
        phone: Phone,
    ) -> LinkSent:
        """Ask for an account: its e-mail gets a link, valid three days, that opens it.

        The answer is the same for an e-mail that has an account already; its owner is told by e-mail.
        """
        ...

    @command(public=True, raises=[LinkRefused, UsernameTaken], path="/accounts/verify-email")
    def verify_email(self, token: Annotated[str, Meta(max_length=500)]) -> OpenedAccount:
        """Open the account that the link's token was sent for; from now on its owner can log in."""
        ...

    @command(public=True, raises=[LogInRefused], path="/sessions")
    def log_in(self, email: Email, password: Password) -> AccessToken:
        """Exchange the e-mail and password of a verified account for an access token of short life."""
        ...

    @query(needs=LoggedIn, path="/profile", field="profile")
    def get_profile(self) -> Profile:
        """The caller's own account."""
        ...

    @command(needs=LoggedIn, raises=[UsernameTaken], path="PATCH /profile")
    def update_profile(
        self,
        username: Maybe[Username] = UNSET,
        first_name: Maybe[Name] = UNSET,
        last_name: Maybe[Name] = UNSET,
        phone: Maybe[Phone] = UNSET,
        biography: Maybe[Biography] = UNSET,
    ) -> Profile:
        """Change what the caller's account says; what is left out stays."""
        ...
