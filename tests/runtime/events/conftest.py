"""The project of these tests in place of the installed one, and a relay of its outbox."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.runtime.events.project import Accounts, AccountsService, Flaws, Rides, RidesService
from trebol import Caller, Context
from trebol.bootstrap import Assembly, assemble, assembly, install
from trebol.runtime.events.inbox import InProcess
from trebol.runtime.events.relay import Relay
from trebol.runtime.leasing.queue import Terms
from trebol.service import acting_as, consume


@pytest.fixture
def project() -> Iterator[Assembly]:
    found = assemble([Rides, Accounts], [RidesService, AccountsService], project="tests")
    assert found.problems == ()
    install(found)
    Flaws.taken = set()
    yield found
    install(assembly())


@pytest.fixture
def rides(project: Assembly) -> Iterator[Rides]:
    with acting_as(Context(caller=Caller(id="7"), request_id="r1")):
        yield consume(Rides)


def relay_of(project: Assembly, holder: str = "a worker", seconds: int = 60, attempts: int = 3) -> Relay:
    transport = InProcess(project.consumers, project.runtime.database_of)
    return Relay("default", Terms(holder=holder, seconds=seconds, attempts=attempts), transport)


@pytest.fixture
def relay(project: Assembly) -> Relay:
    return relay_of(project)
