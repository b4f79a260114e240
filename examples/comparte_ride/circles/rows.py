"""How circles, members and memberships become messages, and who sees which of them."""

from typing import Any

from django.db.models import Q, QuerySet

from accounts.contract import Accounts
from circles import models
from circles.contract import Circle, Member, Membership, OwnCircle
from circles.limits import NEWEST_MEMBERS
from trebol import Caller
from trebol.service import Projection, address, column, many, one, reference

SCOPE = "circles"  # of a service that may ask about everybody's memberships


def account_of(caller: Caller | None) -> str:
    """The account of a person; empty for a service, or for nobody: no membership has that."""
    return caller.id if caller is not None and caller.kind == "user" else ""


def is_trusted(caller: Caller | None) -> bool:
    """Whether the caller may see all circles and who belongs to them."""
    if caller is None:
        return False
    return caller.kind == "system" or (caller.kind == "service" and SCOPE in caller.scopes)


def circles_of(caller: Caller | None) -> QuerySet[models.Membership, Any]:
    """The keys of the circles the caller belongs to."""
    own = models.Membership.objects.active().filter(account_id=account_of(caller))
    return own.values("circle_id")


class MemberRow(Projection[Member, models.Membership]):
    """A member, for whoever belongs to the same circle."""

    account = reference("account_id", Accounts.list_accounts_by_id)

    @classmethod
    def visible(cls, caller: Caller | None) -> Q:
        """Who has not left, in the caller's circles."""
        return (
            Q(is_active=True) if is_trusted(caller) else Q(is_active=True, circle_id__in=circles_of(caller))
        )


class DeactivatedMemberRow(Projection[Member, models.Membership]):
    """Somebody whom an administrator put out, for the administrators of that circle."""

    account = reference("account_id", Accounts.list_accounts_by_id)

    @classmethod
    def visible(cls, caller: Caller | None) -> Q:
        """In the circles that the caller administers."""
        administered = circles_of(caller).filter(role=models.Membership.Role.ADMINISTRATOR)
        return (
            Q(is_deactivated=True)
            if is_trusted(caller)
            else Q(is_deactivated=True, circle_id__in=administered)
        )


class CircleRow(Projection[Circle, models.Circle]):
    """A circle, with its newest members."""

    picture = address("picture")
    public = column("is_public")
    verified = column("is_verified")
    members = many("memberships", MemberRow, limit=NEWEST_MEMBERS)

    @classmethod
    def visible(cls, caller: Caller | None) -> Q:
        """Public ones, and the caller's."""
        return Q() if is_trusted(caller) else Q(is_public=True) | Q(pk__in=circles_of(caller))


class JoinedCircleRow(CircleRow, everyone=True):
    """The circle of a membership: who sees that, sees this."""


class OwnCircleRow(Projection[OwnCircle, models.Membership]):
    """A circle, as something its member has."""

    circle = one("circle", JoinedCircleRow)

    @classmethod
    def visible(cls, caller: Caller | None) -> Q:
        """The caller's."""
        return Q(is_active=True, account_id=account_of(caller))


class MembershipRow(Projection[Membership, models.Membership]):
    """A membership, for whoever belongs to the same circle and for services."""

    circle_slug = column("circle__slug")
    active = column("is_active")
    deactivated = column("is_deactivated")

    @classmethod
    def visible(cls, caller: Caller | None) -> Q:
        """In the caller's circles, their own included; who is outside learns nothing."""
        return Q() if is_trusted(caller) else Q(circle_id__in=circles_of(caller))
