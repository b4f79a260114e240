"""What a web process does when it is told to end, is killed, lacks its configuration, or loses its database.

Each of these has an instance of its own.
"""

from __future__ import annotations

import signal
import threading
import time
from dataclasses import dataclass
from urllib.parse import quote

from trebol.factors import wire
from trebol.factors.check import CouldNotRun
from trebol.factors.environment import Services, database_part
from trebol.factors.observation import Observation
from trebol.factors.observed import observed
from trebol.factors.records import of_kind
from trebol.factors.wire import Answer, Client
from trebol.factors.workshop import Instance

STOPS_WITHIN = 10
WAIT = 2.0
WORKER_VARIABLES = ("WEB_CONCURRENCY", "GRANIAN_WORKERS", "UVICORN_WORKERS")


@dataclass(frozen=True)
class Termination:
    """How a process ended that was sent SIGTERM while it answered. `late`: what those got who came after."""

    usual: int
    answer: Answer
    late: list[str]
    seconds: float | None
    orphans: list[str]


@dataclass(frozen=True)
class Restart:
    """A process that was killed and started again: the page of the person who was logged in before.

    `workers`: how many processes it has, `answering`: how many of them answer; by the workers it was told to
    have.
    """

    inside: int
    workers: dict[int, int]
    answering: dict[int, int]
    variables: list[str]


@dataclass(frozen=True)
class Unconfigured:
    """A start without any of the project's variables. `status` is None where it went on."""

    status: int | None
    output: str


@dataclass(frozen=True)
class Outage:
    """Answers before, during and after a time without database, by what was asked (`live`, `ready`, ...)."""

    before: dict[str, Answer]
    during: dict[str, Answer]
    after: dict[str, Answer]
    running: bool


class Endings:
    """The facts about ends, for one observation."""

    def __init__(self, observation: Observation) -> None:
        self.observation = observation
        self.workshop = observation.workshop

    @observed
    def terminated(self) -> Termination:
        """SIGTERM in the middle of a request."""
        instance = self.observation.web("a")
        usual = instance.client.ask("/").status
        answers: list[Answer] = []
        slow = self.observation.order(f"wait={WAIT}")
        asking = threading.Thread(target=lambda: answers.append(instance.client.ask("/", headers=slow)))
        asking.start()
        if not self.workshop.deadline.wait(lambda: bool(self.arrived(instance)), 5):
            raise CouldNotRun("the slow request did not reach Django, so it could not be interrupted")
        instance.launched.signal(signal.SIGTERM)
        began = time.monotonic()
        late = newcomers(instance)
        ended = instance.launched.ended(self.workshop.deadline, STOPS_WITHIN)
        seconds = time.monotonic() - began if ended else None
        orphans = self.leftover(instance) if ended else []
        instance.launched.end()  # a platform takes the machine away once the started process has ended
        asking.join(timeout=15)
        return Termination(
            usual, answers[0] if answers else Answer(error="no answer"), late, seconds, orphans
        )

    def arrived(self, instance: Instance) -> list[object]:
        """The marked requests that reached Django."""
        return list(of_kind(instance.events, "arrived"))

    def leftover(self, instance: Instance) -> list[str]:
        """The command lines of what outlived the started process by half a second."""
        time.sleep(0.5)
        return [" ".join(words)[:80] for words in instance.launched.family().values()]

    @observed
    def restarted(self) -> Restart:
        """Started with one worker, killed, started with three."""
        variables = self.worker_variables()
        workers, answering, inside = {}, {}, 0
        for count in (1, 3):
            instance = self.observation.web("a", **{name: str(count) for name in variables})
            workers[count] = pythons(instance)
            answering[count] = self.answering(instance)
            inside = self.page_inside(instance)
            instance.launched.signal(signal.SIGKILL)
            instance.launched.end()
        return Restart(inside, workers, answering, variables)

    def worker_variables(self) -> list[str]:
        """The variables that may say how many workers there are: the project's, the servers'."""
        known = list(self.observation.variables)
        own = [name for name in known if "WORKERS" in name or "CONCURRENCY" in name]
        return list(dict.fromkeys([*own, *WORKER_VARIABLES]))

    def page_inside(self, instance: Instance) -> int:
        """What the page of the person who logged in before answers; 0 where nobody can log in."""
        try:
            login = self.observation.login
        except CouldNotRun:
            return 0
        kept = dict(login.client.cookies)
        return Client(instance.port, login.client.host, login.client.secure, kept).ask(login.path).status

    def answering(self, instance: Instance) -> int:
        """How many processes answer when eight slow requests come at once."""
        slow = {"headers": self.observation.order("wait=0.25")}
        asking = [threading.Thread(target=instance.client.ask, args=("/",), kwargs=slow) for _ in range(8)]
        for each in asking:
            each.start()
        for each in asking:
            each.join(timeout=15)
        return len({event["pid"] for event in of_kind(instance.events, "arrived")})

    @observed
    def unconfigured(self) -> Unconfigured:
        """A start of the web process with none of the project's variables."""
        instance = self.workshop.start(self.observation.project.process_type("web"), bare=True)
        launched, observation = instance.launched, self.observation
        self.workshop.deadline.wait(lambda: launched.status is not None or observation.listens(instance), 15)
        if launched.status is None and observation.listens(instance):
            launched.ended(self.workshop.deadline, 3)  # a server may listen before its application loads
        status = launched.status
        launched.end()
        return Unconfigured(status, launched.output())

    @observed
    def swapped(self) -> tuple[Instance, str]:
        """The web process on a new PostgreSQL database, and the variables that give it."""
        return self.observation.web("a", **self.database), ", ".join(self.database)

    @observed
    def database(self) -> dict[str, str]:
        """The variables that select a new PostgreSQL database behind the relay `swap`, migrated."""
        shop = self.workshop
        env = self.another_database("swap")
        _ = self.observation.released
        watched = shop.admin("migrate", "--noinput", env={**shop.values, **env})
        if watched.done.status != 0:
            raise CouldNotRun(f"the migrations failed on PostgreSQL: {watched.done.last_words}")
        return env

    @observed
    def empty_database(self) -> dict[str, str]:
        """The variables that select a new, empty PostgreSQL database."""
        return self.another_database("empty")

    def another_database(self, relay: str) -> dict[str, str]:
        """The variables that select a new PostgreSQL database behind a relay of that name."""
        seen = self.observation
        variables, parts = seen.database_variables, seen.database_parts
        if not variables and not parts:
            raise CouldNotRun("no variable gives the database")
        postgres = self.workshop.postgres(relay)
        user, password, port, name = postgres
        secret = f":{quote(password, safe='')}" if password else ""
        if variables:
            return {variables[0]: f"postgres://{user}{secret}@127.0.0.1:{port}/{name}"}
        services = Services(sqlite=self.workshop.scratch.data, postgres=postgres)
        return {part: database_part(part, services) or "" for part in parts}

    @observed
    def outage(self) -> Outage:
        """The database goes while the process runs, and comes back."""
        instance, _ = self.swapped
        relay = self.workshop.relays["swap"]
        before = self.asked(instance)
        relay.cut()
        during = self.asked(instance)
        relay.restore()
        self.workshop.deadline.wait(lambda: self.well(instance, before), 5, pause=0.3)
        return Outage(before, during, self.asked(instance), instance.launched.status is None)

    def asked(self, instance: Instance) -> dict[str, Answer]:
        """What liveness, readiness and a page that uses the database answer."""
        seen = self.observation
        paths = {"live": seen.live, "ready": seen.ready_path, "page": "/", "login": seen.boot["login"]}
        session = {"sessionid": "0" * 32}
        found = {}
        for name, path in paths.items():
            if path:
                client = Client(instance.port, instance.client.host, instance.client.secure, dict(session))
                found[name] = client.ask(path, timeout=15)
        return found

    def well(self, instance: Instance, before: dict[str, Answer]) -> bool:
        """Whether everything answers as before."""
        now = self.asked(instance)
        return all(now[name].status == answer.status for name, answer in before.items())


def pythons(instance: Instance) -> int:
    """How many processes the instance has, after a moment in which they start."""
    counts = [0]
    for _ in range(20):
        time.sleep(0.15)
        counts.append(len(instance.launched.pids()))
        if len(counts) > 6 and len(set(counts[-5:])) == 1:
            break
    return counts[-1]


def newcomers(instance: Instance) -> list[str]:
    """What happens to those who connect after SIGTERM: `refused`, `answered 200`, or the error they get."""
    found = []
    for _ in range(6):
        time.sleep(0.1)
        if not wire.answers(instance.port):
            found.append("refused")
            continue
        answer = instance.client.ask("/", timeout=5)
        refused = answer.error == "ConnectionRefusedError"
        found.append("refused" if refused else f"answered {answer.status}" if answer.status else answer.error)
    return found
