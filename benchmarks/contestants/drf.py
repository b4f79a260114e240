"""Django REST framework: generic views over plain serializers, with a compiled JSON codec.

Plain `Serializer` classes, since a `ModelSerializer` builds its fields again on each request; only the
renderers, parsers, callers and permissions that a view needs; msgspec for the JSON text, where DRF lets it.
"""

from typing import Any

import jwt
import msgspec
from django.db import transaction
from django.db.models import Prefetch
from django.http import HttpRequest
from django.urls import include, path
from rest_framework import authentication, exceptions, generics, pagination, parsers, permissions, renderers
from rest_framework import serializers as fields
from rest_framework.response import Response
from rest_framework.views import APIView

from benchmarks.callers import caller_of
from benchmarks.messages import Status
from benchmarks.rides import models

encode = msgspec.json.Encoder(enc_hook=str).encode  # an ErrorDetail is a str of its own kind
decode = msgspec.json.Decoder().decode
PASSENGERS = Prefetch("seats_taken", to_attr="passengers")


class Renderer(renderers.BaseRenderer):
    """JSON by msgspec."""

    media_type = "application/json"
    format = "json"
    charset = None

    def render(self, data: Any, media_type: str | None = None, context: Any = None) -> bytes:
        """The JSON text of what a serializer gave."""
        return encode(data)


class Parser(parsers.BaseParser):
    """JSON by msgspec."""

    media_type = "application/json"

    def parse(self, stream: Any, media_type: str | None = None, context: Any = None) -> Any:
        """The values of a JSON text; `ParseError` when it is none."""
        try:
            return decode(stream.read())
        except msgspec.DecodeError as error:
            raise exceptions.ParseError(str(error)) from error


class Bearer(authentication.BaseAuthentication):
    """A caller by a signed token."""

    def authenticate(self, request: HttpRequest) -> tuple[str, None]:
        """The caller; `AuthenticationFailed` when the token is not good."""
        try:
            return caller_of(request.headers.get("Authorization", "")), None
        except jwt.InvalidTokenError as error:
            raise exceptions.AuthenticationFailed(str(error)) from error

    def authenticate_header(self, request: HttpRequest) -> str:
        """The challenge of a 401."""
        return "Bearer"


class HasCaller(permissions.BasePermission):
    """Somebody calls."""

    def has_permission(self, request: Any, view: APIView) -> bool:
        """Whether the token named somebody."""
        return request.user is not None


class SampleSerializer(fields.Serializer):
    """Twenty fields, in and out."""

    reference = fields.UUIDField()
    title = fields.CharField(max_length=120)
    summary = fields.CharField(max_length=500)
    city = fields.CharField(max_length=120)
    country = fields.CharField(min_length=2, max_length=2)
    language = fields.CharField(max_length=10)
    seats = fields.IntegerField(min_value=1, max_value=15)
    luggage = fields.IntegerField(min_value=0, max_value=50)
    stops = fields.IntegerField()
    distance_km = fields.FloatField()
    rating = fields.FloatField(allow_null=True)
    price = fields.DecimalField(max_digits=12, decimal_places=2)
    fee = fields.DecimalField(max_digits=12, decimal_places=2)
    departs_at = fields.DateTimeField()
    arrives_at = fields.DateTimeField()
    day = fields.DateField()
    is_public = fields.BooleanField()
    pets = fields.BooleanField()
    tags = fields.ListField(child=fields.CharField(), max_length=10)
    status = fields.ChoiceField(choices=[status.value for status in Status])


class CircleSerializer(fields.Serializer):
    """The circle of a listed ride."""

    id = fields.IntegerField()
    name = fields.CharField()
    slug = fields.CharField()
    city = fields.CharField()
    is_public = fields.BooleanField()


class PassengerSerializer(fields.Serializer):
    """Seats that one member takes."""

    member = fields.IntegerField()
    seats = fields.IntegerField()


class RideSerializer(fields.Serializer):
    """One row, and what makes a new one."""

    id = fields.IntegerField(read_only=True)
    circle = fields.PrimaryKeyRelatedField(queryset=models.Circle.objects.all())
    driver = fields.IntegerField()
    origin = fields.CharField(max_length=120)
    destination = fields.CharField(max_length=120)
    departs_at = fields.DateTimeField()
    seats = fields.IntegerField(min_value=1, max_value=15)
    price = fields.DecimalField(max_digits=8, decimal_places=2)
    notes = fields.CharField(max_length=500, allow_blank=True, default="")
    active = fields.BooleanField(read_only=True)
    rating = fields.FloatField(read_only=True)

    def create(self, validated_data: dict[str, Any]) -> models.Ride:
        """A new row."""
        return models.Ride.objects.create(**validated_data)


class ListedRideSerializer(RideSerializer):
    """One row with its circle and its passengers."""

    circle = CircleSerializer()
    passengers = PassengerSerializer(many=True)


class RidePaging(pagination.CursorPagination):
    """Keyset pages by primary key."""

    page_size, max_page_size = 50, 100
    page_size_query_param, cursor_query_param = "first", "after"
    ordering = "pk"

    def get_paginated_response(self, data: Any) -> Response:
        """A page with the link to the next."""
        return Response({"items": data, "after": self.get_next_link()})


class Public:
    """What all views share."""

    authentication_classes: list[type] = []
    permission_classes: list[type] = []
    renderer_classes = (Renderer,)
    parser_classes = (Parser,)


class EchoView(Public, APIView):
    """Check a sample and give it back."""

    def post(self, request: Any) -> Response:
        """The sample that was sent."""
        serializer = SampleSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        return Response(serializer.data)


class RideView(Public, generics.RetrieveAPIView):
    """One ride."""

    queryset = models.Ride.objects.filter(active=True)
    serializer_class = RideSerializer
    lookup_url_kwarg = "ride_id"


class RidesView(Public, generics.ListCreateAPIView):
    """The collection: its list and its new members."""

    queryset = models.Ride.objects.filter(active=True).select_related("circle").prefetch_related(PASSENGERS)
    pagination_class = RidePaging

    def get_serializer_class(self) -> type[fields.Serializer]:
        """Rows with relations when listed, alone when made."""
        return ListedRideSerializer if self.request.method == "GET" else RideSerializer

    def perform_create(self, serializer: fields.Serializer) -> None:
        """Store the new row in a transaction."""
        with transaction.atomic():
            serializer.save()


guard = {"authentication_classes": [Bearer], "permission_classes": [HasCaller]}
works = [
    path("rides", RidesView.as_view()),
    path("rides/echo", EchoView.as_view()),
    path("rides/<int:ride_id>", RideView.as_view()),
    path("guarded_rides", RidesView.as_view(**guard)),
    path("guarded_rides/echo", EchoView.as_view(**guard)),
    path("guarded_rides/<int:ride_id>", RideView.as_view(**guard)),
]
urlpatterns = [path("api/v1/", include(works))]
