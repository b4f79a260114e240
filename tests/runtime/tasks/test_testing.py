"""What a project's tests need of tasks and events."""

from __future__ import annotations

import pytest
from django.core.management import call_command

from tests.runtime.events.conftest import project  # noqa: F401 - a fixture
from tests.runtime.events.project import Flaws as ConsumerFlaws
from tests.runtime.events.project import Rides
from tests.runtime.tasks.sample import Flaws, add
from tests.tally.models import Entry
from trebol.bootstrap import Assembly
from trebol.service import consume
from trebol.testing import called_by
from trebol.testing.events import deliver_events
from trebol.testing.tasks import run_tasks

pytestmark = pytest.mark.django_db


def test_tasks_run_in_the_test() -> None:
    add.enqueue("a")
    add.enqueue("b")
    assert (run_tasks(), run_tasks()) == (2, 0)
    assert Entry.objects.count() == 2


def test_what_a_task_raises_is_raised_in_the_test() -> None:
    Flaws.left = 1
    add.enqueue("a")
    with pytest.raises(RuntimeError, match="not yet"):
        run_tasks()
    assert run_tasks() == 1, "and it can be run again"


def test_what_a_consumer_raises_is_raised_in_the_test(project: Assembly) -> None:  # noqa: F811
    ConsumerFlaws.taken = {7}
    with called_by("ana"):
        consume(Rides).take_ride(7)
    with pytest.raises(RuntimeError, match="cannot count 7"):
        deliver_events(project)
    ConsumerFlaws.taken = set()
    assert deliver_events(project) == 2


def test_the_migrations_make_the_models() -> None:
    call_command("makemigrations", "trebol", check=True, dry_run=True, verbosity=0, skip_checks=True)
