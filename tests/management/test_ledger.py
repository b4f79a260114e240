"""`manage.py outbox` and `manage.py tasks`: list, show, replay, discard."""

from __future__ import annotations

from collections.abc import Callable
from io import StringIO
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from tests.runtime.tasks.sample import add
from trebol.runtime.events.models import Delivery, OutboxEvent
from trebol.runtime.leasing.row import State
from trebol.runtime.tasks.models import StoredTask

pytestmark = pytest.mark.django_db


def ran(*words: str) -> list[str]:
    """What a command prints, line by line."""
    out = StringIO()
    call_command(*words, stdout=out)
    return out.getvalue().splitlines()


def a_delivery(state: State = State.DEAD) -> Delivery:
    told = OutboxEvent.objects.create(
        event="rides.v1.RideTaken", stream="rides:7", body='{"ride_id":7}', position=1,
        emitted_at=timezone.now(), request_id="r1", routed_at=timezone.now(),
    )  # fmt: skip
    return Delivery.objects.create(
        outbox=told, destination="accounts.v1.count_ride", group="accounts.v1", stream="rides:7", position=1,
        available_at=timezone.now(), state=state, attempts=3, error="Traceback\nRuntimeError: no",
    )  # fmt: skip


def a_task(state: State = State.DEAD) -> StoredTask:
    key = add.enqueue("a", number=7).id
    StoredTask.objects.filter(pk=key).update(state=state, attempts=3, error="Traceback\nRuntimeError: no")
    return StoredTask.objects.get(pk=key)


def test_what_is_open_is_listed_and_everything_counted() -> None:
    dead, done = a_delivery(), a_delivery(State.DONE)
    lines = ran("outbox", "list")
    assert lines[0].split("\t")[:5] == [str(dead.pk), "dead", "accounts.v1.count_ride", "rides:7", "3"]
    assert lines[1:] == ["1 dead, 1 done"]
    assert [line.split("\t")[0] for line in ran("outbox", "list", "--state", "done")[:-1]] == [str(done.pk)]
    assert len(ran("outbox", "list", "--state", "all")) == 3
    assert len(ran("outbox", "list", "--state", "all", "--limit", "1")) == 2


def test_nothing_is_said_to_be_nothing() -> None:
    assert (ran("outbox", "list"), ran("tasks", "list")) == (["nothing"], ["nothing"])


def test_one_is_shown_whole() -> None:
    lines = ran("outbox", "show", str(a_delivery().pk))
    assert {"event: rides.v1.RideTaken", 'body: {"ride_id":7}', "request_id: r1", "RuntimeError: no"} <= set(
        lines
    )
    lines = ran("tasks", "show", str(a_task().pk))
    assert {"args: ['a']", "kwargs: {'number': 7}", "attempts: 3"} <= set(lines)


Make = Callable[..., Delivery | StoredTask]


@pytest.mark.parametrize(("command", "make"), [("outbox", a_delivery), ("tasks", a_task)])
def test_the_dead_are_replayed_and_discarded(command: str, make: Make) -> None:
    one, other = make(), make()
    assert ran(command, "replay", str(one.pk)) == ["1 will be tried again"]
    one.refresh_from_db()
    assert (one.state, one.attempts) == (State.WAITING, 0)
    assert ran(command, "discard", "--all") == ["1 discarded"]
    assert list(type(one)._default_manager.all()) == [one]
    assert other.state == State.DEAD
    assert ran(command, "replay", "--all") == ["0 will be tried again"]


def test_what_a_broker_lost_is_replayed_by_its_id() -> None:
    row = a_task(State.SENT)
    assert ran("tasks", "replay", str(row.pk)) == ["1 will be tried again"]


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("outbox", "show", "999999"), "There is no delivery 999999"),
        (("outbox", "show", "seven"), "There is no delivery seven"),
        (("tasks", "replay", str(uuid4())), "There is no task"),
        (("tasks", "replay", "seven"), "There is no task seven"),
        (("tasks", "replay"), "Say which"),
        (("tasks", "discard", "1", "--all"), "Say which"),
    ],
)
def test_what_cannot_be_meant_is_refused(words: tuple[str, ...], why: str) -> None:
    with pytest.raises(CommandError, match=why):
        ran(*words)


def test_what_is_not_dead_is_neither_replayed_nor_discarded() -> None:
    row = a_task(State.WAITING)
    with pytest.raises(CommandError, match="is not dead: it is waiting"):
        ran("tasks", "discard", str(row.pk))
