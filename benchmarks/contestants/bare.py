"""The measure of the others: views written by hand with the ORM and msgspec, nothing between."""

from collections.abc import Callable
from functools import wraps
from typing import Any

import jwt
import msgspec
from django.db import transaction
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.urls import include, path

from benchmarks.callers import caller_of
from benchmarks.messages import Circle, ListedRide, NewRide, Paging, Passenger, Ride, RidePage, Sample
from benchmarks.rides import models

View = Callable[..., HttpResponse]

encode = msgspec.json.Encoder().encode
decode_sample = msgspec.json.Decoder(Sample).decode
decode_new_ride = msgspec.json.Decoder(NewRide).decode
PASSENGERS = Prefetch(
    "seats_taken", to_attr="passengers"
)  # a list: much faster than a queryset for each ride


def answer(content: Any, status: int = 200) -> HttpResponse:
    """A JSON answer."""
    return HttpResponse(encode(content), status=status, content_type="application/json")


def refusal(status: int, detail: str) -> HttpResponse:
    """An answer that says what is wrong."""
    return answer({"detail": detail}, status)


def echo(request: HttpRequest) -> HttpResponse:
    """Check a sample and give it back."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    try:
        sample = decode_sample(request.body)
    except msgspec.DecodeError as error:
        return refusal(400, str(error))
    return answer(sample)


def get_ride(request: HttpRequest, ride_id: int) -> HttpResponse:
    """One ride."""
    if request.method != "GET":
        return HttpResponseNotAllowed(["GET"])
    try:
        row = models.Ride.objects.get(pk=ride_id, active=True)
    except models.Ride.DoesNotExist:
        return refusal(404, f"There is no ride {ride_id}.")
    return answer(ride_of(row))


def rides(request: HttpRequest) -> HttpResponse:
    """The collection: its list and its new members."""
    if request.method == "GET":
        return list_rides(request)
    if request.method == "POST":
        return create_ride(request)
    return HttpResponseNotAllowed(["GET", "POST"])


def list_rides(request: HttpRequest) -> HttpResponse:
    """A part of the list, with circles and passengers: two queries, whatever its length."""
    try:
        paging = msgspec.convert(request.GET.dict(), Paging, strict=False)
    except msgspec.ValidationError as error:
        return refusal(400, str(error))
    found = models.Ride.objects.filter(active=True, pk__gt=paging.after).order_by("pk")
    found = found.select_related("circle").prefetch_related(PASSENGERS)
    rows = list(found[: paging.first + 1])
    items = [listed_ride_of(row) for row in rows[: paging.first]]
    return answer(RidePage(items=items, after=str(items[-1].id) if len(rows) > paging.first else None))


def create_ride(request: HttpRequest) -> HttpResponse:
    """A new ride of a circle that exists, given back as it was stored."""
    try:
        new = decode_new_ride(request.body)
    except msgspec.DecodeError as error:
        return refusal(400, str(error))
    with transaction.atomic():
        if not models.Circle.objects.filter(pk=new.circle).exists():
            return refusal(400, f"There is no circle {new.circle}.")
        row = models.Ride.objects.create(
            circle_id=new.circle,
            driver=new.driver,
            origin=new.origin,
            destination=new.destination,
            departs_at=new.departs_at,
            seats=new.seats,
            price=new.price,
            notes=new.notes,
        )
    return answer(ride_of(row), 201)


def ride_of(row: models.Ride) -> Ride:
    """The message of a row."""
    return Ride(
        id=row.pk,
        circle=row.circle_id,
        driver=row.driver,
        origin=row.origin,
        destination=row.destination,
        departs_at=row.departs_at,
        seats=row.seats,
        price=row.price,
        notes=row.notes,
        active=row.active,
        rating=row.rating,
    )


def listed_ride_of(row: Any) -> ListedRide:
    """The message of a row that was read with its relations."""
    circle = row.circle
    return ListedRide(
        id=row.pk,
        circle=Circle(
            id=circle.pk, name=circle.name, slug=circle.slug, city=circle.city, is_public=circle.is_public
        ),
        driver=row.driver,
        origin=row.origin,
        destination=row.destination,
        departs_at=row.departs_at,
        seats=row.seats,
        price=row.price,
        notes=row.notes,
        active=row.active,
        rating=row.rating,
        passengers=[Passenger(member=taken.member, seats=taken.seats) for taken in row.passengers],
    )


def guarded(view: View) -> View:
    """The same view, for callers with a good token."""

    @wraps(view)
    def check(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            caller_of(request.headers.get("Authorization", ""))
        except jwt.InvalidTokenError as error:
            return refusal(401, str(error))
        return view(request, *args, **kwargs)

    return check


works = [
    path("rides", rides),
    path("rides/echo", echo),
    path("rides/<int:ride_id>", get_ride),
    path("guarded_rides", guarded(rides)),
    path("guarded_rides/echo", guarded(echo)),
    path("guarded_rides/<int:ride_id>", guarded(get_ride)),
]
urlpatterns = [path("api/v1/", include(works))]
