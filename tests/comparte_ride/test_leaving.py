"""What rides make of somebody who leaves a circle, however late they hear of it."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextvars import Context as Frames
from datetime import timedelta
from functools import partial
from random import Random
from threading import Event
from typing import Any

import pytest
from django.utils import timezone

from circles.models import Circle, Membership
from rides.models import Passenger, Ride, RideQuerySet, Stay
from tests.comparte_ride.people import add_member, circles, make_invitation
from tests.comparte_ride.riding import (
    DRIVER,
    MEMBER,
    OTHER,
    board,
    departed,
    make_ride,
    rides,
    seats_agree,
    shared_circle,
)
from tests.comparte_ride.test_concurrency import at_once
from trebol import NotFound, PermissionDenied, ServiceError
from trebol.bootstrap import assembly
from trebol.service import consume
from trebol.testing.events import deliver_events

pytestmark = pytest.mark.django_db(transaction=True)
deliver = partial(deliver_events, None)


@pytest.fixture
def circle() -> Circle:
    made = shared_circle()
    Membership.objects.filter(account_id=OTHER).update(role=Membership.Role.ADMINISTRATOR)
    return made


def offer(circle: Circle, account_id: str = DRIVER) -> Ride:
    """A ride that somebody offers as anybody does."""
    departs_at = timezone.now() + timedelta(days=1)
    arrives_at = departs_at + timedelta(hours=1)
    made = rides(account_id).offer_ride(circle.slug, "Copilco", "Santa Fe", departs_at, arrives_at, 3)
    found: Ride = Ride.objects.get(pk=made.id)
    return found


def come_back(circle: Circle, account_id: str) -> None:
    """Join again, by a code."""
    issuer = circle.memberships.get(account_id=OTHER)
    Membership.objects.filter(pk=issuer.pk).update(invitations_granted=1000)
    circles(account_id).join_circle(circle.slug, make_invitation(issuer).code)


class TestAnEndThatIsHeardOf:
    def test_the_driver_s_rides_are_called_off(self, circle: Circle) -> None:
        ride = offer(circle)
        circles(DRIVER).leave_circle(circle.slug)
        deliver()
        ride.refresh_from_db()
        assert ride.cancelled_at is not None

    @pytest.mark.parametrize("how", ["leaves", "is deactivated"])
    def test_the_passenger_s_seats_are_free(self, how: str, circle: Circle) -> None:
        ride = offer(circle)
        rides(MEMBER).take_ride(ride.pk, 2)
        if how == "leaves":
            circles(MEMBER).leave_circle(circle.slug)
        else:
            circles(OTHER).deactivate_member(circle.slug, MEMBER)
        deliver()
        assert seats_agree(ride) == (3, 0)

    def test_of_rides_that_nobody_said_a_stay_of_too(self, circle: Circle) -> None:
        driven, taken = make_ride(circle, driver_id=MEMBER), make_ride(circle)
        board(taken, MEMBER)
        circles(MEMBER).leave_circle(circle.slug)
        deliver()
        driven.refresh_from_db()
        assert driven.cancelled_at is not None
        assert seats_agree(taken) == (3, 0)

    def test_other_circles_other_people_and_the_past_stay(self, circle: Circle) -> None:
        elsewhere = shared_circle(name="Condesa")
        ride, past, other = offer(circle), offer(circle), offer(elsewhere)
        for taken, account_id in ((ride, OTHER), (past, MEMBER), (other, MEMBER)):
            rides(account_id).take_ride(taken.pk)
        departed(past)
        circles(MEMBER).leave_circle(circle.slug)
        deliver()
        assert [seats_agree(taken)[1] for taken in (ride, past, other)] == [1, 1, 1]


class TestWhoIsBackBeforeThat:
    def test_what_is_new_stays_and_what_is_old_goes(self, circle: Circle) -> None:
        old, driven = offer(circle), offer(circle, MEMBER)
        rides(MEMBER).take_ride(old.pk)
        circles(MEMBER).leave_circle(circle.slug)
        come_back(circle, MEMBER)
        new, driven_now = offer(circle), offer(circle, MEMBER)
        rides(MEMBER).take_ride(new.pk)
        deliver()
        assert (seats_agree(old), seats_agree(new)) == ((3, 0), (2, 1))
        assert list(Ride.objects.open().filter(driver_id=MEMBER)) == [driven_now]
        assert not Ride.objects.open().filter(pk=driven.pk).exists()

    def test_seats_that_were_given_back_and_taken_anew_stay(self, circle: Circle) -> None:
        ride = offer(circle)
        rides(MEMBER).take_ride(ride.pk, 2)
        circles(MEMBER).leave_circle(circle.slug)
        come_back(circle, MEMBER)
        rides(MEMBER).give_back_ride(ride.pk)
        rides(MEMBER).take_ride(ride.pk, 1)
        deliver()
        assert seats_agree(ride) == (2, 1)

    def test_whom_an_administrator_lets_in_again_keeps_what_is_new(self, circle: Circle) -> None:
        circles(OTHER).deactivate_member(circle.slug, MEMBER)
        circles(OTHER).reactivate_member(circle.slug, MEMBER)
        ride = offer(circle)
        rides(MEMBER).take_ride(ride.pk)
        deliver()
        assert seats_agree(ride) == (2, 1)


class Late:
    """The circles, who answer for the membership of a caller; by when that is read, more has happened.

    `last`: which of the answers is the one before the transaction.
    """

    def __init__(self, last: int, *acts: Callable[[], object]) -> None:
        self.last, self.acts, self.asked = last, acts, 0

    def __call__(self, contract: type) -> Any:
        self.answering = consume(contract)
        return self

    def get_membership(self, circle_slug: str, account_id: str) -> Any:
        """Answer; the last time, do the acts then."""
        told = self.answering.get_membership(circle_slug, account_id)
        self.asked += 1
        if self.asked == self.last:
            for act in self.acts:
                Frames().run(act)  # as somebody else's call
        return told


class TestWhoLeavesBeforeTheirCommandRuns:
    def test_no_seat_is_taken_where_that_is_heard_of(
        self, circle: Circle, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        ride, leave = offer(circle), partial(circles(MEMBER).leave_circle, circle.slug)
        late = Late(1, leave, deliver)
        monkeypatch.setattr("rides.service.consume", late)
        with pytest.raises(NotFound):
            rides(MEMBER).take_ride(ride.pk)
        assert late.asked == 1
        assert seats_agree(ride) == (3, 0)

    def test_a_seat_is_freed_where_that_is_heard_of_later(
        self, circle: Circle, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        ride, leave = offer(circle), partial(circles(MEMBER).leave_circle, circle.slug)
        monkeypatch.setattr("rides.service.consume", Late(1, leave))
        rides(MEMBER).take_ride(ride.pk)
        assert seats_agree(ride) == (2, 1)
        deliver()
        assert seats_agree(ride) == (3, 0)

    def test_no_seat_is_taken_as_the_member_they_were(
        self, circle: Circle, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Who is back by then may try again."""
        ride, leave = offer(circle), partial(circles(MEMBER).leave_circle, circle.slug)
        monkeypatch.setattr(
            "rides.service.consume", Late(1, leave, partial(come_back, circle, MEMBER), deliver)
        )
        with pytest.raises(NotFound):
            rides(MEMBER).take_ride(ride.pk)
        assert rides(MEMBER).take_ride(ride.pk).seats_free == 2

    def test_no_ride_is_offered(self, circle: Circle, monkeypatch: pytest.MonkeyPatch) -> None:
        leave = partial(circles(DRIVER).leave_circle, circle.slug)
        monkeypatch.setattr("rides.service.consume", Late(2, leave, deliver))
        with pytest.raises(PermissionDenied, match="any more"):
            offer(circle)
        assert not Ride.objects.exists()

    def test_who_gives_back_a_seat_of_a_circle_they_left_takes_no_other(self, circle: Circle) -> None:
        ride = offer(circle)
        rides(MEMBER).take_ride(ride.pk)
        circles(MEMBER).leave_circle(circle.slug)
        rides(MEMBER).give_back_ride(ride.pk)
        with pytest.raises(NotFound):
            rides(MEMBER).take_ride(ride.pk)


@pytest.mark.postgres_only
def test_an_end_that_is_heard_of_meanwhile_waits(circle: Circle, monkeypatch: pytest.MonkeyPatch) -> None:
    ride, taking = offer(circle), Event()
    rides(MEMBER).take_ride(ride.pk)
    rides(MEMBER).give_back_ride(ride.pk)
    take_seats = RideQuerySet.take_seats

    def slow(rides: RideQuerySet, *said: Any) -> bool:
        taking.set()
        time.sleep(0.5)
        return take_seats(rides, *said)

    def leave() -> str:
        assert taking.wait(10)
        circles(MEMBER).leave_circle(circle.slug)
        return str(deliver())

    monkeypatch.setattr(RideQuerySet, "take_seats", slow)
    assert at_once([lambda: str(rides(MEMBER).take_ride(ride.pk).seats_free), leave]) == {"2": 1, "1": 1}
    assert seats_agree(ride) == (3, 0)


def outcome(act: Callable[[], object]) -> str:
    """`done`, or the error that a caller is told."""
    try:
        act()
    except ServiceError as error:
        return type(error).__name__
    return "done"


def restless(circle: Circle, account_id: str, ride_ids: list[int], seed: int) -> str:
    """Somebody who comes and goes, takes, gives back and offers, all in disorder."""
    random, came = Random(seed), set()
    for _ in range(25):
        ride_id = random.choice(ride_ids)
        acts: list[Callable[[], object]] = [
            partial(circles(account_id).leave_circle, circle.slug),
            partial(come_back, circle, account_id),
            partial(come_back, circle, account_id),
            *[partial(rides(account_id).take_ride, ride_id)] * 3,
            partial(rides(account_id).give_back_ride, ride_id),
            partial(offer, circle, account_id),
        ]
        came.add(outcome(random.choice(acts)))
    return " ".join(came)


def listening(seed: int) -> str:
    """The worker, again and again."""
    for _ in range(40):
        deliver_events(assembly())
    return "done"


EXPECTED = {"done", "PermissionDenied", "NotFound", "AlreadyMember", "AlreadyPassenger", "NotPassenger"}


@pytest.mark.postgres_only
@pytest.mark.parametrize("seed", range(2))
def test_nobody_keeps_what_they_took_as_a_member_who_left(seed: int, circle: Circle) -> None:
    people = [MEMBER, "21", "22", "23"]
    for account_id in people[1:]:
        add_member(circle, account_id)
    ride_ids = [offer(circle).pk for _ in range(3)]
    acts = [
        partial(restless, circle, who, ride_ids, seed * 10 + number) for number, who in enumerate(people * 2)
    ]
    came = at_once([*acts, partial(listening, seed)])
    assert {word for words in came for word in words.split()} <= EXPECTED | {"RideFull"}
    deliver_events(assembly())
    joined = dict(Membership.objects.active().filter(circle=circle).values_list("account_id", "joined_at"))
    for account_id, joined_at in Passenger.objects.values_list("account_id", "stay__joined_at"):
        assert joined_at == joined[account_id]
    for driver_id, joined_at in Ride.objects.open().values_list("driver_id", "stay__joined_at"):
        assert joined_at == joined[driver_id]
    for ride in Ride.objects.all():
        seats_agree(ride)
    assert Stay.objects.filter(is_over=True).exists()
