"""The rides service at work."""

from datetime import datetime
from typing import Any

from django.utils import timezone

from circles.contract import Circles, MemberLeft
from rides import models, notices, tasks
from rides.contract import (
    AlreadyPassenger,
    AlreadyRated,
    ArrivalBeforeDeparture,
    CircleMember,
    DepartureTooSoon,
    Driver,
    NotPassenger,
    Order,
    OwnRide,
    Ride,
    RideCancelled,
    RideFinished,
    RideFull,
    RideNotFinished,
    RideNotStarted,
    RideOver,
    Rider,
    RideRated,
    Rides,
    RideStarted,
    RideTaken,
    RideWasCancelled,
    SeatsGivenBack,
    SeatsTaken,
    SeesRide,
)
from rides.limits import NOTICE
from rides.rows import CircleRideRow, OwnRideRow, RideRow, account_of, is_system
from rides.search import folded
from trebol import FIRST, UNSET, Maybe, NotFound, Page, Paging, PermissionDenied
from trebol.service import consume, consumes, emit, permits, prepares

ORDERS = {
    Order.SOONEST: ("departs_at",),
    Order.LATEST: ("-departs_at",),
    Order.NEWEST: ("-created_at",),
    Order.MOST_SEATS: ("-seats_free", "departs_at"),
}


class RidesService(Rides):
    """Rides in the database. What many may do at once, they do behind a lock on the ride's row."""

    @property
    def account(self) -> str:
        """The caller's account."""
        return account_of(self.context.caller)

    @permits(Rider)
    def is_person(self) -> bool:
        """Whether the caller is somebody who can belong to a circle."""
        return bool(self.account)

    @permits(CircleMember)
    def is_member(self, circle_slug: str) -> bool:
        """Whether the caller belongs to the circle; False where there is none: the two look the same."""
        return self.membership(circle_slug) is not None

    @prepares(Rides.offer_ride)
    def membership(self, circle_slug: str) -> models.Stay | None:
        """The caller's stay in the circle as the circles tell of it, not saved; None where there is none."""
        if not self.account:
            return None
        try:
            told = consume(Circles).get_membership(circle_slug, self.account)
        except NotFound:
            return None
        if not told.active:
            return None
        return models.Stay(circle_slug=circle_slug, account_id=self.account, joined_at=told.joined_at)

    @prepares(Rides.take_ride)
    def membership_of_ride(self, ride_id: int) -> models.Stay | None:
        """The caller's stay in the circle of a ride."""
        found: models.Stay | None = self.membership(models.Ride.objects.get(pk=ride_id).circle_slug)
        return found

    def stay(self) -> models.Stay | None:
        """What was prepared, behind its lock; None where it is over by now.

        The caller may have left since the circles were asked. An end that was heard of is seen here; before
        one that was not yet, `withdraw` comes later and finds what is done under this lock.
        """
        told: models.Stay | None = self.prepared
        stay: models.Stay | None = models.Stay.objects.locked(told) if told is not None else None
        return None if stay is None or stay.is_over else stay

    @permits(SeesRide)
    def sees_ride(self, ride_id: int) -> bool:
        """Whether the caller is a person; where they may not see the ride, it is not found."""
        self.seen(ride_id)
        return bool(self.account)

    @permits(Driver)
    def is_driver(self, ride_id: int) -> bool:
        """Whether the caller drives the ride, or is the system; not found where they may not see it."""
        return self.seen(ride_id).driver_id == self.account or is_system(self.context.caller)

    def seen(self, ride_id: int) -> models.Ride:
        """The ride as it is outside a transaction. `NotFound` where there is none that the caller sees.

        One question for the two: that a ride is there which they may not see, not even the time tells.
        """
        ride = models.Ride.objects.filter(RideRow.visible(self.context.caller), pk=ride_id).first()
        if ride is None:
            raise NotFound("There is no such Ride.")
        return ride

    def list_rides(
        self,
        circle_slug: str | None = None,
        text: str = "",
        departs_after: datetime | None = None,
        departs_before: datetime | None = None,
        seats: int = 1,
        order: Order = Order.SOONEST,
        paging: Paging = FIRST,
    ) -> Page[Ride]:
        """Of one circle or all of the caller's; a circle that is not theirs has none."""
        rides = models.Ride.objects.upcoming(timezone.now()).filter(seats_free__gte=seats)
        if circle_slug is not None:
            rides = rides.filter(circle_slug=circle_slug)
        if departs_after is not None:
            rides = rides.filter(departs_at__gte=departs_after)
        if departs_before is not None:
            rides = rides.filter(departs_at__lte=departs_before)
        for word in folded(text).split():
            rides = rides.filter(search_text__contains=word)
        return CircleRideRow.page(rides.order_by(*ORDERS[order]), paging)

    def list_own_rides(self, to_come: bool = False, paging: Paging = FIRST) -> Page[Ride]:
        """The last departure first; of those to come the next one."""
        rides = models.Ride.objects
        listed = rides.open().order_by("departs_at") if to_come else rides.order_by("-departs_at")
        return OwnRideRow.page(listed, paging)

    def get_ride(self, ride_id: int) -> Ride:
        """By its id."""
        return RideRow.one(models.Ride.objects.filter(pk=ride_id))

    def offer_ride(
        self,
        circle_slug: str,
        origin: str,
        destination: str,
        departs_at: datetime,
        arrives_at: datetime,
        seats: int,
        notes: str = "",
    ) -> Ride:
        """A ride whose seats are all free."""
        now = timezone.now()
        check_departure(departs_at, now)
        check_arrival(departs_at, arrives_at)
        stay = self.stay()
        if stay is None:
            raise PermissionDenied("The caller does not belong to the circle any more.")
        ride = models.Ride.objects.create(
            circle_slug=circle_slug,
            driver_id=self.account,
            stay=stay,
            origin=origin,
            destination=destination,
            notes=notes,
            search_text=folded(origin, destination, notes),
            departs_at=departs_at,
            arrives_at=arrives_at,
            seats=seats,
            seats_free=seats,
            created_at=now,
        )
        return OwnRideRow.one(models.Ride.objects.filter(pk=ride.pk))

    def update_ride(
        self,
        ride_id: int,
        origin: Maybe[str] = UNSET,
        destination: Maybe[str] = UNSET,
        departs_at: Maybe[datetime] = UNSET,
        arrives_at: Maybe[datetime] = UNSET,
        seats: Maybe[int] = UNSET,
        notes: Maybe[str] = UNSET,
    ) -> Ride:
        """Behind the ride's lock: write what is given, and tell passengers of what differs for them."""
        rides = models.Ride.objects.filter(pk=ride_id)
        ride, now = rides.locked(), timezone.now()
        check_open(ride, now)
        said: dict[str, Any] = {
            "origin": origin,
            "destination": destination,
            "departs_at": departs_at,
            "arrives_at": arrives_at,
            "notes": notes,
        }
        changes = {name: value for name, value in said.items() if value not in (UNSET, getattr(ride, name))}
        if "departs_at" in changes:
            check_departure(changes["departs_at"], now)
        check_arrival(changes.get("departs_at", ride.departs_at), changes.get("arrives_at", ride.arrives_at))
        if seats is not UNSET and not rides.resize(seats):
            raise SeatsTaken(seats_taken=ride.seats_taken)
        if changes:
            ride.change(changes)
            tasks.tell.enqueue(notices.CHANGED, ride.pk, ride.passengers.accounts())
        return OwnRideRow.one(rides)

    def cancel_ride(self, ride_id: int) -> Ride:
        """Behind the ride's lock, so that whoever takes a seat is either told or refused."""
        rides = models.Ride.objects.filter(pk=ride_id)
        ride, now = rides.locked(), timezone.now()
        check_open(ride, now)
        self.call_off(ride, now)
        return OwnRideRow.one(rides)

    def call_off(self, ride: models.Ride, now: datetime) -> None:
        """Cancel a ride that can be, tell its passengers and whoever listens."""
        if models.Ride.objects.filter(pk=ride.pk).cancel(now):
            passengers = ride.passengers.accounts()
            emit(RideCancelled(passenger_ids=passengers, **of(ride)))
            tasks.tell.enqueue(notices.CANCELLED, ride.pk, passengers)

    def take_ride(self, ride_id: int, seats: int = 1) -> Ride:
        """Behind the locks of the caller's stay and the ride: may they, are there seats; then take them."""
        rides = models.Ride.objects.filter(pk=ride_id)
        stay = self.stay()
        ride, now = rides.locked(), timezone.now()
        check_open(ride, now)
        if ride.driver_id == self.account:
            raise OwnRide()
        if ride.passengers.filter(account_id=self.account).exists():
            raise AlreadyPassenger()
        if stay is None:
            raise NotFound("There is no such Ride.")
        if not rides.take_seats(seats, now):
            raise RideFull(ride_id=ride_id, seats_free=ride.seats_free)
        ride.passengers.create(account_id=self.account, stay=stay, seats=seats, taken_at=now)
        emit(RideTaken(passenger_id=self.account, seats=seats, **of(ride)))
        return OwnRideRow.one(rides)

    def give_back_ride(self, ride_id: int) -> None:
        """Behind the ride's lock."""
        ride, now = models.Ride.objects.filter(pk=ride_id).locked(), timezone.now()
        passenger = ride.passengers.filter(account_id=self.account).first()
        if passenger is None:
            raise NotPassenger()
        check_open(ride, now)
        self.free(ride, passenger)

    def free(self, ride: models.Ride, passenger: models.Passenger) -> None:
        """Take a passenger out of a ride, and tell whoever listens."""
        passenger.delete()
        models.Ride.objects.filter(pk=ride.pk).give_back_seats(passenger.seats)
        emit(SeatsGivenBack(passenger_id=passenger.account_id, seats=passenger.seats, **of(ride)))

    @consumes(MemberLeft)
    def withdraw(self, event: MemberLeft) -> None:
        """Call off what a member who left was to drive in the circle, and free the seats they had in it.

        Only what belongs to the stay that is over: they may be back by now.
        """
        left = {"account_id": event.account_id, "joined_at": event.joined_at}
        stay = models.Stay.objects.locked(models.Stay(circle_slug=event.circle_slug, **left))
        stay.end()
        now = timezone.now()
        for ride in models.Ride.objects.upcoming(now).under(stay).all_locked():
            if ride.driver_id == stay.account_id:
                self.call_off(ride, now)
            elif passenger := ride.passengers.under(stay).first():
                self.free(ride, passenger)

    def finish_ride(self, ride_id: int) -> Ride:
        """Behind the ride's lock; the passengers it ends with are the ones it counts for."""
        rides = models.Ride.objects.filter(pk=ride_id)
        ride, now = rides.locked(), timezone.now()
        if not rides.finish(now):
            check_not_ended(ride)
            raise RideNotStarted(departs_at=ride.departs_at)
        emit(RideFinished(passenger_ids=ride.passengers.accounts(), **of(ride)))
        return OwnRideRow.one(rides)

    def rate_ride(self, ride_id: int, stars: int) -> Ride:
        """Once for each passenger, of a ride that is finished; nothing of it changes any more."""
        rides = models.Ride.objects.filter(pk=ride_id)
        ride, now = rides.locked(), timezone.now()
        own = ride.passengers.filter(account_id=self.account)
        if not own.exists():
            raise NotPassenger()
        if ride.finished_at is None:
            raise RideNotFinished()
        if not own.rate(stars, now):
            raise AlreadyRated()
        rides.count_stars(stars)
        emit(RideRated(passenger_id=self.account, stars=stars, **of(ride)))
        return OwnRideRow.one(rides)


def check_departure(departs_at: datetime, now: datetime) -> None:
    """Raise `DepartureTooSoon` where people would not have time to find the ride."""
    if departs_at < now + NOTICE:
        raise DepartureTooSoon(earliest=now + NOTICE)


def check_arrival(departs_at: datetime, arrives_at: datetime) -> None:
    """Raise `ArrivalBeforeDeparture` where the ride would end before it begins, or at once."""
    if arrives_at <= departs_at:
        raise ArrivalBeforeDeparture()


def check_not_ended(ride: models.Ride) -> None:
    """Raise the fault that says how a ride ended, where it did."""
    if ride.cancelled_at is not None:
        raise RideWasCancelled()
    if ride.finished_at is not None:
        raise RideOver()


def check_open(ride: models.Ride, now: datetime) -> None:
    """Raise the fault that says why a ride cannot be changed, taken or given back any more."""
    check_not_ended(ride)
    if ride.departs_at <= now:
        raise RideStarted()


def of(ride: models.Ride) -> dict[str, Any]:
    """What every event says of its ride."""
    return {"ride_id": ride.pk, "circle_slug": ride.circle_slug, "driver_id": ride.driver_id}
