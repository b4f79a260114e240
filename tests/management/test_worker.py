"""`manage.py worker`, in process; real processes are killed in tests/runtime/worker."""

from __future__ import annotations

import logging
import os
import signal
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from tests.runtime.tasks.sample import add
from tests.tally.models import Entry
from trebol import bootstrap
from trebol.contract.problems import ContractError
from trebol.management.commands.worker import listening, log_to_stdout, options_of
from trebol.runtime.worker.options import WorkerOptions
from trebol.runtime.worker.worker import Worker


@pytest.fixture
def sound(monkeypatch: pytest.MonkeyPatch) -> None:
    """A project without problems, whatever the installed one has."""
    monkeypatch.setattr(bootstrap.Assembly, "raise_problems", lambda found: None)


@pytest.mark.postgres_only
@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("sound")
def test_the_command_runs_what_is_due(caplog: pytest.LogCaptureFixture) -> None:
    add.enqueue("a")
    before = signal.getsignal(signal.SIGTERM)
    call_command("worker", "--until-idle", "--concurrency", "1")
    assert Entry.objects.get().key == "a"
    assert signal.getsignal(signal.SIGTERM) is before


def test_a_project_with_problems_has_no_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    def raise_problems(found: Any) -> None:
        raise ContractError(())

    monkeypatch.setattr(bootstrap.Assembly, "raise_problems", raise_problems)
    with pytest.raises(CommandError):
        call_command("worker")


def test_a_signal_stops_the_worker() -> None:
    worker = Worker([], [], WorkerOptions())
    with listening(worker):
        os.kill(os.getpid(), signal.SIGTERM)
        os.kill(os.getpid(), signal.SIGINT)
    assert worker.stops == 2


def test_the_command_line_goes_before_the_environment() -> None:
    settings = WorkerOptions(concurrency=3)
    assert options_of(settings, None) is settings
    assert options_of(settings, 8).concurrency == 8
    with pytest.raises(CommandError, match="at least 1"):
        options_of(settings, 0)


def test_lines_go_to_stdout_where_the_project_sends_them_nowhere(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    logger = logging.getLogger("trebol")
    monkeypatch.setattr(logger, "propagate", False)
    monkeypatch.setattr(logger, "handlers", [])
    monkeypatch.setattr(logger, "level", logging.NOTSET)
    log_to_stdout()
    log_to_stdout()
    logging.getLogger("trebol.worker").info("task_done id=7")
    lines = capsys.readouterr().out.splitlines()
    assert [line.rpartition(" INFO ")[2] for line in lines] == ["task_done id=7"]
