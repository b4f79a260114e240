"""Rides for the tests of the reference application."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from circles.models import Circle
from rides.contract import Rides
from rides.models import Passenger, Ride
from rides.search import folded
from tests.comparte_ride.people import add_member, caller, make_circle
from trebol import Caller, Context
from trebol.service import consume

DRIVER, MEMBER, OTHER, STRANGER = "1", "2", "3", "9"
SYSTEM = Context(caller=Caller(id="tests", kind="system"))


def rides(account_id: str) -> Rides:
    """The rides service, as this person consumes it."""
    return consume(Rides, context=caller(account_id))


def shared_circle(*more: str, name: str = "Ciudad Universitaria", **fields: Any) -> Circle:
    """A circle of the driver and two members; the stranger belongs to another one."""
    circle = make_circle(name, **fields)
    for account_id in (DRIVER, MEMBER, OTHER, *more):
        add_member(circle, account_id)
    return circle


def make_ride(circle: Circle | str, **fields: Any) -> Ride:
    """A ride of the driver, with three seats, that departs tomorrow; `board` adds its passengers."""
    departs_at = fields.pop("departs_at", timezone.now() + timedelta(days=1))
    made = {
        "circle_slug": circle if isinstance(circle, str) else circle.slug,
        "driver_id": DRIVER,
        "origin": "Metro Coyoacán",
        "destination": "Facultad de Ingeniería",
        "departs_at": departs_at,
        "arrives_at": departs_at + timedelta(minutes=40),
        "seats": 3,
        "created_at": departs_at - timedelta(days=2),
        **fields,
    }
    made.setdefault("seats_free", made["seats"])
    made.setdefault("search_text", folded(made["origin"], made["destination"], made.get("notes", "")))
    ride: Ride = Ride.objects.create(**made)
    return ride


def board(ride: Ride, account_id: str, seats: int = 1, **fields: Any) -> Passenger:
    """A passenger, whose seats are counted."""
    Ride.objects.filter(pk=ride.pk).give_back_seats(-seats)
    made = {"taken_at": ride.created_at, **fields}
    passenger: Passenger = ride.passengers.create(account_id=account_id, seats=seats, **made)
    return passenger


def departed(ride: Ride, **fields: Any) -> Ride:
    """The ride, half an hour after its departure."""
    now = timezone.now()
    times = {"departs_at": now - timedelta(minutes=30), "arrives_at": now + timedelta(minutes=10)}
    Ride.objects.filter(pk=ride.pk).update(**times | fields)
    ride.refresh_from_db()
    return ride


def finished(ride: Ride) -> Ride:
    """The ride, after its end."""
    now = timezone.now()
    return departed(ride, arrives_at=now - timedelta(minutes=5), finished_at=now)


def seats_agree(ride: Ride) -> tuple[int, int]:
    """Seats that are free, and those of the rows of passengers; they must make up what is offered."""
    ride.refresh_from_db()
    taken = sum(ride.passengers.values_list("seats", flat=True))
    assert ride.seats_free + taken == ride.seats
    return ride.seats_free, taken
