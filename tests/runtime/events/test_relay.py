"""Every consumer gets every event, in order for each key, in effect once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.runtime.events.conftest import relay_of
from tests.runtime.events.project import Flaws, Rides
from tests.tally.models import Entry
from trebol.bootstrap import Assembly
from trebol.runtime.events.models import Consumed, Delivery, OutboxEvent
from trebol.runtime.events.relay import Relay
from trebol.runtime.leasing.queue import LOST, revived
from trebol.runtime.leasing.row import State

pytestmark = pytest.mark.django_db


def entries(**which: str) -> list[tuple[str, str, int]]:
    return list(Entry.objects.filter(**which).order_by("pk").values_list("who", "key", "number"))


def deliver(relay: Relay) -> list[str]:
    """Delivers until nothing is due; how each ended."""
    relay.route()
    outcomes: list[str] = []
    while rows := relay.lease(10):
        outcomes += [relay.run(row) for row in rows]
    return outcomes


def make_due() -> None:
    Delivery.objects.update(available_at=timezone.now() - timedelta(seconds=1))


def expire_leases() -> None:
    Delivery.objects.update(lease_until=timezone.now() - timedelta(seconds=1))


def test_every_consumer_of_an_event_gets_it(rides: Rides, relay: Relay) -> None:
    rides.take_ride(7, seats=2)
    assert deliver(relay) == ["done", "done"]
    assert sorted(entries()) == [("count by rides.events", "7", 2), ("greet", "7", 2)]


def test_events_of_one_key_reach_a_service_in_order(rides: Rides, relay: Relay) -> None:
    for seats in (1, 2, 3):
        rides.take_ride(7, seats=seats)
    rides.finish_ride(7)
    deliver(relay)
    assert [(who[:5], number) for who, _, number in entries() if who != "greet"] == [
        ("count", 1), ("count", 2), ("count", 3), ("close", 0),
    ]  # fmt: skip


def test_only_the_first_of_a_key_is_leased(rides: Rides, relay: Relay) -> None:
    rides.take_ride(7)
    rides.take_ride(7)
    rides.take_ride(8)
    relay.route()
    assert sorted((row.destination[12:], row.stream) for row in relay.lease(10)) == [
        ("count_ride", "rides:7"), ("count_ride", "rides:8"),
        ("greet_member", "rides:7"), ("greet_member", "rides:8"),
    ]  # fmt: skip


def test_a_consumer_that_fails_stops_its_key_and_nothing_else(rides: Rides, relay: Relay) -> None:
    Flaws.taken = {7}
    for ride_id in (7, 7, 8):
        rides.take_ride(ride_id)
    assert sorted(deliver(relay)) == ["done", "done", "done", "retry"]
    assert entries(who="count by rides.events") == [("count by rides.events", "8", 1)]
    failed = Delivery.objects.get(attempts=1, state=State.WAITING)
    assert failed.available_at > timezone.now() + timedelta(milliseconds=500)
    assert "cannot count 7" in failed.error
    Flaws.taken = set()
    make_due()
    assert deliver(relay).count("done") == 3
    assert entries(who="count by rides.events", key="7") == [("count by rides.events", "7", 1)] * 2


def test_after_the_last_attempt_a_delivery_is_dead_and_can_be_replayed(rides: Rides, relay: Relay) -> None:
    Flaws.taken = {7}
    rides.take_ride(7)
    outcomes = []
    for _ in range(4):
        outcomes += deliver(relay)
        make_due()
    assert outcomes == ["retry", "done", "retry", "dead"]
    assert Delivery.objects.get(state=State.DEAD).attempts == 3
    Flaws.taken = set()
    assert revived(Delivery.objects.all()) == 1
    assert deliver(relay) == ["done"]
    assert len(entries(who="count by rides.events")) == 1


def test_the_next_of_a_key_does_not_wait_for_the_dead(rides: Rides, relay: Relay) -> None:
    Flaws.taken = {7}
    rides.take_ride(7)
    for _ in range(3):
        deliver(relay)
        make_due()
    rides.finish_ride(7)
    assert deliver(relay) == ["done"]


def test_what_a_lost_worker_held_is_taken_over_when_its_lease_ends(rides: Rides, project: Assembly) -> None:
    rides.take_ride(7)
    first, second = relay_of(project, "first"), relay_of(project, "second")
    first.route()
    held = first.lease(10)
    assert (len(held), second.lease(10)) == (2, [])
    expire_leases()
    assert [second.run(row) for row in second.lease(10)] == ["done", "done"]
    assert [first.run(row) for row in held] == ["lost", "lost"]
    assert len(entries()) == 2, "both ran every consumer, and each had its effect once"
    assert Consumed.objects.count() == 2


def test_a_renewed_lease_stays(rides: Rides, project: Assembly) -> None:
    rides.take_ride(7)
    first, second = relay_of(project, "first"), relay_of(project, "second")
    first.route()
    held = first.lease(10)
    expire_leases()
    first.renew(held)
    assert second.lease(10) == []


def test_what_is_given_back_is_free_at_once_and_costs_no_attempt(rides: Rides, project: Assembly) -> None:
    rides.take_ride(7)
    first, second = relay_of(project, "first"), relay_of(project, "second")
    first.route()
    first.give_back(first.lease(10))
    assert [row.attempts for row in second.lease(10)] == [1, 1]


def test_what_ends_every_worker_that_tries_it_dies(rides: Rides, relay: Relay) -> None:
    rides.take_ride(7)
    relay.route()
    for _ in range(3):
        assert len(relay.lease(10)) == 2
        expire_leases()
    assert (list(relay.lease(10)), relay.bury()) == ([], 2)
    assert set(Delivery.objects.values_list("state", "error")) == {(State.DEAD, LOST)}


def test_an_event_that_nobody_consumes_is_routed_to_nobody(rides: Rides, project: Assembly) -> None:
    rides.take_ride(7)
    relay = relay_of(project)
    relay.transport = type(relay.transport)([], project.runtime.database_of)  # type: ignore[call-arg]
    assert (relay.route(), relay.route()) == (1, 0)
    assert not Delivery.objects.exists()


def test_what_ended_long_ago_is_swept_and_what_is_dead_stays(rides: Rides, relay: Relay) -> None:
    Flaws.taken = {7}
    rides.take_ride(7)
    rides.take_ride(8)
    for _ in range(3):
        deliver(relay)
        make_due()
    relay.sweep(timedelta(days=1))
    assert (OutboxEvent.objects.count(), Delivery.objects.count()) == (2, 4)
    relay.sweep(timedelta(0))
    assert [row.stream for row in OutboxEvent.objects.all()] == ["rides:7"]
    assert [row.state for row in Delivery.objects.all()] == [State.DEAD]
    assert not Consumed.objects.exists()
