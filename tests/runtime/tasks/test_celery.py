"""Tasks for Celery are rows that are handed over; real brokers are in tests/runtime/worker."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from celery import Celery
from django.test import override_settings
from django.utils import timezone

from tests.runtime.tasks.sample import Flaws, add, add_once
from tests.tally.models import Entry
from trebol.bootstrap import assembly, task_queues_of
from trebol.runtime.leasing.queue import LOST, Terms
from trebol.runtime.leasing.row import State
from trebol.runtime.tasks.celery import RUN, CeleryBackend
from trebol.runtime.tasks.database import DatabaseBackend
from trebol.runtime.tasks.forward import Executor, Forwarder
from trebol.runtime.tasks.models import StoredTask
from trebol.runtime.tasks.queue import TaskQueue
from trebol.runtime.tasks.standard import TaskResultStatus, task_backends
from trebol.tasks import by_url

pytestmark = pytest.mark.django_db
TERMS = Terms(holder="celery", attempts=2)


@pytest.fixture
def broker() -> Iterator[Celery]:
    """A broker in memory, its queues of their own."""
    options = {"url": "memory://", "prefix": f"{uuid4().hex}."}
    backend = {"BACKEND": "trebol.runtime.tasks.celery.CeleryBackend", "QUEUES": [], "OPTIONS": options}
    with override_settings(TASKS={"default": backend}):
        Flaws.left = 0
        found: Any = task_backends["default"]
        yield found.app


def messages(broker: Celery) -> list[Any]:
    """What is in the queue "default": the arguments of each message."""
    with broker.connection_for_read() as connection:
        queue = connection.SimpleQueue(broker.conf.task_default_queue)
        found = []
        while queue.qsize():
            message = queue.get_nowait()
            assert message.headers["task"] == RUN
            found.append(json.loads(message.body or "")[0])
            message.ack()
        return found


def state() -> str:
    return StoredTask.objects.get().state


def make_due() -> None:
    StoredTask.objects.update(available_at=timezone.now() - timedelta(seconds=1))


def test_a_task_is_sent_once_its_transaction_is_committed(
    broker: Celery, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks() as committed:
        result = add.enqueue("a")
    assert (state(), messages(broker)) == (State.WAITING, [])
    committed[0]()
    assert (state(), messages(broker)) == (State.SENT, [["default", result.id]])
    result.refresh()
    assert result.status == TaskResultStatus.READY


def test_a_broker_that_is_away_delays_and_loses_nothing(
    django_capture_on_commit_callbacks: Any, caplog: pytest.LogCaptureFixture
) -> None:
    options = {"url": "amqp://guest:guest@127.0.0.1:1//"}
    backend = {"BACKEND": "trebol.tasks.by_url", "QUEUES": [], "OPTIONS": options}
    with override_settings(TASKS={"default": backend}):
        with django_capture_on_commit_callbacks(execute=True):
            add.enqueue("a")
        assert "the broker does not answer" in caplog.text
        assert state() == State.WAITING
        make_due()
        forwarder = Forwarder("default", TERMS, ["default"])
        assert [forwarder.run(row) for row in forwarder.lease(5)] == ["retry"]


def test_what_is_due_later_is_sent_when_it_is_due(
    broker: Celery, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        result = add.using(run_after=timezone.now() + timedelta(hours=1)).enqueue("a")
    forwarder = Forwarder("default", TERMS, ["default"])
    assert (state(), list(forwarder.lease(5))) == (State.WAITING, [])
    make_due()
    assert [forwarder.run(row) for row in forwarder.lease(5)] == ["done"]
    assert (state(), messages(broker)) == (State.SENT, [["default", result.id]])
    assert StoredTask.objects.get().attempts == 0


def test_a_worker_hands_over_and_does_not_run_what_is_celerys(broker: Celery) -> None:
    add.enqueue("a")
    make_due()
    queues = task_queues_of(assembly(), TERMS, [])
    assert [type(queue) for queue in queues] == [TaskQueue, Forwarder]
    assert [len(queue.lease(5)) for queue in queues] == [0, 1]
    queues[1].sweep(timedelta(0))
    assert StoredTask.objects.count() == 1


def sent(broker: Celery) -> str:
    """Enqueues a task and hands it over; its id."""
    result = add_once.enqueue("a")
    StoredTask.objects.update(state=State.SENT)
    return result.id


def test_a_message_runs_its_task(broker: Celery) -> None:
    key = sent(broker)
    Executor("default", TERMS).execute(key)
    row = StoredTask.objects.get()
    assert (row.state, row.attempts, Entry.objects.count()) == (State.DONE, 1, 1)


def test_a_message_that_comes_again_runs_nothing(broker: Celery) -> None:
    key = sent(broker)
    for _ in range(2):
        Executor("default", TERMS).execute(key)
    Executor("default", TERMS).execute(str(uuid4()))
    assert (StoredTask.objects.get().attempts, Entry.objects.count()) == (1, 1)


def test_a_message_may_be_faster_than_the_note_that_it_was_sent(
    broker: Celery, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks() as committed:
        key = add.enqueue("a").id
    Executor("default", TERMS).execute(key)
    committed[0]()
    assert state() == State.DONE


def test_a_task_that_fails_waits_and_is_handed_over_again_until_it_is_dead(broker: Celery) -> None:
    Flaws.left = 2
    key = sent(broker)
    Executor("default", TERMS).execute(key)
    row = StoredTask.objects.get()
    assert (row.state, row.attempts, row.available_at > timezone.now()) == (State.WAITING, 1, True)
    make_due()
    forwarder = Forwarder("default", Terms(holder="worker"), ["default"])
    assert [forwarder.run(row) for row in forwarder.lease(5)] == ["done"]
    Executor("default", TERMS).execute(key)
    row = StoredTask.objects.get()
    assert (row.state, row.attempts, len(row.errors)) == (State.DEAD, 2, 2)


def test_a_message_that_ends_every_worker_is_dead_at_last(broker: Celery) -> None:
    key = sent(broker)
    StoredTask.objects.update(attempts=2)
    Executor("default", TERMS).execute(key)
    row = StoredTask.objects.get()
    assert (row.state, row.error, Entry.objects.count()) == (State.DEAD, LOST, 0)


def test_what_a_broker_lost_is_sent_again(broker: Celery) -> None:
    key = sent(broker)
    forwarder = Forwarder("default", Terms(holder="worker"), ["default"])
    StoredTask.objects.update(lease_until=timezone.now() + timedelta(seconds=9))
    forwarder.bury()
    assert list(forwarder.lease(5)) == []
    StoredTask.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    forwarder.bury()
    assert [forwarder.run(row) for row in forwarder.lease(5)] == ["done"]
    assert (state(), messages(broker)) == (State.SENT, [["default", key]])
    row = StoredTask.objects.get()
    assert (row.attempts, row.leased_by, row.lease_until > timezone.now()) == (0, "", True)  # type: ignore[operator]


def test_a_message_that_comes_again_while_its_task_runs_is_left_alone(broker: Celery) -> None:
    key = sent(broker)
    StoredTask.objects.update(
        attempts=1, leased_by="another", lease_until=timezone.now() + timedelta(seconds=9)
    )
    Executor("default", TERMS).execute(key)
    assert (StoredTask.objects.get().leased_by, Entry.objects.count()) == ("another", 0)


@pytest.mark.parametrize(("priority", "amqp"), [(-100, 0), (0, 4), (100, 9)])
def test_priorities_are_the_brokers(priority: int, amqp: int) -> None:
    rabbit = CeleryBackend(alias="x", params={"OPTIONS": {"url": "amqp://host"}})
    redis = CeleryBackend(alias="x", params={"OPTIONS": {"url": "redis://host"}})
    assert (rabbit.broker_priority(priority), redis.broker_priority(priority)) == (amqp, 9 - amqp)


def test_the_url_chooses_the_backend() -> None:
    assert type(by_url("x", {})) is DatabaseBackend
    assert type(by_url("x", {"OPTIONS": {"url": ""}})) is DatabaseBackend
    assert type(by_url("x", {"OPTIONS": {"url": "redis://h"}})) is CeleryBackend
    with pytest.raises(ValueError, match=r"amqp://\.\.\. or redis://"):
        by_url("x", {"OPTIONS": {"url": "http://h"}})


def test_celery_acknowledges_late_and_returns_what_a_lost_worker_had(broker: Celery) -> None:
    conf = broker.conf
    assert (conf.task_acks_late, conf.task_reject_on_worker_lost, conf.worker_prefetch_multiplier) == (
        True, True, 1,
    )  # fmt: skip


def test_two_projects_at_one_broker_share_no_name_there() -> None:
    def named(prefix: str) -> tuple[set[str], object]:
        backend = by_url("x", {"OPTIONS": {"url": f"redis://host/1?prefix={prefix}", "resend_seconds": 5}})
        assert isinstance(backend, CeleryBackend)
        assert (backend.options["url"], backend.options["resend_seconds"]) == ("redis://host/1", 5)
        conf = backend.app.conf
        names = {conf.task_default_queue, conf.control_exchange, conf.event_exchange, conf.event_queue_prefix}
        return names, conf.broker_transport_options["global_keyprefix"]

    ours, key = named("ours.")
    assert ours == {"ours.default", "ours.celery", "ours.celeryev"}
    assert (key, ours & named("theirs.")[0]) == ("ours.", set())
