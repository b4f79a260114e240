"""Sessions: what a refresh token keeps open. Of the tokens themselves only hashes are kept.

A token is `<handle>.<secret>`. The handle stays with the session; the secret is replaced at every refresh, by
one that is derived from it with a salt of that moment and the server's key. Whoever comes with the handle and
another secret holds a token that was replaced: somebody has a copy, so the session ends for both.

Two tabs of one browser may send the same token at the same moment. For ten seconds the token just replaced
gives the very token that replaced it (the derivation says which), so both go on with one and the same: no
second line of valid tokens begins, and a thief who uses those seconds is found out at the next refresh.
"""

import hmac
from datetime import datetime, timedelta
from hashlib import sha256
from secrets import token_urlsafe
from typing import ClassVar, NamedTuple

from django.db import models
from django.utils.crypto import salted_hmac

LIFETIME = timedelta(days=30)  # from the log-in on, however often it is refreshed
RACE = timedelta(seconds=10)


class Opened(NamedTuple):
    """A session and the token that keeps it open."""

    account_id: int
    token: str
    expires_at: datetime


def hash_of(text: str) -> str:
    """What is kept of a random text: there is nothing to guess it from, so a plain hash will do."""
    return sha256(text.encode()).hexdigest()


def parts_of(token: str) -> tuple[str, str]:
    """The handle and the secret of a token; of any other text, something that no session has."""
    handle, _, secret = token.partition(".")
    return handle, secret


def successor_of(secret: str, salt: str) -> str:
    """The secret that follows one: who knows the database alone, or the old secret alone, cannot tell it."""
    return salted_hmac(f"accounts.sessions.{salt}", secret, algorithm="sha256").hexdigest()


class OpenSessionQuerySet(models.QuerySet["OpenSession"]):
    """Sessions, and the ways to open, refresh and end them."""

    def of(self, token: str, now: datetime) -> "OpenSession | None":
        """The session that a token belongs, or belonged, to; None where it has ended."""
        handle, _ = parts_of(token)
        found = self.filter(handle=hash_of(handle), expires_at__gt=now, account__is_active=True)
        return found.select_related("account").first()

    def open(self, account_id: int, now: datetime) -> Opened:
        """A new session of an account."""
        handle, secret, expires_at = token_urlsafe(16), token_urlsafe(32), now + LIFETIME
        self.create(
            account_id=account_id,
            handle=hash_of(handle),
            secret=hash_of(secret),
            refreshed_at=now,
            expires_at=expires_at,
        )
        return Opened(account_id, f"{handle}.{secret}", expires_at)

    def refresh(self, token: str, now: datetime) -> Opened | None:
        """Replace the token; None where it does not stand for an open session.

        The condition stands on the row itself, without a join: of two at once the database lets one do it.
        """
        (handle, secret), salt = parts_of(token), token_urlsafe(16)
        self.filter(handle=hash_of(handle), secret=hash_of(secret), expires_at__gt=now).update(
            secret=hash_of(successor_of(secret, salt)),
            replaced=hash_of(secret),
            salt=salt,
            refreshed_at=now,
        )
        session = self.of(token, now)
        if session is None or not session.follows(secret, now):
            return None
        return Opened(
            session.account_id, f"{handle}.{successor_of(secret, session.salt)}", session.expires_at
        )

    def end(self, token: str) -> None:
        """End the session of a token, be it the present one or one that was replaced."""
        handle, _ = parts_of(token)
        self.filter(handle=hash_of(handle)).delete()

    def forget_expired(self, now: datetime) -> int:
        """Delete those whose time is over; how many those were."""
        deleted, _ = self.filter(expires_at__lte=now).delete()
        return deleted


class OpenSession(models.Model):
    """What somebody's log-in keeps open, until it is ended or its time is over."""

    account = models.ForeignKey("accounts.Account", on_delete=models.CASCADE, related_name="open_sessions")
    handle = models.CharField(max_length=64, unique=True, help_text="the SHA-256 of the token's first part")
    secret = models.CharField(max_length=64, help_text="the SHA-256 of its second part")
    replaced = models.CharField(max_length=64, blank=True, default="", help_text="that of the one before")
    salt = models.CharField(max_length=22, blank=True, default="", help_text="of the last replacement")
    refreshed_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)

    objects: ClassVar = OpenSessionQuerySet.as_manager()

    def __str__(self) -> str:
        return f"until {self.expires_at:%Y-%m-%d}"

    def follows(self, secret: str, now: datetime) -> bool:
        """Whether the present secret is the one that has just replaced this one."""
        just = self.replaced == hash_of(secret) and now - self.refreshed_at < RACE
        return just and hmac.compare_digest(hash_of(successor_of(secret, self.salt)), self.secret)

    def is_abused(self, token: str, now: datetime) -> bool:
        """Whether this token was replaced before: two people hold what one should."""
        _, secret = parts_of(token)
        return hash_of(secret) != self.secret and not self.follows(secret, now)
