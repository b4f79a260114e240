"""What each process type of the Procfile does when it is started: stays, ends, or hides in the background."""

from __future__ import annotations

import signal
import time
from dataclasses import dataclass

from trebol.factors import kernel
from trebol.factors.observation import Observation
from trebol.factors.observed import observed
from trebol.factors.procfile import ProcessType

STAYS = 2.5
STOPS_WITHIN = 10
ENDING = {"web", "release"}


@dataclass(frozen=True)
class Life:
    """The first seconds of a process type and its end.

    `status`: the exit status where it ended by itself; `daemons`: what it left in the background; `stopped`:
    seconds from SIGTERM to its end, None where it had to be killed; `words`: its last words.
    """

    type: ProcessType
    status: int | None
    daemons: list[str]
    stopped: float | None
    words: str


class ProcessTypes:
    """The facts about process types, for one observation."""

    def __init__(self, observation: Observation) -> None:
        self.observation = observation
        self.workshop = observation.workshop

    @observed
    def lives(self) -> list[Life]:
        """The life of every process type but the web one and the release step."""
        _ = self.observation.released
        types = self.observation.project.process_types
        return [self.life(type) for name, type in types.items() if name not in ENDING]

    @observed
    def web(self) -> Life:
        """The life of the web process."""
        _ = self.observation.released
        return self.life(self.observation.project.process_type("web"))

    def life(self, type: ProcessType) -> Life:
        """Start it, look, tell it to stop."""
        instance = self.workshop.start(type)
        launched, deadline = instance.launched, self.workshop.deadline
        launched.ended(deadline, STAYS)
        status = launched.status
        daemons = [
            " ".join(words)[:80]
            for pid, words in launched.family().items()
            if kernel.session(pid) != launched.pid
        ]
        launched.signal(signal.SIGTERM)
        began = time.monotonic()
        ended = launched.ended(deadline, STOPS_WITHIN)
        stopped = time.monotonic() - began if ended else None
        launched.end()
        return Life(type, status, daemons, stopped, launched.last_words())
