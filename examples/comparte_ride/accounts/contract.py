"""Accounts, as other services and the outside see them."""

from datetime import datetime
from typing import Annotated, Protocol

from trebol import (
    UNSET,
    Code,
    Fault,
    Maybe,
    Media,
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
Language = Annotated[str, Meta(pattern=r"^(en|es)$", description="Of e-mails: en or es.")]
Picture = Annotated[
    bytes, Media("image/jpeg", "image/png", "image/webp"), Meta(min_length=1, max_length=2_000_000)
]
AccountId = Annotated[str, Meta(min_length=1, max_length=64, description="The id of an account.")]
RefreshToken = Annotated[str, Meta(min_length=1, max_length=200)]


class LinkSent(Message):
    """An e-mail is on its way; what it says, only its reader learns."""

    email: str
    expires_at: Annotated[datetime, Meta(description="Until when the link in it is valid.")]


class OpenedAccount(Message):
    """An account whose owner can log in now."""

    email: str
    username: str


class Session(Message):
    """What a log-in opens: a token to call with, and one to get the next with."""

    access_token: Annotated[str, Meta(description="Sent as `Authorization: Bearer <access_token>`.")]
    expires_in: Annotated[int, Meta(description="Seconds that the access token is good for.")]
    refresh_token: Annotated[
        str,
        Meta(description="Good for one refresh, which replaces it; used again later, it ends the session."),
    ]
    refresh_expires_at: Annotated[datetime, Meta(description="When one must log in again in any case.")]


class MemberCard(Message):
    """An account, as other members see it: never its e-mail, phone or last name."""

    id: Annotated[str, Meta(description="What other services know the account by.")]
    username: str
    first_name: str
    biography: str
    picture: Annotated[str, Meta(description="Its address; null: there is none.")] | None
    rides_offered: Annotated[int, Meta(description="As driver, finished.")]
    rides_taken: Annotated[int, Meta(description="As passenger, finished.")]
    reputation: Annotated[float, Meta(description="The mean of the ratings as driver, 1 to 5.")] | None
    ratings_count: int


class Profile(Message):
    """An account, as its owner sees it."""

    id: Annotated[str, Meta(description="What other services know the account by.")]
    email: str
    username: str
    first_name: str
    last_name: str
    phone: str
    biography: str
    language: str
    picture: Annotated[str, Meta(description="Its address; null: there is none.")] | None
    verified: Annotated[bool, Meta(description="The e-mail was verified by its link.")]
    joined_at: datetime
    rides_offered: Annotated[int, Meta(description="As driver, finished.")]
    rides_taken: Annotated[int, Meta(description="As passenger, finished.")]
    reputation: Annotated[float, Meta(description="The mean of the ratings as driver, 1 to 5.")] | None
    ratings_count: int


class Text(Message):
    """What somebody is told, in one language."""

    language: Language
    subject: Annotated[str, Meta(min_length=1, max_length=150, pattern=r"^[^\r\n\t]*$")]
    body: Annotated[str, Meta(min_length=1, max_length=5000)]


class UsernameTaken(Fault, code=Code.ALREADY_EXISTS):
    """Another account has this username."""

    username: str


class PasswordRefused(Fault, code=Code.INVALID_ARGUMENT):
    """The password is too easy to guess."""

    reasons: Annotated[list[str], Meta(description="In the caller's language.")]


class LinkRefused(Fault, code=Code.FAILED_PRECONDITION):
    """The link is damaged, used or too old; sign up, or ask for a new password, again to get another."""


class LogInRefused(Fault, code=Code.UNAUTHENTICATED):
    """The e-mail and the password do not open a verified account."""


class SessionEnded(Fault, code=Code.UNAUTHENTICATED):
    """The refresh token is unknown, was used before, has expired or was revoked; log in again."""


class TooManyAttempts(Fault, code=Code.RESOURCE_EXHAUSTED):
    """Somebody tried too often; try again later."""

    retry_after: Annotated[int, Meta(description="Seconds.")]


class LoggedIn(Permission):
    """The caller is a person who logged in."""


class Trusted(Permission):
    """The caller is this system itself, or a service with the scope `accounts.messages`."""


class Accounts(Service, Protocol, version=1, noun="account", plural="accounts"):
    """Let people open an account, prove that its e-mail is theirs, log in and present themselves."""

    @command(public=True, raises=[UsernameTaken, PasswordRefused, TooManyAttempts], path="/accounts")
    def sign_up(
        self,
        email: Email,
        username: Username,
        password: Password,
        first_name: Name,
        last_name: Name,
        phone: Phone,
        language: Language | None = None,
    ) -> LinkSent:
        """Ask for an account: its e-mail gets a link, valid three days, that opens it.

        `language`: of the e-mails to come; null: the language of the request.
        The answer is the same for an e-mail that has an account already; its owner is told by e-mail.
        """
        ...

    @command(public=True, raises=[LinkRefused, UsernameTaken], path="/accounts/verify-email")
    def verify_email(self, token: Annotated[str, Meta(max_length=500)]) -> OpenedAccount:
        """Open the account that the link's token was sent for; from now on its owner can log in."""
        ...

    @command(public=True, raises=[LogInRefused, TooManyAttempts], path="/sessions")
    def log_in(self, email: Email, password: Password) -> Session:
        """Open a session with the e-mail and password of a verified account."""
        ...

    @command(public=True, raises=[SessionEnded, TooManyAttempts], path="/sessions/refresh")
    def refresh_session(self, refresh_token: RefreshToken) -> Session:
        """Get the next access token, and the refresh token that replaces this one.

        For ten seconds the old one gives the same new one again (two tabs may ask at once); used later, it
        ends the session: somebody has a copy.
        """
        ...

    @command(public=True, path="/sessions/log-out")
    def log_out(self, refresh_token: RefreshToken) -> None:
        """End a session; one that has ended already is no error."""
        ...

    @command(needs=LoggedIn, path="/sessions/log-out-everywhere")
    def log_out_everywhere(self) -> None:
        """End every session of the caller, those of the pages too.

        Access tokens that were given out stay good until they expire, a quarter of an hour at the most.
        """
        ...

    @command(public=True, raises=[TooManyAttempts], path="/password-resets")
    def request_password_reset(self, email: Email) -> LinkSent:
        """Have a link sent, valid an hour, that sets a new password; any e-mail gets the same answer."""
        ...

    @command(public=True, raises=[LinkRefused, PasswordRefused], path="/password-resets/use")
    def reset_password(self, token: Annotated[str, Meta(max_length=500)], password: Password) -> None:
        """Set the password of the account that the link's token was sent for; all its sessions end."""
        ...

    @command(needs=LoggedIn, path="PUT /profile/picture")
    def change_picture(self, picture: Picture) -> Profile:
        """Show this picture: a JPEG, PNG or WebP of up to two megabytes."""
        ...

    @command(needs=LoggedIn, path="DELETE /profile/picture")
    def remove_picture(self) -> Profile:
        """Show no picture."""
        ...

    @command(needs=Trusted, path="/accounts/{account_id}/messages")
    def send_message(
        self,
        account_id: AccountId,
        key: Annotated[str, Meta(min_length=1, max_length=100, description="Told once for each key.")],
        texts: Annotated[list[Text], Meta(min_length=1, max_length=5)],
    ) -> None:
        """Tell somebody something by e-mail, in their language or in the first that is given.

        A closed account is told nothing; it is no error.
        """
        ...

    @query
    def get_account(self, account_id: AccountId) -> MemberCard:
        """One account, as other members see it."""
        ...

    @query(path="/accounts/by-id", field="accounts_by_id")
    def list_accounts_by_id(
        self, ids: Annotated[list[AccountId], Meta(max_length=1000)]
    ) -> Annotated[list[MemberCard], Meta(max_length=1000)]:
        """Many accounts at once, as other members see them; those that are not found are missing."""
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
        language: Maybe[Language] = UNSET,
    ) -> Profile:
        """Change what the caller's account says; what is left out stays."""
        ...
