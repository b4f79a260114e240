"""Rides as the pages list them: each with its driver, its circle, and what it is to the viewer."""

from collections.abc import Iterable
from typing import NamedTuple

from accounts.contract import MemberCard
from circles.contract import Circle, Circles
from pages.people import cards_of
from rides.contract import Passenger, Ride
from trebol.service import consume


class Row(NamedTuple):
    """A ride and who and what it refers to; those the viewer may not see (any more) are None."""

    ride: Ride
    driver: MemberCard | None
    circle: Circle | None
    drives: bool
    own: Passenger | None  # the viewer's seats

    @property
    def state(self) -> str:
        """`offered`, `started`, `finished` or `cancelled`."""
        return str(self.ride.state.value)


def rows_of(rides: Iterable[Ride], viewer_id: str) -> list[Row]:
    """Rows, by two calls whatever the number of rides."""
    listed = list(rides)
    drivers = cards_of(ride.driver_id for ride in listed)
    slugs = sorted({ride.circle_slug for ride in listed})
    circles = (
        {circle.slug: circle for circle in consume(Circles).list_circles_by_slug(slugs)} if slugs else {}
    )
    return [
        Row(
            ride,
            drivers.get(ride.driver_id),
            circles.get(ride.circle_slug),
            ride.driver_id == viewer_id,
            next((each for each in ride.passengers if each.account_id == viewer_id), None),
        )
        for ride in listed
    ]
