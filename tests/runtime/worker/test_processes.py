"""Real workers, killed in the middle of their work: nothing is lost, nothing is applied twice."""

from __future__ import annotations

import signal
import time
from collections import Counter
from collections.abc import Callable
from functools import partial

import pytest

from tests.runtime.worker.processes import Site, kill

pytestmark = pytest.mark.slow
Sites = Callable[..., Site]


def effects(place: Site) -> int:
    return len(place.entries("heard")) + len(place.entries("once"))


def has_effects(place: Site, enough: int) -> bool:
    return effects(place) >= enough


def test_workers_that_are_killed_lose_nothing_and_apply_nothing_twice(site: Sites) -> None:
    place = site()
    place.python("tests.crash.drive", "tell", "6", "10")
    place.python("tests.crash.drive", "enqueue", "40")
    for _ in range(3):
        doomed = [place.start(), place.start()]
        place.wait(partial(has_effects, place, effects(place) + 10))
        for worker in doomed:
            kill(worker)
    assert place.unfinished() > 0, "the workers were killed in the middle of it"
    place.start()
    place.start()
    place.wait(lambda: place.unfinished() == 0)

    told = [(str(key), number) for key in range(6) for number in range(10)]
    for who in ("heard", "again"):
        heard = place.entries(who)
        assert Counter(heard) == Counter(told)
        for key in range(6):
            assert [number for name, number in heard if name == str(key)] == list(range(10)), "in order"
    assert Counter(place.entries("once")) == Counter(("", number) for number in range(40))
    assert set(place.entries("task")) == {("", number) for number in range(40)}, "at least once"
    tried_again = "SELECT attempts FROM {} WHERE attempts > 1"
    assert place.rows(tried_again.format("trebol_delivery")) + place.rows(
        tried_again.format("trebol_storedtask")
    )
    assert "locked" not in place.log.read_text()


def test_what_a_killed_worker_held_is_run_again_after_its_lease(site: Sites) -> None:
    place = site(lease_seconds=1)
    place.python("tests.crash.drive", "sleep", "1")
    first = place.start()
    place.wait(lambda: len(place.entries("sleep begins")) == 1)
    kill(first)
    place.start()
    place.wait(lambda: place.unfinished() == 0)
    assert (len(place.entries("sleep begins")), len(place.entries("sleep ends"))) == (2, 1)


def test_a_task_longer_than_its_lease_is_not_run_by_another(site: Sites) -> None:
    place = site(lease_seconds=1)
    place.python("tests.crash.drive", "sleep", "4")
    place.start()
    place.start()
    place.wait(lambda: place.unfinished() == 0)
    assert len(place.entries("sleep begins")) == 1


def test_sigterm_finishes_what_runs(site: Sites) -> None:
    place = site()
    place.python("tests.crash.drive", "sleep", "2")
    worker = place.start()
    place.wait(lambda: len(place.entries("sleep begins")) == 1)
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(10) == 0
    assert (len(place.entries("sleep ends")), place.said("worker_stopped")) == (1, 1)


@pytest.mark.parametrize(("grace_seconds", "signals", "status"), [(1, 1, 0), (60, 2, 1)])
def test_what_does_not_end_in_time_is_given_back(
    site: Sites, grace_seconds: int, signals: int, status: int
) -> None:
    place = site(grace_seconds=grace_seconds, lease_seconds=60)
    place.python("tests.crash.drive", "sleep", "60")
    worker = place.start()
    place.wait(lambda: len(place.entries("sleep begins")) == 1)
    for _ in range(signals):
        worker.send_signal(signal.SIGTERM)
        time.sleep(0.3)
    assert worker.wait(10) == status
    assert place.rows(
        "SELECT state, attempts, lease_until FROM trebol_storedtask WHERE path LIKE '%sleep'"
    ) == [("waiting", 0, None)]


def test_a_periodic_task_runs_once_for_each_time_whatever_the_number_of_workers(site: Sites) -> None:
    place = site()
    for _ in range(3):
        place.start()
    place.wait(lambda: len(place.entries("tick")) >= 1)
    began = time.monotonic()
    before = len(place.entries("tick"))
    kill(place.workers[0])
    place.wait(lambda: len(place.entries("tick")) >= before + 4)
    ticks = len(place.entries("tick")) - before
    assert ticks <= time.monotonic() - began + 2


@pytest.mark.needs_postgres
@pytest.mark.parametrize("site", ["postgres"], indirect=True)
def test_a_worker_survives_the_loss_of_its_database(site: Sites) -> None:
    place = site()
    place.start()
    place.wait(lambda: len(place.entries("tick")) >= 1)
    place.rows(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
        "WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )
    place.python("tests.crash.drive", "enqueue", "3")
    place.wait(lambda: place.unfinished() == 0)
    assert place.said("database_unavailable") >= 1
    assert place.workers[0].poll() is None
