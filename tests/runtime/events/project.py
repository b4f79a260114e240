"""Two services for the tests of events: one tells, the other listens."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from django.db import transaction

from tests.tally.models import Entry
from trebol import Event, Service, command, query
from trebol.service import consumes, emit


class RideTaken(Event, key="ride_id"):
    """Somebody took seats of a ride."""

    ride_id: int
    seats: int = 1


class RideFinished(Event, key="ride_id"):
    """A ride came to its end."""

    ride_id: int


class RideUndeclared(Event, key="ride_id"):
    """Nobody lists this one."""

    ride_id: int


class Rides(Service, Protocol, version=1, noun="ride", plural="rides", events=[RideTaken, RideFinished]):
    """Offers rides."""

    @command
    def take_ride(self, ride_id: int, seats: int = 1, times: int = 1) -> None: ...

    @command(path="/rides/take-two")
    def take_two_rides(self, ride_id: int, other_id: int) -> None: ...

    @command
    def finish_ride(self, ride_id: int) -> None: ...

    @command
    def misuse_ride(self, ride_id: int, how: str) -> None: ...

    @query
    def get_ride(self, ride_id: int) -> int: ...


class Accounts(Service, Protocol, version=1, noun="account", plural="accounts"):
    """Knows people."""

    @query
    def get_account(self, account_id: int) -> int: ...


class Flaws:
    """What the services do wrong: rides the consumer fails at; what a command does after it has told."""

    taken: set[int] = set()

    @staticmethod
    def after_telling(ride_id: int, seats: int) -> None: ...


class RidesService(Rides):
    """Tells what happens."""

    def take_ride(self, ride_id: int, seats: int = 1, times: int = 1) -> None:
        for _ in range(times):
            emit(RideTaken(ride_id=ride_id, seats=seats))
        Flaws.after_telling(ride_id, seats)

    def take_two_rides(self, ride_id: int, other_id: int) -> None:
        emit(RideTaken(ride_id=ride_id))
        emit(RideTaken(ride_id=other_id))

    def finish_ride(self, ride_id: int) -> None:
        emit(RideFinished(ride_id=ride_id))

    def misuse_ride(self, ride_id: int, how: str) -> None:
        emit(RideTaken(ride_id=ride_id))
        if how == "undeclared":
            emit(RideUndeclared(ride_id=ride_id))
        elif how == "broken":
            emit(RideTaken(ride_id="seven"))  # type: ignore[arg-type]
        elif how == "savepoint":
            undone(lambda: emit(RideTaken(ride_id=ride_id + 1)))
        else:
            raise RuntimeError(how)

    def get_ride(self, ride_id: int) -> int:
        emit(RideTaken(ride_id=ride_id))
        return ride_id


def undone(work: Callable[[], None]) -> None:
    """Do something in a savepoint and roll it back."""
    with transaction.atomic():
        work()
        transaction.set_rollback(True)


class AccountsService(Accounts):
    """Listens, and writes down what it hears."""

    def get_account(self, account_id: int) -> int:
        return account_id

    @consumes(RideTaken)
    def count_ride(self, event: RideTaken) -> None:
        caller = self.context.caller
        assert caller is not None
        Entry.objects.create(who=f"count by {caller.id}", key=str(event.ride_id), number=event.seats)
        if event.ride_id in Flaws.taken:
            raise RuntimeError(f"cannot count {event.ride_id}")

    @consumes(RideTaken)
    def greet_member(self, event: RideTaken) -> None:
        Entry.objects.create(who="greet", key=str(event.ride_id), number=event.seats)

    @consumes(RideFinished)
    def close_ride(self, event: RideFinished) -> None:
        Entry.objects.create(who="close", key=str(event.ride_id))
