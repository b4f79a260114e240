"""Tasks are rows that are run at least once, by priority, and kept where they fail for good."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from tests.runtime.events.conftest import project, rides  # noqa: F401 - fixtures
from tests.runtime.tasks.conftest import queue_of, run_due
from tests.runtime.tasks.sample import (
    Flaws,
    add,
    add_and_call,
    add_later,
    add_once,
    attempt,
    call,
    unwritable,
)
from tests.tally.models import Entry
from trebol.runtime.events.models import Consumed, OutboxEvent
from trebol.runtime.leasing.queue import revived
from trebol.runtime.leasing.row import State
from trebol.runtime.tasks.models import StoredTask
from trebol.runtime.tasks.queue import TaskQueue
from trebol.runtime.tasks.standard import (
    TaskResultDoesNotExist,
    TaskResultStatus,
    task_enqueued,
    task_finished,
    task_started,
)

pytestmark = pytest.mark.django_db


def make_due() -> None:
    StoredTask.objects.update(available_at=timezone.now() - timedelta(seconds=1))


def expire_leases() -> None:
    StoredTask.objects.update(lease_until=timezone.now() - timedelta(seconds=1))


def keys() -> list[str]:
    return list(Entry.objects.order_by("pk").values_list("key", flat=True))


def test_a_task_is_enqueued_run_and_its_result_read(queue: TaskQueue) -> None:
    result = add.enqueue("a", number=7)
    assert (result.status, keys()) == (TaskResultStatus.READY, [])
    assert run_due(queue) == ["done"]
    result.refresh()
    assert (result.status, result.return_value) == (
        TaskResultStatus.SUCCESSFUL, {"key": "a", "numbers": [7, 7]},
    )  # fmt: skip
    assert (result.attempts, result.worker_ids, result.errors) == (1, ["a worker"], [])
    assert result.started_at is not None
    assert result.finished_at is not None
    assert keys() == ["a"]


def test_a_task_enqueued_in_a_transaction_is_part_of_it(queue: TaskQueue) -> None:
    with transaction.atomic():
        add.enqueue("a")
        transaction.set_rollback(True)
    assert run_due(queue) == []


def test_a_task_that_fails_is_tried_again_after_a_while(queue: TaskQueue) -> None:
    Flaws.left = 1
    result = attempt.enqueue("a")
    assert (run_due(queue), run_due(queue)) == (["retry"], [])
    result.refresh()
    assert (result.status, [error.exception_class for error in result.errors]) == (
        TaskResultStatus.READY, [RuntimeError],
    )  # fmt: skip
    assert "not yet" in result.errors[0].traceback
    make_due()
    assert run_due(queue) == ["done"]
    result.refresh()
    assert (result.return_value, result.attempts) == (2, 2)


def test_after_the_last_attempt_a_task_is_dead_and_can_be_revived(queue: TaskQueue) -> None:
    Flaws.left = 3
    result = add.enqueue("a")
    outcomes = []
    for _ in range(4):
        outcomes += run_due(queue)
        make_due()
    assert outcomes == ["retry", "retry", "dead"]
    result.refresh()
    assert (result.status, len(result.errors)) == (TaskResultStatus.FAILED, 3)
    assert revived(StoredTask.objects.all()) == 1
    assert (run_due(queue), keys()) == (["done"], ["a"])


def test_the_highest_priority_runs_first(queue: TaskQueue) -> None:
    for key, priority in (("low", -5), ("first", 0), ("high", 50), ("second", 0)):
        add.using(priority=priority).enqueue(key)
    run_due(queue)
    assert keys() == ["high", "first", "second", "low"]


def test_a_task_does_not_run_before_its_time(queue: TaskQueue) -> None:
    add.using(run_after=timezone.now() + timedelta(hours=1)).enqueue("a")
    assert run_due(queue) == []
    make_due()
    assert run_due(queue) == ["done"]


def test_a_worker_may_run_some_queues_only(queue: TaskQueue) -> None:
    add.using(queue_name="mail").enqueue("a")
    add.enqueue("b")
    assert (run_due(queue_of(queues=("mail",))), keys()) == (["done"], ["a"])


def test_an_async_task_runs(queue: TaskQueue) -> None:
    add_later.enqueue("a")
    assert (run_due(queue), keys()) == (["done"], ["a"])


@pytest.mark.parametrize(
    ("path", "why"),
    [
        ("tests.runtime.tasks.sample.gone", "cannot be imported"),
        ("tests.runtime.tasks.sample.no_task", "is not a task: decorate it with @task"),
        ("os.getcwd", "is not a task"),
    ],
)
def test_only_tasks_are_run(queue: TaskQueue, path: str, why: str) -> None:
    add.enqueue("a")
    StoredTask.objects.update(path=path)
    for _ in range(3):
        run_due(queue)
        make_due()
    row = StoredTask.objects.get()
    assert row.state == State.DEAD
    assert why in row.error


def test_a_result_that_json_cannot_carry_is_a_failure(queue: TaskQueue) -> None:
    unwritable.enqueue()
    assert run_due(queue) == ["retry"]
    assert "not JSON serializable" in StoredTask.objects.get().error


def test_arguments_that_json_cannot_carry_are_refused() -> None:
    with pytest.raises(TypeError):
        add.enqueue(object())  # type: ignore[arg-type]
    assert not StoredTask.objects.exists()


def test_what_a_lost_worker_held_is_run_by_another(queue: TaskQueue) -> None:
    add.enqueue("a")
    held = queue.lease(1)
    other = queue_of("another")
    assert run_due(other) == []
    expire_leases()
    assert run_due(other) == ["done"]
    assert queue.run(held[0]) == "lost"
    assert StoredTask.objects.get().workers.splitlines() == ["a worker", "another"]


def test_the_effect_of_once_is_there_once(queue: TaskQueue) -> None:
    add_once.enqueue("a")
    held = queue.lease(1)
    queue.work(held[0])  # and the worker is gone before it could say so
    expire_leases()
    assert run_due(queue_of("another")) == ["done"]
    assert keys() == ["a"]
    assert Consumed.objects.get().uid == str(held[0].pk)


def test_once_leaves_nothing_behind_when_it_fails(queue: TaskQueue) -> None:
    Flaws.left = 1
    add_once.enqueue("a")
    assert (run_due(queue), keys(), Consumed.objects.count()) == (["retry"], [], 0)
    make_due()
    assert (run_due(queue), keys()) == (["done"], ["a"])


def test_once_runs_outside_a_worker_too() -> None:
    add_once.func("a")
    assert keys() == ["a"]


@pytest.mark.usefixtures("project")
def test_a_task_calls_commands_as_the_system(queue: TaskQueue) -> None:
    call.enqueue(7)
    assert run_due(queue) == ["done"]
    assert OutboxEvent.objects.get().stream == "rides:7"


@pytest.mark.usefixtures("project")
def test_once_calls_no_command(queue: TaskQueue) -> None:
    add_and_call.enqueue("a")
    assert run_due(queue) == ["retry"]
    told = StoredTask.objects.get().error
    assert "while the transaction of tests.runtime.tasks.sample.add_and_call is open" in told


def test_signals_of_the_api_are_sent(queue: TaskQueue) -> None:
    heard: list[tuple[str, TaskResultStatus]] = []

    def hear(name: str) -> Any:
        return lambda sender, task_result, **kwargs: heard.append((name, task_result.status))

    receivers = {"enqueued": task_enqueued, "started": task_started, "finished": task_finished}
    hearing = {name: hear(name) for name in receivers}
    for name, signal in receivers.items():
        signal.connect(hearing[name])
    add.enqueue("a")
    run_due(queue)
    for name, signal in receivers.items():
        signal.disconnect(hearing[name])
    assert heard == [
        ("enqueued", TaskResultStatus.READY),
        ("started", TaskResultStatus.RUNNING),
        ("finished", TaskResultStatus.SUCCESSFUL),
    ]


@pytest.mark.parametrize("unknown", ["0d9f2f0c-0000-4000-8000-000000000000", "nonsense"])
def test_an_unknown_result_is_not_found(unknown: str) -> None:
    with pytest.raises(TaskResultDoesNotExist):
        add.get_result(unknown)


def test_what_was_done_long_ago_is_swept_and_what_is_dead_stays(queue: TaskQueue) -> None:
    add.enqueue("a")
    run_due(queue)
    add.enqueue("b")
    StoredTask.objects.filter(state=State.WAITING).update(state=State.DEAD, finished_at=timezone.now())
    queue.sweep(timedelta(days=1))
    assert StoredTask.objects.count() == 2
    queue.sweep(timedelta(0))
    assert [row.state for row in StoredTask.objects.all()] == [State.DEAD]
