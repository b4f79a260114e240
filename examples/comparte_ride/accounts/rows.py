"""How accounts become messages, and who sees which."""

from django.db.models import CharField, ExpressionWrapper, FloatField, Q, Value
from django.db.models.functions import Cast, NullIf

from accounts import models
from accounts.contract import MemberCard, Profile
from trebol import Caller
from trebol.service import Projection, address, column

LARGEST_KEY = 2**31 - 1
REPUTATION = ExpressionWrapper(
    Cast("stars", FloatField()) / NullIf("ratings_count", Value(0)), output_field=FloatField()
)


def account_key(caller: Caller | None) -> int | None:
    """The key of the caller's account; None for a service, or for nobody."""
    return key_of(caller.id) if caller is not None and caller.kind == "user" else None


def key_of(account_id: str) -> int | None:
    """The key that an id says; None for one that no account can have."""
    if not (account_id.isascii() and account_id.isdecimal() and len(account_id) <= len(str(LARGEST_KEY))):
        return None
    key = int(account_id)
    return key if key <= LARGEST_KEY else None


class ProfileRow(Projection[Profile, models.Account]):
    """An account, for its owner only."""

    id = column(Cast("pk", CharField()))
    verified = column("is_verified")
    joined_at = column("created_at")
    picture = address("picture")
    reputation = column(REPUTATION)

    @classmethod
    def visible(cls, caller: Caller | None) -> Q:
        """The caller's own, as long as it is not closed."""
        return Q(pk=account_key(caller), is_active=True)


class CardRow(Projection[MemberCard, models.Account]):
    """An account, for whoever has a caller's credential."""

    id = column(Cast("pk", CharField()))
    picture = address("picture")
    reputation = column(REPUTATION)

    @classmethod
    def visible(cls, caller: Caller | None) -> Q:
        """Those that are not closed."""
        return Q(is_active=True)
