"""Celery's own workers on real brokers, killed in the middle of their work."""

from __future__ import annotations

import subprocess
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial

import pytest

from tests.runtime.worker.brokers import BROKERS, clear
from tests.runtime.worker.processes import Site, kill

pytestmark = [
    pytest.mark.slow,
    pytest.mark.needs_postgres,
    pytest.mark.parametrize("site", ["postgres"], indirect=True),
]
NUMBERS = 40


@pytest.fixture(params=BROKERS)
def place(request: pytest.FixtureRequest, site: Callable[..., Site]) -> Iterator[Site]:
    """The project with its tasks at a broker; what it leaves there is taken away."""
    url: str = request.param
    found = site(url)
    yield found
    found.close()
    clear(url, found.prefix)


def start_celery(place: Site) -> subprocess.Popen[bytes]:
    options = ["--concurrency=2", "--without-mingle", "--without-gossip", "--loglevel=INFO"]
    return place.start("celery", "-A", "trebol.celery", "worker", *options)


def effects(place: Site) -> int:
    return len(place.entries("once")) + len(place.entries("task"))


def has_effects(place: Site, enough: int) -> bool:
    return effects(place) >= enough


def test_celery_workers_that_are_killed_lose_nothing_and_apply_nothing_twice(place: Site) -> None:
    place.python("tests.crash.drive", "enqueue", str(NUMBERS))
    place.start()
    for _ in range(2):
        doomed = start_celery(place)
        place.wait(partial(has_effects, place, effects(place) + 8))
        kill(doomed)
    assert place.unfinished() > 0, "they were killed in the middle of it"
    start_celery(place)
    place.wait(lambda: place.unfinished() == 0, seconds=90)
    assert Counter(place.entries("once")) == Counter(("", number) for number in range(NUMBERS))
    assert set(place.entries("task")) == {("", number) for number in range(NUMBERS)}, "at least once"


def test_periodic_tasks_reach_celery(place: Site) -> None:
    place.start()
    start_celery(place)
    place.wait(lambda: len(place.entries("tick")) >= 2)
    place.wait(lambda: place.said("task_done") >= 2)  # said right after its effect
