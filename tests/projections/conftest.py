"""Some rides to read, the same in every test."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from tests.projections.app import models
from trebol import Caller
from trebol.contract.deferred import Facts

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
ANA, LUIS, EVA, OSO = (UUID(int=number) for number in range(1, 5))


def facts(caller: UUID | None = None, arguments: bytes = b"") -> Facts:
    known = Caller(id=str(caller)) if caller else None
    return Facts(known, lambda: b"rides.v1.list_rides" + arguments)


def load() -> None:
    """Two circles, one of them private; four rides with passengers, tags and a badge; some of it missing."""
    names = {ANA: "Ana", LUIS: "Luis", EVA: "Eva", OSO: "Oso"}
    models.Account.objects.bulk_create(
        models.Account(id=key, name=name, active=name != "Oso") for key, name in names.items()
    )
    lima = models.City.objects.create(name="Lima", country="PE")
    norte = models.Circle.objects.create(slug="norte", name="Norte", city=lima, settings={"kind": "open"})
    palettes = [{"color": "red", "shades": [1, 2]}, {"color": "blue"}]
    sur = models.Circle.objects.create(
        slug="sur", name="Sur", kind="closed", public=False, limit=5,
        settings={"kind": "closed", "palettes": palettes},
    )  # fmt: skip
    for place, (circle, key, active) in enumerate(
        [(norte, ANA, True), (norte, LUIS, True), (norte, OSO, True), (norte, EVA, False), (sur, ANA, True)]
    ):
        joined = NOON + timedelta(days=place)
        models.Membership.objects.create(circle=circle, account_id=key, active=active, joined_at=joined)
    rides = [ride(norte, "first", driver_id=ANA), ride(norte, "second", driver_id=OSO, guide_id=LUIS)]
    rides += [ride(sur, "third", departs_at=None), ride(norte, "hidden", active=False)]
    for place, key in enumerate([ANA, LUIS, EVA, OSO]):
        models.Seat.objects.create(
            ride=rides[0], account_id=key, seats=1 + place % 2, note="" if place else None
        )
    for name in ("early", "quiet"):
        rides[0].tags.add(models.Tag.objects.create(name=name))
    models.Badge.objects.create(ride=rides[1], text="gold")


def ride(circle: models.Circle, title: str, **others: Any) -> models.Ride:
    columns = {
        "departs_at": NOON, "day": date(2026, 3, 2), "hour": time(7, 30), "took": timedelta(minutes=90),
        "price": Decimal("12.50"), "rating": 4.25, "code": UUID(int=99), "photo": b"\x00\xff",
        "visits": 2**40,
    }  # fmt: skip
    return models.Ride.objects.create(circle=circle, title=title, **columns | others)


@pytest.fixture
def rides(db: None) -> None:
    load()
