"""Periodic tasks are enqueued by one worker, once for each time, also after a pause."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.runtime.tasks.conftest import run_due
from tests.runtime.tasks.sample import add, no_task, tick
from trebol.runtime.tasks.cron import Every
from trebol.runtime.tasks.lead import Leadership
from trebol.runtime.tasks.models import Lead, Schedule, StoredTask
from trebol.runtime.tasks.periodic import Periodic, Registry
from trebol.runtime.tasks.queue import TaskQueue
from trebol.runtime.tasks.schedule import Scheduler
from trebol.service import periodic

PATH = "tests.runtime.tasks.sample.tick"
MINUTE = timedelta(minutes=1)


def scheduler(holder: str = "first") -> Scheduler:
    return Scheduler({PATH: Periodic(tick, Every(MINUTE))}, Leadership("schedule", holder, 60))


def pass_time(by: timedelta) -> None:
    """Lets everything have happened that much earlier."""
    for row in Schedule.objects.all():
        Schedule.objects.filter(pk=row.pk).update(due_at=row.due_at - by)


@pytest.mark.django_db
def test_a_task_is_due_one_interval_after_it_was_first_seen() -> None:
    one = scheduler()
    assert one.tick() == []
    pass_time(MINUTE)
    assert scheduler().tick() == [PATH]
    assert [row.path for row in StoredTask.objects.all()] == [PATH]


@pytest.mark.django_db
def test_what_was_due_many_times_is_enqueued_once(queue: TaskQueue) -> None:
    scheduler().tick()
    pass_time(MINUTE * 10.5)
    assert (scheduler().tick(), scheduler().tick()) == ([PATH], [])
    assert run_due(queue) == ["done"]
    assert Schedule.objects.get().due_at < timezone.now()


@pytest.mark.django_db
def test_what_nobody_has_begun_is_not_enqueued_again(queue: TaskQueue) -> None:
    scheduler().tick()
    pass_time(MINUTE)
    assert scheduler().tick() == [PATH]
    pass_time(MINUTE)
    assert scheduler().tick() == []
    run_due(queue)
    pass_time(MINUTE)
    assert scheduler().tick() == [PATH]


@pytest.mark.django_db
def test_one_worker_leads_until_it_leaves_or_is_gone() -> None:
    first, second = Leadership("schedule", "first", 60), Leadership("schedule", "second", 60)
    assert (first.held(), second.held(), first.held()) == (True, False, True)
    first.leave()
    assert (second.held(), first.held()) == (True, False)
    Lead.objects.update(until=timezone.now() - timedelta(seconds=1))
    assert first.held()


@pytest.mark.django_db
def test_who_does_not_lead_enqueues_nothing() -> None:
    scheduler("first").tick()
    pass_time(MINUTE)
    assert (scheduler("second").tick(), scheduler("first").tick()) == ([], [PATH])


@pytest.mark.django_db
def test_two_that_both_believe_to_lead_enqueue_once() -> None:
    one, two = scheduler("first"), scheduler("second")
    one.tick()
    pass_time(MINUTE)
    for each in (one, two):
        each.leadership.until = timezone.now() + timedelta(hours=1)
        each.due.clear()
    one.due[PATH] = two.due[PATH] = Schedule.objects.get().due_at
    assert (one.tick(), two.tick()) == ([PATH], [])


def test_a_periodic_task_is_registered_by_its_path() -> None:
    try:
        assert periodic(at="03:15")(tick) is tick
        assert Registry.found[PATH].task is tick
    finally:
        Registry.found.pop(PATH, None)


def test_a_rule_is_given_once_and_sound() -> None:
    with pytest.raises(ValueError, match="one of the two"):
        periodic()
    with pytest.raises(ValueError, match="one of the two"):
        periodic(every=MINUTE, at="03:15")
    with pytest.raises(ValueError, match="at least a second"):
        periodic(every=timedelta(0))
    with pytest.raises(ValueError, match="is not"):
        periodic(at="never")
    with pytest.raises(TypeError, match="goes above @task"):
        periodic(every=MINUTE)(no_task)  # type: ignore[arg-type]
    assert add.module_path not in Registry.found
