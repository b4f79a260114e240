"""What the rides service keeps: rides, and who took seats of them.

A circle is its slug and a person the id of an account, kept as values: both are other services. The writes
that must hold when several people do the same at once are conditional updates, here; the rules are in
`service`.
"""

from datetime import datetime
from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q

from rides.limits import MOST_SEATS, REMINDER
from rides.search import folded

ACCOUNT_ID = 64  # characters: as long as any caller's id


class StayQuerySet(models.QuerySet["Stay"]):
    """Stays, each behind its lock until the transaction ends."""

    def locked(self, stay: "Stay") -> "Stay":
        """The stay as it is kept, from now on if it was not; who locks a ride too, locks this first."""
        known = {"circle_slug": stay.circle_slug, "account_id": stay.account_id, "joined_at": stay.joined_at}
        kept = self.filter(**known).select_for_update(no_key=True)
        if (found := kept.first()) is not None:
            return found
        self.bulk_create([stay], ignore_conflicts=True)  # somebody may be faster
        return kept.get()


class Stay(models.Model):
    """A membership of a circle, as far as rides know it: from when on, and whether its end was heard of.

    What somebody drives and takes belongs to a stay, so the end of one undoes nothing of the next.
    """

    circle_slug = models.CharField(max_length=60)
    account_id = models.CharField(max_length=ACCOUNT_ID)
    joined_at = models.DateTimeField()
    is_over = models.BooleanField(default=False)

    objects: ClassVar = StayQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["account_id", "circle_slug", "joined_at"], name="stay_once"),
        ]

    def __str__(self) -> str:
        return f"{self.account_id} in {self.circle_slug} since {self.joined_at:%Y-%m-%d}"

    def end(self) -> None:
        """Behind its lock: nothing is driven or taken under it any more."""
        self.is_over = True
        self.save(update_fields=["is_over"])


class RideQuerySet(models.QuerySet["Ride"]):
    """Rides, and the ways in which one changes."""

    def open(self) -> "RideQuerySet":
        """Those that are neither finished nor cancelled."""
        return self.filter(finished_at=None, cancelled_at=None)

    def upcoming(self, now: datetime) -> "RideQuerySet":
        """Those that can still be taken: open, and not departed."""
        return self.open().filter(departs_at__gt=now)

    def arrived(self, now: datetime) -> "RideQuerySet":
        """Those whose time of arrival is past, and that nobody has finished."""
        return self.open().filter(arrives_at__lte=now)

    def to_remind(self, now: datetime) -> "RideQuerySet":
        """Those that depart within the hour, offered before it began, whose people were not reminded yet."""
        soon = self.upcoming(now).filter(departs_at__lte=now + REMINDER, reminded_at=None)
        return soon.filter(created_at__lt=F("departs_at") - REMINDER)

    def of(self, account_id: str) -> "RideQuerySet":
        """Those that somebody drives or has a seat in."""
        taken = Passenger.objects.filter(account_id=account_id)
        return self.filter(Q(driver_id=account_id) | Q(pk__in=taken.values("ride_id")))

    def under(self, stay: "Stay") -> "RideQuerySet":
        """Those that somebody drives or has a seat in, as the member they were in that stay."""
        taken = Passenger.objects.under(stay)
        driven = Q(stay=stay) | Q(stay=None, driver_id=stay.account_id, circle_slug=stay.circle_slug)
        return self.filter(driven | Q(pk__in=taken.values("ride_id")))

    def locked(self) -> "Ride":
        """The one ride; until the transaction ends nobody else takes seats, edits, cancels or finishes it.

        On SQLite the transaction of a command already excludes every other writer.
        Raises `Ride.DoesNotExist`.
        """
        return self.select_for_update(no_key=True).get()

    def all_locked(self) -> "RideQuerySet":
        """Each of them as `locked`, in one order, so that two who lock several do not wait for each other."""
        return self.order_by("pk").select_for_update(no_key=True)

    def resize(self, seats: int) -> bool:
        """Offer so many seats; False where more are taken."""
        taken = F("seats") - F("seats_free")
        return bool(
            self.annotate(taken=taken).filter(taken__lte=seats).update(seats=seats, seats_free=seats - taken)
        )

    def take_seats(self, seats: int, now: datetime) -> bool:
        """Count these seats as taken, where so many are free and the ride can still be taken."""
        free = self.upcoming(now).filter(seats_free__gte=seats)
        return bool(free.update(seats_free=F("seats_free") - seats))

    def give_back_seats(self, seats: int) -> None:
        """Count these seats as free again."""
        self.update(seats_free=F("seats_free") + seats)

    def cancel(self, now: datetime) -> bool:
        """Call it off; False where it has departed, or is finished or cancelled (by now)."""
        return bool(self.upcoming(now).update(cancelled_at=now))

    def finish(self, now: datetime) -> bool:
        """End it; False where it has not departed, or is finished or cancelled (by now)."""
        return bool(self.open().filter(departs_at__lte=now).update(finished_at=now))

    def remind(self, now: datetime) -> bool:
        """Note that its people are reminded; of several who try only one is told so."""
        return bool(self.to_remind(now).update(reminded_at=now))

    def count_stars(self, stars: int) -> None:
        """Count one rating more."""
        self.update(stars_sum=F("stars_sum") + stars, ratings_count=F("ratings_count") + 1)


class Ride(models.Model):
    """A ride that a member of a circle offers to the others."""

    circle_slug = models.CharField(max_length=60)
    driver_id = models.CharField(max_length=ACCOUNT_ID)
    stay = models.ForeignKey(
        Stay, models.PROTECT, null=True, blank=True, related_name="+", help_text="of the driver; empty: any"
    )
    origin = models.CharField(max_length=120)
    destination = models.CharField(max_length=120)
    notes = models.CharField(max_length=500, blank=True, default="")
    search_text = models.TextField(editable=False, help_text="origin, destination and notes, folded")
    departs_at = models.DateTimeField()
    arrives_at = models.DateTimeField()
    seats = models.PositiveSmallIntegerField(help_text="offered, taken or not")
    seats_free = models.PositiveSmallIntegerField()
    stars_sum = models.PositiveIntegerField(default=0, help_text="of all ratings")
    ratings_count = models.PositiveSmallIntegerField(default=0)
    revision = models.PositiveIntegerField(default=0, help_text="how often the driver changed it")
    created_at = models.DateTimeField()
    reminded_at = models.DateTimeField(null=True, blank=True, help_text="its people, an hour before")
    finished_at = models.DateTimeField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar = RideQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["circle_slug", "departs_at"], name="ride_by_circle"),
            models.Index(fields=["driver_id", "-departs_at"], name="ride_by_driver"),
            models.Index(fields=["departs_at"], name="ride_by_departure"),
            models.Index(
                fields=["arrives_at"],
                condition=Q(finished_at=None, cancelled_at=None),
                name="ride_to_finish",
            ),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(seats__gte=1, seats__lte=MOST_SEATS, seats_free__lte=F("seats")),
                name="ride_seats_within_the_car",
            ),
            models.CheckConstraint(
                condition=Q(arrives_at__gt=F("departs_at")), name="ride_arrives_after_departure"
            ),
            models.CheckConstraint(
                condition=Q(finished_at=None) | Q(cancelled_at=None), name="ride_ends_in_one_way"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.origin} → {self.destination}, {self.departs_at:%Y-%m-%d %H:%M}"

    @property
    def seats_taken(self) -> int:
        """By all passengers together."""
        return self.seats - self.seats_free

    def change(self, changes: dict[str, Any]) -> None:
        """Write what its driver changed; whom it departs with is reminded of the new time."""
        for name, value in changes.items():
            setattr(self, name, value)
        self.revision += 1
        self.search_text = folded(self.origin, self.destination, self.notes)
        self.reminded_at = None if "departs_at" in changes else self.reminded_at
        self.save(update_fields=[*changes, "revision", "search_text", "reminded_at"])


class PassengerQuerySet(models.QuerySet["Passenger"]):
    """Passengers of rides."""

    def under(self, stay: Stay) -> "PassengerQuerySet":
        """Somebody's seats, as the member they were in that stay."""
        unsaid = Q(stay=None, account_id=stay.account_id, ride__circle_slug=stay.circle_slug)
        return self.filter(Q(stay=stay) | unsaid)

    def accounts(self) -> list[str]:
        """Who they are, in the order in which they came."""
        return list(self.order_by("taken_at", "pk").values_list("account_id", flat=True))

    def rate(self, stars: int, now: datetime) -> bool:
        """Keep what one passenger says of the ride; False where they said it before."""
        return bool(self.filter(stars=None).update(stars=stars, rated_at=now))


class Passenger(models.Model):
    """Somebody's seats in a ride; the row goes when they are given back."""

    ride = models.ForeignKey(Ride, models.CASCADE, related_name="passengers")
    account_id = models.CharField(max_length=ACCOUNT_ID)
    stay = models.ForeignKey(
        Stay, models.PROTECT, null=True, blank=True, related_name="+", help_text="empty: any"
    )
    seats = models.PositiveSmallIntegerField()
    taken_at = models.DateTimeField()
    stars = models.PositiveSmallIntegerField(null=True, blank=True, help_text="1 to 5; empty: not rated")
    rated_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar = PassengerQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["taken_at", "id"]
        indexes: ClassVar = [models.Index(fields=["account_id", "ride"], name="passenger_by_account")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["ride", "account_id"], name="passenger_once"),
            models.CheckConstraint(condition=Q(seats__gte=1), name="passenger_has_a_seat"),
            models.CheckConstraint(
                condition=Q(stars=None, rated_at=None)
                | Q(stars__gte=1, stars__lte=5, rated_at__isnull=False),
                name="passenger_rated_at_some_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account_id} in {self.ride_id}"


class DayStatistics(models.Model):
    """What became of the rides that departed on one day; counted at night, and again as ratings come."""

    day = models.DateField(unique=True)
    rides_offered = models.PositiveIntegerField(help_text="in all")
    rides_finished = models.PositiveIntegerField()
    rides_cancelled = models.PositiveIntegerField()
    seats_offered = models.PositiveIntegerField(help_text="of those that were not cancelled")
    seats_taken = models.PositiveIntegerField(help_text="likewise")
    ratings_count = models.PositiveIntegerField()
    stars_sum = models.PositiveIntegerField()
    counted_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-day"]
        verbose_name = "statistics of a day"
        verbose_name_plural = "statistics by day"

    def __str__(self) -> str:
        return f"{self.day}"
