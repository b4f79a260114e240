"""Rides, with a column of every kind and a relation of every kind."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.contrib.contenttypes.fields import GenericForeignKey, GenericRelation
from django.contrib.contenttypes.models import ContentType
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models


class City(models.Model):
    name = models.CharField(max_length=40)
    country = models.CharField(max_length=2)

    class Meta:
        ordering: ClassVar = ["country", "-name"]

    def __str__(self) -> str:
        return self.name


class Account(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    name = models.CharField(max_length=40)
    active = models.BooleanField(default=True)
    friends = models.ManyToManyField("self", symmetrical=False, related_name="+")

    def __str__(self) -> str:
        return self.name


class Circle(models.Model):
    class Kind(models.TextChoices):
        OPEN = "open"
        CLOSED = "closed"

    id = models.AutoField(primary_key=True)
    slug = models.SlugField(max_length=30, unique=True)
    name = models.CharField(max_length=60)
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.OPEN)
    city = models.ForeignKey(City, models.SET_NULL, null=True, related_name="circles")
    public = models.BooleanField(default=True)
    limit = models.PositiveIntegerField(null=True)
    settings = models.JSONField(default=dict)
    members = models.ManyToManyField(Account, through="Membership", related_name="circles")

    def __str__(self) -> str:
        return self.slug


class Membership(models.Model):
    id = models.AutoField(primary_key=True)
    circle = models.ForeignKey(Circle, models.CASCADE, related_name="memberships")
    account = models.ForeignKey(Account, models.CASCADE, related_name="memberships")
    active = models.BooleanField(default=True)
    joined_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-joined_at"]

    def __str__(self) -> str:
        return f"{self.account_id} in {self.circle_id}"


class ShownTags(models.Manager["Tag"]):
    def get_queryset(self) -> models.QuerySet[Tag]:
        return super().get_queryset().exclude(name="secret")


class Tag(models.Model):
    name = models.CharField(max_length=20)

    objects = ShownTags()
    everything = models.Manager["Tag"]()

    def __str__(self) -> str:
        return self.name


class Ride(models.Model):
    id = models.AutoField(primary_key=True)
    circle = models.ForeignKey(Circle, models.CASCADE, related_name="rides", to_field="slug")
    driver = models.ForeignKey(Account, models.SET_NULL, null=True, related_name="driven")
    guide = models.ForeignKey(Account, models.DO_NOTHING, null=True, related_name="+", db_constraint=False)
    title = models.CharField(max_length=60)
    notes = models.TextField(blank=True, default="")
    departs_at = models.DateTimeField(null=True)
    day = models.DateField(null=True)
    hour = models.TimeField(null=True)
    took = models.DurationField(null=True)
    seats = models.PositiveSmallIntegerField(
        default=4, validators=[MinValueValidator(1), MaxValueValidator(15)]
    )
    price = models.DecimalField(max_digits=8, decimal_places=2, default=0)
    rating = models.FloatField(null=True)
    code = models.UUIDField(default=uuid.uuid4)
    photo = models.BinaryField(default=b"", max_length=100)
    visits = models.BigIntegerField(default=0)
    active = models.BooleanField(default=True)
    tags = models.ManyToManyField(Tag, related_name="rides")
    riders = models.ManyToManyField(Account, through="Seat", related_name="taken")
    remarks = GenericRelation("Remark", content_type_field="kind", object_id_field="key")
    total = models.GeneratedField(
        expression=models.F("seats") + models.F("visits"),
        output_field=models.BigIntegerField(),
        db_persist=True,
    )

    def __str__(self) -> str:
        return self.title


class Seat(models.Model):
    ride = models.ForeignKey(Ride, models.CASCADE, related_name="seats_taken")
    account = models.ForeignKey(Account, models.CASCADE, related_name="seats_taken")
    seats = models.PositiveSmallIntegerField(default=1)
    note = models.CharField(max_length=20, null=True)  # noqa: DJ001 - a text that can be null is what is tested

    def __str__(self) -> str:
        return f"{self.account_id} in {self.ride_id}"


class Bus(Ride):
    """A ride in a table of two."""

    plate = models.CharField(max_length=10)

    def __str__(self) -> str:
        return self.plate


class Stop(models.Model):
    """A row with a key of two columns."""

    pk = models.CompositePrimaryKey("ride", "place")
    ride = models.ForeignKey(Ride, models.CASCADE, related_name="stops")
    place = models.IntegerField()
    name = models.CharField(max_length=20)

    def __str__(self) -> str:
        return self.name


class Day(models.Model):
    """A row whose key is neither a number nor a text."""

    date = models.DateField(primary_key=True)
    name = models.CharField(max_length=20)

    def __str__(self) -> str:
        return self.name


class Shift(models.Model):
    day = models.ForeignKey(Day, models.CASCADE, related_name="shifts")
    next_day = models.ForeignKey(Day, models.CASCADE, null=True, related_name="+")
    name = models.CharField(max_length=20)

    class Meta:
        ordering: ClassVar = [models.F("name").desc()]

    def __str__(self) -> str:
        return self.name


class Loose(models.Model):
    tag = models.ForeignKey(Tag, models.DO_NOTHING, db_constraint=False, related_name="+")
    shift = models.ForeignKey(Shift, models.CASCADE, null=True, related_name="+")
    labelled = models.ForeignObject(
        Tag, models.CASCADE, from_fields=["tag"], to_fields=["id"], related_name="+"
    )

    def __str__(self) -> str:
        return f"{self.tag_id}"


class Remark(models.Model):
    kind = models.ForeignKey(ContentType, models.CASCADE, db_constraint=False)  # its table is made later
    key = models.PositiveIntegerField()
    about = GenericForeignKey("kind", "key")
    text = models.CharField(max_length=20)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["kind", "key"])]

    def __str__(self) -> str:
        return self.text


class Badge(models.Model):
    ride = models.OneToOneField(Ride, models.CASCADE, related_name="badge")
    text = models.CharField(max_length=20)

    def __str__(self) -> str:
        return self.text


class Poster(models.Model):
    title = models.CharField(max_length=20, unique=True)
    picture = models.FileField(upload_to="posters", blank=True)
    draft = models.FileField(upload_to="drafts", null=True)

    def __str__(self) -> str:
        return self.title
