"""What prepares a command runs after its permission and before its transaction."""

from __future__ import annotations

from typing import Any, Protocol

import pytest
from django.db import connection

from trebol import Code, Fault, Message, Permission, PermissionDenied, Service, command, query
from trebol.bootstrap import assemble
from trebol.runtime.credential import Credential
from trebol.runtime.invocation import Invocation
from trebol.service import permits, prepares


class Seen(Message):
    """What the command saw."""

    prepared: str
    in_transaction_before: bool
    in_transaction: bool


class Refused(Fault, code=Code.FAILED_PRECONDITION):
    """The preparation says no."""


class Allowed(Permission):
    """Anybody but "nobody"."""


class Doors(Service, Protocol, noun="door", plural="doors"):
    """Open doors."""

    @command(needs=Allowed, raises=[Refused])
    def open_door(self, door_id: str) -> Seen: ...

    @query(public=True)
    def get_door(self, door_id: str) -> Seen: ...


class DoorsService(Doors):
    asked: list[str] = []

    @permits(Allowed)
    def is_allowed(self, door_id: str) -> bool:
        self.asked.append("permission")
        return door_id != "nobody"

    @prepares(Doors.open_door)
    def look(self, door_id: str) -> tuple[str, bool]:
        self.asked.append("preparation")
        if door_id == "stuck":
            raise Refused()
        return door_id.upper(), connection.in_atomic_block

    def open_door(self, door_id: str) -> Seen:
        text, before = self.prepared
        return Seen(prepared=text, in_transaction_before=before, in_transaction=connection.in_atomic_block)

    def get_door(self, door_id: str) -> Seen:
        return Seen(prepared=str(self.prepared), in_transaction_before=False, in_transaction=False)


def ran(operation: str, door_id: str) -> Any:
    """Run an operation of the doors as somebody."""
    from trebol import Caller

    found = assemble([Doors], [DoorsService], project="tests")
    assert found.problems == ()
    compiled = found.compilation.operations[f"doors.v1.{operation}"]
    plain = {"door_id": door_id}
    invocation = Invocation(compiled, lambda: compiled.judge.accept(plain), Credential(Caller(id="1")))
    return found.runtime.perform(invocation).value


@pytest.mark.django_db(transaction=True)
def test_it_runs_before_the_transaction_and_its_value_is_there_inside() -> None:
    DoorsService.asked = []
    seen = ran("open_door", "oak")
    assert seen == Seen(prepared="OAK", in_transaction_before=False, in_transaction=True)
    assert DoorsService.asked == ["permission", "preparation"]


@pytest.mark.django_db(transaction=True)
def test_it_may_raise_the_faults_of_the_command() -> None:
    with pytest.raises(Refused):
        ran("open_door", "stuck")


@pytest.mark.django_db(transaction=True)
def test_it_does_not_run_without_the_permission() -> None:
    DoorsService.asked = []
    with pytest.raises(PermissionDenied):
        ran("open_door", "nobody")
    assert DoorsService.asked == ["permission"]


def test_nothing_is_prepared_for_a_query() -> None:
    assert ran("get_door", "oak").prepared == "None"


def test_a_preparation_that_asks_for_too_much_is_a_problem() -> None:
    class Curious(DoorsService):
        @prepares(Doors.open_door)
        def look(self, door_id: str, key: str = "") -> tuple[str, bool]:
            return door_id, False

        @prepares(Doors.get_door)
        def peek(self, door_id: str) -> None: ...

    problems = assemble([Doors], [Curious], project="tests").problems
    assert [(problem.id, "key" in problem.reason or "query" in problem.reason) for problem in problems] == [
        ("trebol.E031", True),
        ("trebol.E031", True),
    ]
