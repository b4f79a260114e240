"""The rules of rides, each with its own fault."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from circles.models import Circle
from rides.contract import (
    AlreadyPassenger,
    AlreadyRated,
    ArrivalBeforeDeparture,
    DepartureTooSoon,
    NotPassenger,
    Order,
    OwnRide,
    Ride,
    RideFull,
    RideNotFinished,
    RideNotStarted,
    RideOver,
    Rides,
    RideStarted,
    RideWasCancelled,
    SeatsTaken,
    State,
)
from tests.comparte_ride.people import add_member, make_circle, service
from tests.comparte_ride.riding import (
    DRIVER,
    MEMBER,
    OTHER,
    STRANGER,
    SYSTEM,
    board,
    departed,
    finished,
    make_ride,
    rides,
    seats_agree,
    shared_circle,
)
from trebol import NotFound, Paging, PermissionDenied, Unauthenticated
from trebol.service import consume

pytestmark = pytest.mark.django_db


@pytest.fixture
def circle() -> Circle:
    return shared_circle()


def offered(circle: Circle, minutes: float = 60, lasting: float = 30, **said: Any) -> Ride:
    departs_at = timezone.now() + timedelta(minutes=minutes)
    said = {"origin": "Copilco", "destination": "Santa Fe", "seats": 3, **said}
    return rides(DRIVER).offer_ride(
        circle.slug, departs_at=departs_at, arrives_at=departs_at + timedelta(minutes=lasting), **said
    )


class TestOffering:
    def test_a_ride_is_as_it_was_said(self, circle: Circle) -> None:
        ride = offered(circle, notes="Sin fumar")
        assert (ride.circle_slug, ride.driver_id, ride.notes) == (circle.slug, DRIVER, "Sin fumar")
        assert (ride.seats, ride.seats_free, ride.passengers) == (3, 3, [])
        assert (ride.state, ride.rating, ride.ratings_count) == (State.OFFERED, None, 0)
        assert rides(MEMBER).get_ride(ride.id) == ride

    def test_it_departs_in_twenty_minutes_at_the_earliest(self, circle: Circle) -> None:
        assert offered(circle, minutes=20.1).state is State.OFFERED
        with pytest.raises(DepartureTooSoon) as refused:
            offered(circle, minutes=19.9)
        assert timedelta(minutes=19) < refused.value.earliest - timezone.now() <= timedelta(minutes=20)

    @pytest.mark.parametrize("lasting", [0, -5])
    def test_it_arrives_after_it_departs(self, lasting: int, circle: Circle) -> None:
        with pytest.raises(ArrivalBeforeDeparture):
            offered(circle, lasting=lasting)

    @pytest.mark.parametrize("which", ["another's", "left", "unknown"])
    def test_only_members_offer(self, which: str, circle: Circle) -> None:
        another = make_circle("Condesa")
        left = make_circle("Roma")
        add_member(left, DRIVER, is_active=False)
        slugs = {"another's": another.slug, "left": left.slug, "unknown": "no-such-circle"}
        circle.slug = slugs[which]
        with pytest.raises(PermissionDenied, match="This needs CircleMember"):
            offered(circle)


class TestUpdating:
    def test_what_is_left_out_stays(self, circle: Circle) -> None:
        ride = offered(circle, notes="Sin fumar")
        changed = rides(DRIVER).update_ride(ride.id, origin="Metro Copilco")
        assert changed.origin == "Metro Copilco"
        assert (changed.destination, changed.notes) == (ride.destination, ride.notes)
        assert (changed.departs_at, changed.seats) == (ride.departs_at, ride.seats)

    def test_what_is_searched_follows(self, circle: Circle) -> None:
        ride = offered(circle)
        rides(DRIVER).update_ride(ride.id, destination="Cuajimalpa")
        assert found(text="cuajimalpa") == [ride.id]
        assert found(text="santa fe") == []

    def test_times_keep_the_rules(self, circle: Circle) -> None:
        ride, now = offered(circle), timezone.now()
        with pytest.raises(DepartureTooSoon):
            rides(DRIVER).update_ride(ride.id, departs_at=now + timedelta(minutes=10))
        with pytest.raises(ArrivalBeforeDeparture):
            rides(DRIVER).update_ride(ride.id, departs_at=now + timedelta(days=2))
        with pytest.raises(ArrivalBeforeDeparture):
            rides(DRIVER).update_ride(ride.id, arrives_at=now)

    def test_a_ride_that_departs_soon_may_still_change_otherwise(self, circle: Circle) -> None:
        ride = make_ride(circle, departs_at=timezone.now() + timedelta(minutes=5))
        changed = rides(DRIVER).update_ride(ride.pk, notes="Voy en el coche azul", departs_at=ride.departs_at)
        assert changed.notes == "Voy en el coche azul"

    def test_seats_change_as_far_as_they_are_not_taken(self, circle: Circle) -> None:
        ride = make_ride(circle, seats=4)
        board(ride, MEMBER, seats=2)
        changed = rides(DRIVER).update_ride(ride.pk, seats=2)
        assert (changed.seats, changed.seats_free) == (2, 0)
        with pytest.raises(SeatsTaken) as refused:
            rides(DRIVER).update_ride(ride.pk, seats=1, notes="x")
        assert refused.value.seats_taken == 2
        assert rides(DRIVER).get_ride(ride.pk).notes == ""
        assert rides(DRIVER).update_ride(ride.pk, seats=15).seats_free == 13
        seats_agree(ride)


class TestTaking:
    def test_seats_are_taken_and_given_back(self, circle: Circle) -> None:
        ride = make_ride(circle)
        taken = rides(MEMBER).take_ride(ride.pk, seats=2)
        assert taken.seats_free == 1
        assert [(one.account_id, one.seats) for one in taken.passengers] == [(MEMBER, 2)]
        assert seats_agree(ride) == (1, 2)
        rides(MEMBER).give_back_ride(ride.pk)
        assert seats_agree(ride) == (3, 0)
        assert rides(MEMBER).take_ride(ride.pk).seats_free == 2

    def test_no_more_than_are_free(self, circle: Circle) -> None:
        ride = make_ride(circle, seats=2)
        rides(MEMBER).take_ride(ride.pk)
        with pytest.raises(RideFull) as refused:
            rides(OTHER).take_ride(ride.pk, seats=2)
        assert (refused.value.ride_id, refused.value.seats_free) == (ride.pk, 1)
        assert seats_agree(ride) == (1, 1)

    def test_not_by_the_driver(self, circle: Circle) -> None:
        with pytest.raises(OwnRide):
            rides(DRIVER).take_ride(make_ride(circle).pk)

    def test_not_twice(self, circle: Circle) -> None:
        ride = make_ride(circle)
        rides(MEMBER).take_ride(ride.pk)
        with pytest.raises(AlreadyPassenger):
            rides(MEMBER).take_ride(ride.pk)
        assert seats_agree(ride) == (2, 1)

    def test_who_has_no_seat_gives_none_back(self, circle: Circle) -> None:
        ride = make_ride(circle)
        for account_id in (DRIVER, MEMBER):
            with pytest.raises(NotPassenger):
                rides(account_id).give_back_ride(ride.pk)


class TestEnding:
    def test_the_state_follows_the_clock(self, circle: Circle) -> None:
        ride = make_ride(circle)
        assert rides(MEMBER).get_ride(ride.pk).state is State.OFFERED
        departed(ride)
        assert rides(MEMBER).get_ride(ride.pk).state is State.STARTED

    def test_a_started_ride_is_finished_by_its_driver(self, circle: Circle) -> None:
        ride = departed(make_ride(circle))
        assert rides(DRIVER).finish_ride(ride.pk).state is State.FINISHED
        with pytest.raises(RideOver):
            rides(DRIVER).finish_ride(ride.pk)

    def test_not_before_it_departs(self, circle: Circle) -> None:
        ride = make_ride(circle)
        with pytest.raises(RideNotStarted) as refused:
            rides(DRIVER).finish_ride(ride.pk)
        assert refused.value.departs_at == ride.departs_at

    def test_by_the_system_too(self, circle: Circle) -> None:
        ride = departed(make_ride(circle))
        assert consume(Rides, context=SYSTEM).finish_ride(ride.pk).state is State.FINISHED

    def test_a_cancelled_one_stays_so(self, circle: Circle) -> None:
        ride = make_ride(circle)
        assert rides(DRIVER).cancel_ride(ride.pk).state is State.CANCELLED
        departed(ride)
        with pytest.raises(RideWasCancelled):
            rides(DRIVER).finish_ride(ride.pk)


CHANGES: dict[str, Callable[[Rides, Rides, int], Any]] = {
    "update_ride": lambda own, other, ride_id: own.update_ride(ride_id, notes="x"),
    "cancel_ride": lambda own, other, ride_id: own.cancel_ride(ride_id),
    "take_ride": lambda own, other, ride_id: other.take_ride(ride_id),
    "give_back_ride": lambda own, other, ride_id: rides(MEMBER).give_back_ride(ride_id),
}


@pytest.mark.parametrize("change", CHANGES)
class TestTooLate:
    """`MEMBER` has a seat, `OTHER` has none."""

    def test_after_departure(self, change: str, circle: Circle) -> None:
        self.refused(RideStarted, change, departed(self.ride(circle)))

    def test_after_the_end(self, change: str, circle: Circle) -> None:
        self.refused(RideOver, change, finished(self.ride(circle)))

    def test_once_it_is_cancelled(self, change: str, circle: Circle) -> None:
        ride = self.ride(circle)
        rides(DRIVER).cancel_ride(ride.pk)
        self.refused(RideWasCancelled, change, ride)

    def ride(self, circle: Circle) -> Any:
        ride = make_ride(circle)
        board(ride, MEMBER)
        return ride

    def refused(self, fault: type[Exception], change: str, ride: Any) -> None:
        with pytest.raises(fault):
            CHANGES[change](rides(DRIVER), rides(OTHER), ride.pk)
        assert seats_agree(ride) == (2, 1)


class TestRating:
    def test_the_mean_moves(self, circle: Circle) -> None:
        ride = make_ride(circle)
        for account_id in (MEMBER, OTHER):
            board(ride, account_id)
        finished(ride)
        assert rides(MEMBER).rate_ride(ride.pk, 5).rating == 5.0
        rated = rides(OTHER).rate_ride(ride.pk, 2)
        assert {each.account_id: each.rated for each in rated.passengers} == {MEMBER: True, OTHER: True}
        assert (rated.rating, rated.ratings_count) == (3.5, 2)

    def test_once_by_each_passenger(self, circle: Circle) -> None:
        ride = make_ride(circle)
        board(ride, MEMBER)
        finished(ride)
        rides(MEMBER).rate_ride(ride.pk, 4)
        with pytest.raises(AlreadyRated):
            rides(MEMBER).rate_ride(ride.pk, 5)
        for account_id in (DRIVER, OTHER):
            with pytest.raises(NotPassenger):
                rides(account_id).rate_ride(ride.pk, 5)
        assert rides(DRIVER).get_ride(ride.pk).rating == 4.0

    @pytest.mark.parametrize("where", ["before", "under way", "cancelled"])
    def test_after_the_end_only(self, where: str, circle: Circle) -> None:
        ride = make_ride(circle)
        board(ride, MEMBER)
        if where == "cancelled":
            rides(DRIVER).cancel_ride(ride.pk)
        elif where == "under way":
            departed(ride)
        with pytest.raises(RideNotFinished):
            rides(MEMBER).rate_ride(ride.pk, 5)


def found(account_id: str = MEMBER, **said: Any) -> list[int]:
    return [ride.id for ride in rides(account_id).list_rides(**said).items]


class TestFinding:
    def test_only_what_can_be_taken(self, circle: Circle) -> None:
        ride, cancelled = make_ride(circle), make_ride(circle)
        departed(make_ride(circle))
        finished(make_ride(circle))
        make_ride(circle, seats=2, seats_free=0)
        rides(DRIVER).cancel_ride(cancelled.pk)
        assert found() == [ride.pk]

    def test_by_circle(self, circle: Circle) -> None:
        other = shared_circle(name="Condesa")
        first, second = make_ride(circle), make_ride(other)
        assert found() == [first.pk, second.pk]
        assert found(circle_slug=other.slug) == [second.pk]

    def test_not_in_a_circle_that_is_not_ones_own(self, circle: Circle) -> None:
        foreign = make_circle("Roma")
        add_member(foreign, STRANGER)
        make_ride(foreign, driver_id=STRANGER)
        make_ride(circle)
        assert found(circle_slug=foreign.slug) == found(circle_slug="no-such-circle") == []
        assert found("8") == []

    def test_by_words_in_any_order_case_and_accent(self, circle: Circle) -> None:
        ride = make_ride(circle, origin="Coyoacán", destination="Santa Fe", notes="Paso por el Ángel")
        make_ride(circle, origin="Xochimilco")
        assert found(text="FE coyoacan") == found(text="angel") == [ride.pk]
        assert found(text="fe xochimilco") == []

    def test_by_time(self, circle: Circle) -> None:
        days = [timezone.now() + timedelta(days=number) for number in (1, 2, 3)]
        first, second, third = (make_ride(circle, departs_at=day) for day in days)
        assert found(departs_after=days[1]) == [second.pk, third.pk]
        assert found(departs_before=days[1]) == [first.pk, second.pk]
        assert found(departs_after=days[1], departs_before=days[1]) == [second.pk]

    def test_by_free_seats(self, circle: Circle) -> None:
        make_ride(circle, seats=2)
        large = make_ride(circle, seats=4)
        assert found(seats=3) == [large.pk]

    def test_in_order(self, circle: Circle) -> None:
        def on(days: int, seats: int, made: int) -> int:
            when = timezone.now() + timedelta(days=days)
            created: datetime = timezone.now() - timedelta(days=made)
            pk: int = make_ride(circle, departs_at=when, seats=seats, created_at=created).pk
            return pk

        a, b, c = on(1, 3, 5), on(2, 9, 9), on(3, 3, 1)
        assert found(order=Order.SOONEST) == [a, b, c]
        assert found(order=Order.LATEST) == [c, b, a]
        assert found(order=Order.NEWEST) == [c, a, b]
        assert found(order=Order.MOST_SEATS) == [b, a, c]

    def test_page_by_page(self, circle: Circle) -> None:
        made = [make_ride(circle).pk for _ in range(5)]
        page = rides(MEMBER).list_rides(paging=Paging(first=3))
        rest = rides(MEMBER).list_rides(paging=Paging(first=3, after=page.after))
        assert [ride.id for ride in [*page.items, *rest.items]] == made
        assert rest.after is None

    def test_ones_own_as_driver_or_passenger_past_ones_too(self, circle: Circle) -> None:
        ride, past, foreign = make_ride(circle), make_ride(circle), make_ride(circle)
        board(ride, MEMBER)
        board(past, MEMBER)
        finished(past)
        assert [mine.id for mine in rides(MEMBER).list_own_rides().items] == [ride.pk, past.pk]
        driven = {mine.id for mine in rides(DRIVER).list_own_rides().items}
        assert driven == {ride.pk, past.pk, foreign.pk}
        assert rides(OTHER).list_own_rides().items == []

    def test_ones_own_to_come_the_soonest_first(self, circle: Circle) -> None:
        late, soon = (make_ride(circle, departs_at=timezone.now() + timedelta(hours=n)) for n in (9, 2))
        under_way, over, off = departed(make_ride(circle)), make_ride(circle), make_ride(circle)
        finished(over)
        rides(DRIVER).cancel_ride(off.pk)
        page = rides(DRIVER).list_own_rides(to_come=True)
        assert [mine.id for mine in page.items] == [under_way.pk, soon.pk, late.pk]


class TestWhoMay:
    def test_only_the_driver_changes_a_ride(self, circle: Circle) -> None:
        ride = make_ride(circle)
        attempts: list[Callable[[Rides], Any]] = [
            lambda member: member.update_ride(ride.pk, notes="x"),
            lambda member: member.cancel_ride(ride.pk),
            lambda member: member.finish_ride(ride.pk),
        ]
        for attempt in attempts:
            with pytest.raises(PermissionDenied, match="This needs Driver"):
                attempt(rides(MEMBER))

    def test_ones_own_rides_stay_when_one_left_the_circle(self, circle: Circle) -> None:
        ride = make_ride(circle)
        board(ride, MEMBER)
        finished(ride)
        circle.memberships.all().update(is_active=False)
        assert rides(MEMBER).get_ride(ride.pk).id == ride.pk
        assert rides(MEMBER).rate_ride(ride.pk, 5).rating == 5.0
        with pytest.raises(NotFound):
            rides(OTHER).get_ride(ride.pk)

    def test_other_services_and_nobody_have_no_rides(self, circle: Circle) -> None:
        ride = make_ride(circle)
        questions: list[Callable[[Rides], Any]] = [
            lambda seen: seen.list_rides(),
            lambda seen: seen.list_own_rides(),
            lambda seen: seen.get_ride(ride.pk),
            lambda seen: seen.offer_ride(circle.slug, "a", "b", ride.departs_at, ride.arrives_at, 1),
        ]
        for asking in questions:
            with pytest.raises(PermissionDenied):
                asking(consume(Rides, context=service("circles")))
            with pytest.raises(Unauthenticated):
                asking(consume(Rides))
        with pytest.raises(NotFound):
            consume(Rides, context=service("circles")).take_ride(ride.pk)
