"""Rides, as other services and the outside see them."""

import enum
from datetime import datetime
from typing import Annotated, Protocol

from accounts.contract import MemberCard
from circles.contract import Circle
from rides.limits import BEST, MOST_SEATS, WORST
from trebol import (
    FIRST,
    UNSET,
    Code,
    Event,
    Fault,
    Maybe,
    Message,
    Meta,
    Page,
    Paging,
    Permission,
    Ref,
    Service,
    command,
    query,
)

Place = Annotated[
    str,
    Meta(
        min_length=1,
        max_length=120,
        pattern=r"^\S(.*\S)?$",
        description="Where people meet, as they say it: a corner, a gate, a station.",
    ),
]
Notes = Annotated[str, Meta(max_length=500)]
Seats = Annotated[int, Meta(ge=1, le=MOST_SEATS)]
Stars = Annotated[int, Meta(ge=WORST, le=BEST)]
Slug = Annotated[str, Meta(min_length=1, max_length=60, description="The circle's name in an address.")]
RideId = Annotated[int, Meta(ge=1)]


class State(enum.Enum):
    """Where a ride is between its offer and its end."""

    OFFERED = "offered"
    STARTED = "started"
    FINISHED = "finished"
    CANCELLED = "cancelled"


class Order(enum.Enum):
    """Which rides come first in a list."""

    SOONEST = "soonest"
    LATEST = "latest"
    NEWEST = "newest"
    MOST_SEATS = "most_seats"


class Passenger(Message):
    """Somebody who took seats of a ride."""

    account_id: str
    seats: int
    taken_at: datetime
    rated: Annotated[bool, Meta(description="They have said how the ride was.")]
    account: Ref[MemberCard] = None


class Ride(Message):
    """A ride that a member offers inside a circle."""

    id: int
    circle_slug: str
    driver_id: Annotated[str, Meta(description="The driver's account.")]
    origin: str
    destination: str
    notes: str
    departs_at: datetime
    arrives_at: datetime
    seats: Annotated[int, Meta(description="That the driver offers, taken or not.")]
    seats_free: int
    state: State
    rating: Annotated[float, Meta(description="The mean of its stars; null: nobody rated it.")] | None
    ratings_count: int
    created_at: datetime
    passengers: Annotated[list[Passenger], Meta(max_length=MOST_SEATS)]
    driver: Ref[MemberCard] = None
    circle: Ref[Circle] = None


class RideFull(Fault, code=Code.FAILED_PRECONDITION):
    """The ride has fewer free seats than that."""

    ride_id: int
    seats_free: int


class OwnRide(Fault, code=Code.FAILED_PRECONDITION):
    """The caller drives this ride."""


class AlreadyPassenger(Fault, code=Code.ALREADY_EXISTS):
    """The caller has taken seats of this ride; give them back to take others."""


class NotPassenger(Fault, code=Code.FAILED_PRECONDITION):
    """The caller has no seat in this ride."""


class RideStarted(Fault, code=Code.FAILED_PRECONDITION):
    """The ride has departed; only finishing it is left."""


class RideNotStarted(Fault, code=Code.FAILED_PRECONDITION):
    """The ride has not departed yet."""

    departs_at: datetime


class RideWasCancelled(Fault, code=Code.FAILED_PRECONDITION):
    """The driver has cancelled the ride."""


class RideOver(Fault, code=Code.FAILED_PRECONDITION):
    """The ride is finished."""


class DepartureTooSoon(Fault, code=Code.FAILED_PRECONDITION):
    """A ride departs twenty minutes from now at the earliest."""

    earliest: datetime


class ArrivalBeforeDeparture(Fault, code=Code.FAILED_PRECONDITION):
    """A ride arrives after it departs."""


class SeatsTaken(Fault, code=Code.FAILED_PRECONDITION):
    """Passengers have taken more seats than that."""

    seats_taken: int


class AlreadyRated(Fault, code=Code.ALREADY_EXISTS):
    """The caller has rated this ride."""


class RideNotFinished(Fault, code=Code.FAILED_PRECONDITION):
    """A ride is rated once it is finished."""


class RideTaken(Event, key="ride_id"):
    """Somebody took seats."""

    ride_id: int
    circle_slug: str
    driver_id: str
    passenger_id: str
    seats: int


class SeatsGivenBack(Event, key="ride_id"):
    """A passenger gave back the seats."""

    ride_id: int
    circle_slug: str
    driver_id: str
    passenger_id: str
    seats: int


class RideCancelled(Event, key="ride_id"):
    """The driver cancelled the ride, or left its circle."""

    ride_id: int
    circle_slug: str
    driver_id: str
    passenger_ids: list[str]


class RideFinished(Event, key="ride_id"):
    """A ride ended well."""

    ride_id: int
    circle_slug: str
    driver_id: str
    passenger_ids: list[str]


class RideRated(Event, key="ride_id"):
    """A passenger rated a finished ride."""

    ride_id: int
    circle_slug: str
    driver_id: str
    passenger_id: str
    stars: int


class Rider(Permission):
    """The caller is a person, not another service."""


class CircleMember(Permission):
    """The caller belongs to the circle."""


class SeesRide(Permission):
    """The caller belongs to the ride's circle, or drives it, or has a seat in it."""


class Driver(Permission):
    """The caller drives the ride."""


class Rides(
    Service,
    Protocol,
    version=1,
    noun="ride",
    plural="rides",
    events=[RideTaken, SeatsGivenBack, RideCancelled, RideFinished, RideRated],
):
    """Offer, find, take and rate rides inside the circles one belongs to."""

    @query(needs=Rider)
    def list_rides(
        self,
        circle_slug: Slug | None = None,
        text: Annotated[
            str,
            Meta(
                max_length=80,
                description="Words, each to be found in origin, destination or notes, whatever case and "
                "accents.",
            ),
        ] = "",
        departs_after: datetime | None = None,
        departs_before: datetime | None = None,
        seats: Annotated[int, Meta(ge=1, le=MOST_SEATS, description="That must be free.")] = 1,
        order: Order = Order.SOONEST,
        paging: Paging = FIRST,
    ) -> Page[Ride]:
        """Find rides to take: still to depart, with seats free, in the caller's circles or one of them."""
        ...

    @query(needs=Rider, path="/profile/rides", field="own_rides")
    def list_own_rides(
        self,
        to_come: Annotated[
            bool,
            Meta(description="Those alone that are neither finished nor cancelled; the soonest comes first."),
        ] = False,
        paging: Paging = FIRST,
    ) -> Page[Ride]:
        """The rides the caller drives or has a seat in, past ones too; what departs last comes first."""
        ...

    @query(needs=Rider)
    def get_ride(self, ride_id: RideId) -> Ride:
        """One ride of the caller's circles, or one that the caller drives or has a seat in."""
        ...

    @command(needs=CircleMember, raises=[ArrivalBeforeDeparture, DepartureTooSoon], path="/rides")
    def offer_ride(
        self,
        circle_slug: Slug,
        origin: Place,
        destination: Place,
        departs_at: datetime,
        arrives_at: datetime,
        seats: Seats,
        notes: Notes = "",
    ) -> Ride:
        """Offer seats to the members of a circle, twenty minutes before departure at the latest."""
        ...

    @command(
        needs=Driver,
        raises=[
            DepartureTooSoon,
            ArrivalBeforeDeparture,
            SeatsTaken,
            RideStarted,
            RideOver,
            RideWasCancelled,
        ],
    )
    def update_ride(
        self,
        ride_id: RideId,
        origin: Maybe[Place] = UNSET,
        destination: Maybe[Place] = UNSET,
        departs_at: Maybe[datetime] = UNSET,
        arrives_at: Maybe[datetime] = UNSET,
        seats: Maybe[Seats] = UNSET,
        notes: Maybe[Notes] = UNSET,
    ) -> Ride:
        """Change a ride before it departs; what is left out stays. Its passengers are told by e-mail."""
        ...

    @command(needs=Driver, raises=[RideStarted, RideOver, RideWasCancelled])
    def cancel_ride(self, ride_id: RideId) -> Ride:
        """Call a ride off before it departs. Its passengers are told by e-mail."""
        ...

    @command(
        needs=SeesRide,
        raises=[RideFull, OwnRide, AlreadyPassenger, RideStarted, RideOver, RideWasCancelled],
    )
    def take_ride(self, ride_id: RideId, seats: Seats = 1) -> Ride:
        """Take seats of a ride, for oneself and those one brings."""
        ...

    @command(
        needs=SeesRide,
        raises=[NotPassenger, RideStarted, RideOver, RideWasCancelled],
        path="/rides/{ride_id}/give-back",
    )
    def give_back_ride(self, ride_id: RideId) -> None:
        """Give back all of one's seats before the ride departs."""
        ...

    @command(needs=Driver, raises=[RideOver, RideWasCancelled, RideNotStarted])
    def finish_ride(self, ride_id: RideId) -> Ride:
        """Say that a ride which departed has ended; after its time of arrival that happens by itself."""
        ...

    @command(needs=SeesRide, raises=[NotPassenger, RideNotFinished, AlreadyRated])
    def rate_ride(self, ride_id: RideId, stars: Stars) -> Ride:
        """Rate a finished ride that one was a passenger of, once."""
        ...
