"""Jobs and schedules, by what the project declares of them in `[tool.trebol.factors]`.

There is no standard way to hand a job to a worker, so the project says it, in shell lines of its own:

    [tool.trebol.factors.job]
    type = "worker"                                  # the process type that works
    enqueue = "python manage.py enqueue {name} 2"    # a job of about two seconds, of that name
    count = "python manage.py finished {name}"       # prints how often it was finished
    within = 25                                      # seconds in which another worker takes it up

    [tool.trebol.factors.schedule]
    type = "scheduler"                               # the process type that begins periodic jobs
    seconds = 2                                      # the period
    count = "python manage.py ticks"                 # prints how often the job began
"""

from __future__ import annotations

import re
import signal
import time
from dataclasses import dataclass
from typing import Any

from trebol.factors.check import CouldNotRun
from trebol.factors.observation import Observation
from trebol.factors.observed import observed
from trebol.factors.procfile import ProcessType
from trebol.factors.workshop import Instance

UNDER_WAY = 1.0
FINISHED_WITHIN = 25


@dataclass(frozen=True)
class Fate:
    """What became of a job whose worker got a signal. `finished`: how often it was finished in the end."""

    signal: str
    finished: int


class Jobs:
    """The facts about jobs, for one observation."""

    def __init__(self, observation: Observation) -> None:
        self.observation = observation
        self.workshop = observation.workshop

    def declared(self, name: str) -> dict[str, Any]:
        """The table of that name. Raises `CouldNotRun` where the project does not declare it."""
        table = self.observation.project.wishes.get(name)
        if not isinstance(table, dict):
            raise CouldNotRun(f"pyproject.toml has no table [tool.trebol.factors.{name}] that says how")
        return table

    def type_of(self, table: dict[str, Any], usual: str) -> ProcessType:
        """The process type that a table names."""
        return self.observation.project.process_type(str(table.get("type", usual)))

    def ask(self, line: str) -> str:
        """What a declared line says. Raises `CouldNotRun` where it fails."""
        done = self.workshop.line(line).done
        if done.status != 0:
            raise CouldNotRun(f"{line!r} ended with {done.status}: {done.last_words}")
        return done.output

    def count(self, line: str) -> int:
        """The number that a declared line prints."""
        said = re.findall(r"\d+", self.ask(line))
        if not said:
            raise CouldNotRun(f"{line!r} printed no number")
        return int(said[-1])

    @observed
    def fates(self) -> list[Fate]:
        """A job under way when its worker gets SIGTERM, and one when it gets SIGKILL; then a new worker."""
        table = self.declared("job")
        _ = self.observation.released
        return [self.fate(table, number) for number in (signal.SIGTERM, signal.SIGKILL)]

    def fate(self, table: dict[str, Any], number: signal.Signals) -> Fate:
        """Enqueue, interrupt, start again, count."""
        type = self.type_of(table, "worker")
        name = f"factors-{self.observation.token[:8]}-{number.name.lower()}"
        worker = self.workshop.start(type)
        time.sleep(UNDER_WAY)
        self.ask(str(table["enqueue"]).format(name=name))
        time.sleep(UNDER_WAY)
        worker.launched.signal(number)
        worker.launched.ended(self.workshop.deadline, 10)
        worker.launched.end()
        again = self.workshop.start(type)
        line = str(table["count"]).format(name=name)
        within = float(table.get("within", FINISHED_WITHIN))
        self.workshop.deadline.wait(lambda: self.count(line) > 0, within, pause=1)
        again.launched.end()
        return Fate(number.name, self.count(line))

    @observed
    def ticks(self) -> tuple[int, int]:
        """How often a periodic job began with two schedulers, and how often it should have at most."""
        table = self.declared("schedule")
        _ = self.observation.released
        period = float(table.get("seconds", 60))
        line, type = str(table["count"]), self.type_of(table, "scheduler")
        before, began = self.count(line), time.monotonic()
        two: list[Instance] = [self.workshop.start(type), self.workshop.start(type)]
        self.workshop.deadline.wait(lambda: self.count(line) > before, period * 2 + 10, pause=0.3)
        time.sleep(min(period * 2.5, 20))
        for each in two:
            each.launched.end()
        return self.count(line) - before, int((time.monotonic() - began) / period) + 1
