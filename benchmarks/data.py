"""What the tables hold and what every answer must say; the same on each run."""

import uuid
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import msgspec

from benchmarks.messages import Circle, ListedRide, NewRide, Passenger, Ride, Sample, Status

CIRCLES, RIDES, PASSENGERS_EACH, LISTED = 20, 500, 3, 100
ONE, WITHDRAWN = 42, 10
CITIES = ("Bogotá", "Ciudad de México", "São Paulo", "Montevideo", "Córdoba", "Asunción")
START = datetime(2026, 3, 2, 12, 30, tzinfo=UTC)

SAMPLE = Sample(
    reference=uuid.UUID("0191e5a0-7c3e-7b1a-9d54-0f6f2f3a9b10"),
    title="Ride to the university",
    summary="Every weekday from the north station; two stops, room for a bicycle. ¡Súbete!",
    city="Medellín",
    country="CO",
    language="es-CO",
    seats=3,
    luggage=2,
    stops=5,
    distance_km=23.75,
    rating=4.5,
    price=Decimal("12500.50"),
    fee=Decimal("350.25"),
    departs_at=datetime(2026, 3, 2, 12, 30, tzinfo=UTC),
    arrives_at=datetime(2026, 3, 2, 13, 20, 15, 250000, tzinfo=UTC),
    day=date(2026, 3, 2),
    is_public=True,
    pets=False,
    tags=["university", "weekday", "north"],
    status=Status.OPEN,
)
NEW_RIDE = NewRide(
    circle=7,
    driver=11,
    origin="Terminal del Norte",
    destination="Universidad Nacional",
    departs_at=datetime(2026, 4, 6, 11, 45, tzinfo=UTC),
    seats=3,
    price=Decimal("8500.00"),
    notes="Two stops on the way",
)
TOO_MANY = {**msgspec.structs.asdict(SAMPLE), "seats": 99}
NOWHERE = {**msgspec.structs.asdict(NEW_RIDE), "circle": 0}


def circle(key: int) -> Circle:
    """The circle with this key, counted from 1."""
    city = CITIES[key % len(CITIES)]
    name = f"Círculo {key} de {city}"
    return Circle(id=key, name=name, slug=f"circle-{key}", city=city, is_public=key % 4 != 0)


def ride(key: int) -> Ride:
    """The ride with this key, counted from 1; every tenth is withdrawn, so no contestant may show it."""
    return Ride(
        id=key,
        circle=1 + key % CIRCLES,
        driver=1 + key % 97,
        origin=f"Estación {key % 31}",
        destination=f"Plaza {key % 17}, {CITIES[key % len(CITIES)]}",
        departs_at=START + timedelta(minutes=37 * key),
        seats=1 + key % 6,
        price=Decimal(1500 + 25 * key) / 100,
        notes="" if key % 3 else f"Two stops, ride number {key}",
        active=key % 10 != 0,
        rating=None if key % 5 == 0 else 3.0 + key % 8 / 4,
    )


def passengers(key: int) -> list[Passenger]:
    """Who takes seats in the ride with this key."""
    return [Passenger(member=1 + (key * 3 + n) % 89, seats=1 + n % 2) for n in range(PASSENGERS_EACH)]


def listed(key: int) -> ListedRide:
    """The ride with this key, with its circle and its passengers."""
    row = fields(ride(key))
    return ListedRide(**{**row, "circle": circle(row["circle"]), "passengers": passengers(key)})


def first_hundred() -> list[ListedRide]:
    """What `list_100` must give, in this order."""
    return [listed(key) for key in range(1, RIDES + 1) if ride(key).active][:LISTED]


def fields(message: Any) -> dict[str, Any]:
    """The fields of a message by name, values as they are."""
    return msgspec.structs.asdict(message)
