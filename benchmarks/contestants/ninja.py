"""django-ninja: operations over schemas, rows given as they are, a compiled JSON codec as its guide shows."""

import uuid
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any

import jwt
import msgspec
from django.db import transaction
from django.db.models import Prefetch
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import path
from ninja import Field, NinjaAPI, Query, Router, Schema
from ninja.errors import HttpError
from ninja.parser import Parser
from ninja.renderers import BaseRenderer
from ninja.security import HttpBearer

from benchmarks.callers import caller_by
from benchmarks.messages import Status
from benchmarks.rides import models

encode = msgspec.json.Encoder().encode
decode = msgspec.json.Decoder().decode
PASSENGERS = Prefetch("seats_taken", to_attr="passengers")


class MsgspecRenderer(BaseRenderer):
    """JSON by msgspec."""

    media_type = "application/json"

    def render(self, request: HttpRequest, data: Any, *, response_status: int) -> bytes:
        """The JSON text of what a schema gave."""
        return encode(data)


class MsgspecParser(Parser):
    """JSON by msgspec."""

    def parse_body(self, request: HttpRequest) -> Any:
        """The values of a JSON text."""
        return decode(request.body)


class Bearer(HttpBearer):
    """A caller by a signed token."""

    def authenticate(self, request: HttpRequest, token: str) -> str | None:
        """The caller, or nobody."""
        try:
            return caller_by(token)
        except jwt.InvalidTokenError:
            return None


Text = Annotated[str, Field(max_length=120)]
Seats = Annotated[int, Field(ge=1, le=15)]


class Sample(Schema):
    """Twenty fields, in and out."""

    reference: uuid.UUID
    title: Text
    summary: Annotated[str, Field(max_length=500)]
    city: Text
    country: Annotated[str, Field(min_length=2, max_length=2)]
    language: Annotated[str, Field(max_length=10)]
    seats: Seats
    luggage: Annotated[int, Field(ge=0, le=50)]
    stops: int
    distance_km: float
    rating: float | None
    price: Decimal
    fee: Decimal
    departs_at: datetime
    arrives_at: datetime
    day: date
    is_public: bool
    pets: bool
    tags: Annotated[list[str], Field(max_length=10)]
    status: Status


class NewRide(Schema):
    """What makes a new ride."""

    circle: int
    driver: int
    origin: Text
    destination: Text
    departs_at: datetime
    seats: Seats
    price: Decimal
    notes: Annotated[str, Field(max_length=500)] = ""


class Circle(Schema):
    """The circle of a listed ride."""

    id: int
    name: str
    slug: str
    city: str
    is_public: bool


class Passenger(Schema):
    """Seats that one member takes."""

    member: int
    seats: int


class RideColumns(Schema):
    """What a ride has, alone or listed."""

    id: int
    driver: int
    origin: str
    destination: str
    departs_at: datetime
    seats: int
    price: Decimal
    notes: str
    active: bool
    rating: float | None


class Ride(RideColumns):
    """One row."""

    circle: int = Field(alias="circle_id")


class ListedRide(RideColumns):
    """One row with its circle and its passengers."""

    circle: Circle
    passengers: list[Passenger]


class Paging(Schema):
    """Which part of the list is asked for."""

    first: Annotated[int, Field(ge=1, le=100)] = 50
    after: int = 0


class RidePage(Schema):
    """A part of the list, and where the next begins."""

    items: list[ListedRide]
    after: str | None


def rides_router() -> Router:
    """The four operations; public, or guarded by the router's own `auth`."""
    router = Router()

    @router.post("/echo", response=Sample)
    def echo(request: HttpRequest, sample: Sample) -> Sample:
        return sample

    @router.get("/{int:ride_id}", response=Ride)
    def get_ride(request: HttpRequest, ride_id: int) -> models.Ride:
        return get_object_or_404(models.Ride, pk=ride_id, active=True)

    @router.get("", response=RidePage)
    def list_rides(request: HttpRequest, paging: Query[Paging]) -> dict[str, Any]:
        found = models.Ride.objects.filter(active=True, pk__gt=paging.after).order_by("pk")
        found = found.select_related("circle").prefetch_related(PASSENGERS)
        rows = list(found[: paging.first + 1])
        more = len(rows) > paging.first
        return {"items": rows[: paging.first], "after": str(rows[paging.first - 1].pk) if more else None}

    @router.post("", response={201: Ride})
    def create_ride(request: HttpRequest, new: NewRide) -> models.Ride:
        with transaction.atomic():
            if not models.Circle.objects.filter(pk=new.circle).exists():
                raise HttpError(400, f"There is no circle {new.circle}.")
            values = new.model_dump()
            return models.Ride.objects.create(circle_id=values.pop("circle"), **values)

    return router


api = NinjaAPI(renderer=MsgspecRenderer(), parser=MsgspecParser(), docs_url=None, openapi_url=None)
api.add_router("/rides", rides_router())
api.add_router("/guarded_rides", rides_router(), auth=Bearer())
urlpatterns = [path("api/v1/", api.urls)]
