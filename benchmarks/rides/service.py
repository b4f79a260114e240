"""The implementation of the works, once for everybody and once for callers who are known."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import Q, QuerySet

from benchmarks.rides import models
from benchmarks.rides.contract import (
    Circle,
    CircleUnknown,
    GuardedCircleUnknown,
    GuardedRides,
    ListedRide,
    Passenger,
    Ride,
    Rides,
    Sample,
)
from trebol import FIRST, Caller, Page, Paging
from trebol.service import Projection, column, many, one


class CircleRow(Projection[Circle, models.Circle], everyone=True):
    """A circle's own columns."""


class PassengerRow(Projection[Passenger, models.Passenger], everyone=True):
    """A passenger's own columns."""


class RideRow(Projection[Ride, models.Ride]):
    """One row; a withdrawn ride is nobody's to see."""

    circle = column("circle_id")

    @classmethod
    def visible(cls, caller: Caller | None) -> Q:
        """Rides that were not withdrawn."""
        return Q(active=True)


class ListedRideRow(Projection[ListedRide, models.Ride]):
    """One row with its circle and its passengers."""

    circle = one("circle", CircleRow)
    passengers = many("seats_taken", PassengerRow, limit=15)
    visible = RideRow.visible


def by_key() -> QuerySet[models.Ride]:
    """All rides, in the order of the list."""
    return models.Ride.objects.order_by("pk")


def create(circle: int, **columns: Any) -> models.Ride | None:
    """A new ride of a circle, stored; None where there is no such circle."""
    if not models.Circle.objects.filter(pk=circle).exists():
        return None
    return models.Ride.objects.create(circle_id=circle, **columns)


class RidesService(Rides):
    """For everybody."""

    def echo_rides(self, sample: Sample) -> Sample:
        return sample

    def get_ride(self, ride_id: int) -> Ride:
        return RideRow.one(models.Ride.objects.filter(pk=ride_id))

    def list_rides(self, paging: Paging = FIRST) -> Page[ListedRide]:
        return ListedRideRow.page(by_key(), paging)

    def create_ride(
        self,
        circle: int,
        driver: int,
        origin: str,
        destination: str,
        departs_at: datetime,
        seats: int,
        price: Decimal,
        notes: str = "",
    ) -> Ride:
        ride = create(
            circle,
            driver=driver,
            origin=origin,
            destination=destination,
            departs_at=departs_at,
            seats=seats,
            price=price,
            notes=notes,
        )
        if ride is None:
            raise CircleUnknown(circle=circle)
        return RideRow.one(ride)


class GuardedRidesService(GuardedRides):
    """For callers who are known."""

    def echo_guarded_rides(self, sample: Sample) -> Sample:
        return sample

    def get_guarded_ride(self, guarded_ride_id: int) -> Ride:
        return RideRow.one(models.Ride.objects.filter(pk=guarded_ride_id))

    def list_guarded_rides(self, paging: Paging = FIRST) -> Page[ListedRide]:
        return ListedRideRow.page(by_key(), paging)

    def create_guarded_ride(
        self,
        circle: int,
        driver: int,
        origin: str,
        destination: str,
        departs_at: datetime,
        seats: int,
        price: Decimal,
        notes: str = "",
    ) -> Ride:
        ride = create(
            circle,
            driver=driver,
            origin=origin,
            destination=destination,
            departs_at=departs_at,
            seats=seats,
            price=price,
            notes=notes,
        )
        if ride is None:
            raise GuardedCircleUnknown(circle=circle)
        return RideRow.one(ride)
