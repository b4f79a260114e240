"""Found a circle, invite, sign up, verify, log in, join, offer, find, take, finish, rate; and what follows.

Three people, each by a wire; the mixed cast shares one circle over three. Nobody waits for a departure:
`site.move` moves the ride in the scratch database of the site, by a one-off program beside it (`clock`).
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from accounts.contract import LinkRefused, LogInRefused, UsernameTaken
from circles.contract import AlreadyMember, Circle, InvitationUnknown, InvitationUsed, LastAdministrator
from rides.contract import (
    AlreadyRated,
    ArrivalBeforeDeparture,
    DepartureTooSoon,
    NotPassenger,
    OwnRide,
    Ride,
    RideFull,
    RideNotFinished,
    RideNotStarted,
    RideOver,
    RideStarted,
    RideWasCancelled,
    State,
)
from tests.comparte_ride.journey.conftest import WireOf
from tests.comparte_ride.journey.people import PASSWORD, Person, refused, refused_with
from tests.comparte_ride.journey.site import Site
from trebol import Paging

pytestmark = [pytest.mark.interop, pytest.mark.timeout(300)]
CASTS = {
    "rest": ("rest", "rest", "rest"),
    "graphql": ("graphql", "graphql", "graphql"),
    "soap": ("soap", "soap", "soap"),
    "mixed": ("rest", "soap12", "graphql"),
}
EVENT_SECONDS = 30


@dataclass(frozen=True)
class Group:
    """Who is on the way: who founds the circle and drives, who is invited first, and who by that one."""

    founder: Person
    guest: Person
    third: Person


@pytest.fixture(params=CASTS)
def group(request: pytest.FixtureRequest, site: Site, wire_of: WireOf) -> Group:
    """Three people, by the wires of a cast."""
    founder, guest, third = (wire_of(site, name) for name in CASTS[request.param])
    return Group(Person(site, founder), Person(site, guest, "es"), Person(site, third))


def eventually(so: Callable[[], bool]) -> None:
    """Wait until the worker has done something."""
    end = time.monotonic() + EVENT_SECONDS
    while not so():
        assert time.monotonic() < end, "still not so"
        time.sleep(0.1)


def offered(driver: Person, circle: Circle, *, minutes: int = 60, seats: int = 2) -> Ride:
    """A ride that departs in so many minutes and takes forty."""
    departs = datetime.now(UTC) + timedelta(minutes=minutes)
    places = "Metro Coyoacán", "Facultad de Ingeniería"
    return driver.rides().offer_ride(
        circle.slug, *places, departs, departs + timedelta(minutes=40), seats, notes="Salgo puntual <10:30>"
    )


def open_accounts(group: Group) -> None:
    """Sign up, verify by the e-mail's link, log in; not before, and not twice."""
    founder = group.founder
    with refused_with("invalid_argument", "email", "username"):
        founder.sign_up(email="nowhere", username="ñ")
    founder.sign_up()
    with refused(LogInRefused):
        founder.log_in()
    link = founder.token_in_mail("verify your e-mail")
    assert founder.accounts().verify_email(link).email == founder.email
    with refused(LinkRefused):
        founder.accounts().verify_email(link)
    with refused_with("unauthenticated"):
        founder.accounts().get_profile()
    founder.log_in()
    founder.id = founder.accounts().get_profile().id
    with refused(UsernameTaken, username=founder.username):
        group.guest.sign_up(username=founder.username)
    group.guest.arrive()
    group.third.arrive()


def gather(group: Group) -> Circle:
    """Found a private circle and come in, each by a code of their own."""
    founder, guest, third = group.founder, group.guest, group.third
    circle = founder.circles().create_circle("Ñuñoa & Cía.", "<Vecinos>", public=False, members_limit=10)
    with refused_with("not_found"):
        guest.circles().get_circle(circle.slug)
    code = founder.circles().issue_invitation(circle.slug).code
    with refused(InvitationUnknown):
        guest.circles().join_circle(circle.slug, "ABCD2345WXYZ")
    assert guest.circles().join_circle(circle.slug, code.lower()).members_count == 2
    with refused(InvitationUsed):
        third.circles().join_circle(circle.slug, code)
    told = founder.circles().get_invitations(circle.slug)
    assert (told.granted, told.used, told.left) == (10, 1, 9)
    code = guest.circles().issue_invitation(circle.slug).code
    with refused(AlreadyMember, circle_slug=circle.slug):
        founder.circles().join_circle(circle.slug, code)
    third.circles().join_circle(circle.slug, code)
    members = third.circles("account").list_members(circle.slug).items
    assert [one.account.username for one in members if one.account] == [
        third.username,
        guest.username,
        founder.username,
    ]
    return circle


def fill(group: Group, circle: Circle) -> Ride:
    """Offer a ride, find it, take its seats; nobody takes what is not there."""
    founder, guest, third = group.founder, group.guest, group.third
    with refused(DepartureTooSoon):
        offered(founder, circle, minutes=19)
    with refused(ArrivalBeforeDeparture):
        soon = datetime.now(UTC) + timedelta(hours=1)
        founder.rides().offer_ride(circle.slug, "A", "B", soon, soon, 1)
    with refused_with("invalid_argument", "seats"):
        offered(founder, circle, seats=16)
    ride = offered(founder, circle)
    with refused(OwnRide):
        founder.rides().take_ride(ride.id)
    (found,) = guest.rides("driver", "circle").list_rides(circle.slug, text="INGENIERIA coyoacan").items
    assert (found.id, found.seats_free, found.notes) == (ride.id, 2, "Salgo puntual <10:30>")
    assert found.driver is not None
    assert (found.driver.username, found.driver.reputation) == (founder.username, None)
    assert found.circle is not None
    assert found.circle.name == "Ñuñoa & Cía."
    guest.rides().take_ride(found.id, seats=2)
    with refused(RideFull, ride_id=ride.id, seats_free=0):
        third.rides().take_ride(ride.id)
    guest.rides().give_back_ride(ride.id)
    guest.rides().take_ride(ride.id)
    full = third.rides("passengers.account").take_ride(ride.id)
    riders = [one.account.username for one in full.passengers if one.account]
    assert (full.seats_free, riders) == (0, [guest.username, third.username])
    assert third.rides().list_rides(circle.slug).items == []
    return ride


def ride_and_rate(group: Group, ride: Ride) -> None:
    """Depart, finish, rate: each in its time, and once."""
    founder, guest, third = group.founder, group.guest, group.third
    with refused(RideNotStarted, departs_at=ride.departs_at):
        founder.rides().finish_ride(ride.id)
    guest.site.move(ride.id, departs=-30, arrives=600)
    assert guest.rides().get_ride(ride.id).state is State.STARTED
    with refused(RideStarted):
        guest.rides().give_back_ride(ride.id)
    with refused_with("permission_denied"):
        guest.rides().finish_ride(ride.id)
    with refused(RideNotFinished):
        guest.rides().rate_ride(ride.id, 5)
    assert founder.rides().finish_ride(ride.id).state is State.FINISHED
    with refused(RideOver):
        founder.rides().finish_ride(ride.id)
    guest.rides().rate_ride(ride.id, 5)
    with refused(AlreadyRated):
        guest.rides().rate_ride(ride.id, 1)
    with refused(NotPassenger):
        founder.rides().rate_ride(ride.id, 5)
    rated = third.rides().rate_ride(ride.id, 4)
    assert (rated.rating, rated.ratings_count) == (4.5, 2)


def what_followed(group: Group, circle: Circle) -> None:
    """The worker delivered the events: reputation and counts have moved, of others' cards too."""
    founder, guest, third = group.founder, group.guest, group.third

    def reputation() -> tuple[float | None, int, int]:
        card = third.accounts().get_account(founder.id)
        return card.reputation, card.ratings_count, card.rides_offered

    eventually(lambda: reputation() == (4.5, 2, 1))
    eventually(lambda: guest.accounts().get_profile().rides_taken == 1)
    eventually(lambda: third.accounts().get_profile().rides_taken == 1)
    eventually(lambda: guest.circles().get_circle(circle.slug).rides_count == 1)


def page_by_page(group: Group, circle: Circle) -> None:
    """A cursor is the same text on every wire: what one person was given, another goes on with."""
    near, far = (offered(group.founder, circle, minutes=minutes) for minutes in (50, 70))
    first = group.guest.rides().list_rides(circle.slug, paging=Paging(first=1))
    rest = group.third.rides().list_rides(circle.slug, paging=Paging(first=1, after=first.after))
    assert [ride.id for page in (first, rest) for ride in page.items] == [near.id, far.id]
    assert rest.after is None
    with refused_with("invalid_argument", "after"):
        group.third.rides().list_rides(paging=Paging(first=1, after=first.after))
    group.founder.rides().cancel_ride(near.id)
    group.founder.rides().cancel_ride(far.id)


def change_and_cancel(group: Group, circle: Circle) -> None:
    """Who has a seat is told by e-mail, in their language, of what changes and of the end."""
    ride = offered(group.founder, circle)
    group.guest.rides().take_ride(ride.id)
    group.founder.rides().update_ride(ride.id, notes="En la puerta 3")
    assert "En la puerta 3" in group.guest.site.mail.read(group.guest.email, "tu viaje cambió")
    assert group.founder.rides().cancel_ride(ride.id).state is State.CANCELLED
    assert "no se hará" in group.guest.site.mail.read(group.guest.email, "tu viaje se canceló")
    with refused(RideWasCancelled):
        group.third.rides().take_ride(ride.id)
    kept, _ = group.guest.rides().list_own_rides().items
    assert kept.state is State.CANCELLED


def leave(group: Group, circle: Circle) -> None:
    """Who leaves a circle gives back seats there; what they were to drive is called off, and told of."""
    founder, guest, third = group.founder, group.guest, group.third
    with refused(LastAdministrator, members_count=3):
        founder.circles().leave_circle(circle.slug)
    theirs, other = offered(third, circle), offered(founder, circle)
    guest.rides().take_ride(theirs.id)
    third.rides().take_ride(other.id)
    third.circles().leave_circle(circle.slug)
    with refused_with("not_found"):
        third.circles().get_circle(circle.slug)
    eventually(lambda: founder.rides().get_ride(other.id).seats_free == 2)
    assert "no se hará" in guest.site.mail.read(guest.email, "tu viaje se canceló")
    assert guest.rides().get_ride(theirs.id).state is State.CANCELLED
    with refused_with("permission_denied"):
        offered(third, circle)


ARRIVED: dict[str, list[tuple[Person, Person, Ride]]] = {}
"""By site: who drove, who rode, and the ride that is over and that nobody finished."""


def arrive_and_forget(group: Group, circle: Circle) -> None:
    """A ride arrives and its driver does not say so."""
    ride = offered(group.guest, circle)
    group.third.rides().take_ride(ride.id)
    group.guest.site.move(ride.id, departs=-30, arrives=-1)
    ARRIVED.setdefault(group.guest.site.address, []).append((group.guest, group.third, ride))


def test_the_whole_way(group: Group) -> None:
    open_accounts(group)
    circle = gather(group)
    ride = fill(group, circle)
    ride_and_rate(group, ride)
    what_followed(group, circle)
    page_by_page(group, circle)
    change_and_cancel(group, circle)
    arrive_and_forget(group, circle)
    leave(group, circle)


def test_rides_that_arrived_are_finished_by_the_periodic_task_and_counted(site: Site) -> None:
    """Also those that arrived while no worker ran; the journeys before this test leave one each."""
    assert site.address in ARRIVED
    site.pass_without_worker("rides.tasks.finish_arrived_rides")
    for driver, passenger, ride in ARRIVED[site.address]:

        def counted(driver: Person = driver, passenger: Person = passenger, ride: Ride = ride) -> bool:
            state = driver.rides().get_ride(ride.id).state
            offered = driver.accounts().get_profile().rides_offered
            taken = passenger.accounts().get_profile().rides_taken
            return (state, offered, taken) == (State.FINISHED, 1, 2)

        eventually(counted)


def test_what_the_site_said_tells_of_no_error_and_no_secret(site: Site) -> None:
    """Of all that went before this test; a fault is the caller's, and no error."""
    lines = site.printed.read_text().splitlines()
    events = [json.loads(line) for line in lines if line.startswith("{")]
    assert {"request", "task_done", "delivery_done"} <= {event["event"] for event in events}
    assert [event for event in events if event["level"] in ("error", "critical")] == []
    people = [person for journey in ARRIVED[site.address] for person in journey[:2]]
    secrets = [PASSWORD, "@example.test"]
    secrets += [person.session.refresh_token for person in people if person.session]
    assert [secret for secret in secrets if any(secret in line for line in lines)] == []
