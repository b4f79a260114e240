"""How the tests' rows become messages."""

from __future__ import annotations

from django.db.models import Count, F, Q, Sum, Value
from django.db.models.functions import Coalesce, Now

from tests.projections import messages
from tests.projections.app import models
from trebol import Caller
from trebol.projections import Projection, column, many, one


class CityRow(Projection[messages.City, models.City], everyone=True):
    pass


class AccountRow(Projection[messages.Account, models.Account], everyone=True):
    pass


class ShyAccountRow(Projection[messages.Account, models.Account]):
    @classmethod
    def visible(cls, caller: Caller | None) -> Q:
        return Q(active=True)


class CircleRow(Projection[messages.Circle, models.Circle]):
    city = one("city", CityRow)
    members = many("members", ShyAccountRow, limit=3, order=("name",))
    size = column(Count("memberships", filter=Q(memberships__active=True)))
    look = column("settings")

    @classmethod
    def visible(cls, caller: Caller | None) -> Q:
        return Q(public=True) | Q(memberships__account_id=caller.id if caller else None)


class OpenCircleRow(CircleRow, everyone=True):
    """For whoever sees what is in the circle."""


class SeatRow(Projection[messages.Seat, models.Seat], everyone=True):
    account = one("account", AccountRow)


class TagRow(Projection[messages.Tag, models.Tag], everyone=True):
    pass


class BadgeRow(Projection[messages.Badge, models.Badge], everyone=True):
    pass


class RideRow(Projection[messages.Ride, models.Ride]):
    circle = one("circle", OpenCircleRow)
    circle_name = column("circle__name")
    city = column("circle__city__name")
    driver = one("driver", ShyAccountRow)
    guide = one("guide", AccountRow)
    free = column(F("seats") - Coalesce(Sum("seats_taken__seats"), Value(0)))
    passengers = many("seats_taken", SeatRow, limit=3, order=("-seats", "id"))
    tags = many("tags", TagRow, limit=10, order=("name",))
    badge = one("badge", BadgeRow)

    @classmethod
    def visible(cls, caller: Caller | None) -> Q:
        return Q(active=True)


class RoomRow(Projection[messages.Room, models.Ride], everyone=True):
    big = column(Q(seats__gt=3))
    late = column(Q(departs_at__gt=Now()))


class PlainRow(Projection[messages.PlainRide, models.Ride], everyone=True):
    circle = column("circle_id")
