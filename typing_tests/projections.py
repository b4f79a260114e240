"""Read by mypy and pyright, never run: an implementation with projections needs no cast."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Protocol, assert_type

from django.db.models import Count, Q, QuerySet

from tests.projections.app import models
from trebol import FIRST, Caller, Message, Meta, Page, Paging, Ref, Service, command, query
from trebol.service import Projection, column, many, one, reference


class Account(Message):
    name: str


class Accounts(Service, Protocol, noun="account", plural="accounts"):
    """Know who somebody is."""

    @query(public=True)
    def list_accounts(self, keys: list[str]) -> list[Account]: ...


class Seat(Message):
    seats: int
    account: Account | None
    profile: Ref[Account] = None


class Ride(Message):
    id: int
    circle: str
    departs_at: datetime | None
    taken: int
    passengers: Annotated[list[Seat], Meta(max_length=15)]


class Rides(Service, Protocol, noun="ride", plural="rides"):
    """Offer and find rides."""

    @query(public=True)
    def list_rides(self, circle: str, paging: Paging = FIRST) -> Page[Ride]: ...

    @query(public=True)
    def get_ride(self, ride_id: int) -> Ride: ...

    @query(public=True)
    def latest_rides(self, circle: str) -> Annotated[list[Ride], Meta(max_length=9)]: ...

    @command(public=True)
    def create_ride(self, circle: str) -> Ride: ...


class AccountRow(Projection[Account, models.Account]):
    @classmethod
    def visible(cls, caller: Caller | None) -> Q:
        return Q(active=True)


class SeatRow(Projection[Seat, models.Seat], everyone=True):
    account = one("account", AccountRow)
    profile = reference("account_id", Accounts.list_accounts, by="name")


class RideRow(Projection[Ride, models.Ride]):
    circle = column("circle__slug")
    taken = column(Count("seats_taken"))
    passengers = many("seats_taken", SeatRow, limit=15, order=("-id",))

    @classmethod
    def visible(cls, caller: Caller | None) -> Q:
        return Q(active=True) & Q(circle__members=caller.id if caller else None)


class RidesService(Rides):
    def list_rides(self, circle: str, paging: Paging = FIRST) -> Page[Ride]:
        return RideRow.page(models.Ride.objects.filter(circle_id=circle).order_by("-id"), paging)

    def get_ride(self, ride_id: int) -> Ride:
        return RideRow.one(models.Ride.objects.filter(pk=ride_id))

    def latest_rides(self, circle: str) -> Annotated[list[Ride], Meta(max_length=9)]:
        return RideRow.all(models.Ride.objects.filter(circle_id=circle), limit=9)

    def create_ride(self, circle: str) -> Ride:
        return RideRow.one(models.Ride.objects.create(circle_id=circle, title="new"))

    def seen(self) -> QuerySet[models.Ride, models.Ride]:
        return RideRow.visible_to(self.context.caller, models.Ride.objects.filter(active=True))


assert_type(RideRow.one(models.Ride.objects.all()), Ride)
assert_type(RideRow.page(models.Ride.objects.all(), FIRST), Page[Ride])
assert_type(RideRow.all(models.Ride.objects.all(), limit=3), list[Ride])

RideRow.one(models.Tag.objects.all())  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
RideRow.page(models.Tag.objects.all(), FIRST)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
RideRow.all(models.Ride.objects.all())  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
many("seats_taken", Ride, limit=3)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
