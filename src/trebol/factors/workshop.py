"""Where a project is run: its scratch copies, its environment, its services, and everything that was
started.
"""

from __future__ import annotations

import contextlib
import json
import shutil
import sys
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from trebol.factors import environment, launch, programs, records, wire
from trebol.factors.check import CouldNotRun
from trebol.factors.deadline import Deadline
from trebol.factors.environment import Services
from trebol.factors.launch import Done, Launched
from trebol.factors.postgres import DEFAULT, Server
from trebol.factors.procfile import ProcessType
from trebol.factors.project import Project
from trebol.factors.records import Event
from trebol.factors.scratch import Scratch

INSIDE = Path(__file__).parent / "inside"
PROBES = Path(__file__).parent / "probes"
SERVICE_SCHEMES = {"redis", "rediss", "amqp", "amqps", "memcached", "memcache", "smtp", "mongodb", "nats"}
STOPS_WITHIN = 20


@dataclass(frozen=True, kw_only=True)
class Options:
    """What a run is told. `python`: of the project's environment."""

    python: Path | None = None
    postgres: str = DEFAULT
    seconds: float = 170
    environment: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Watched:
    """A program that has ended, and what it wrote down."""

    done: Done
    events: list[Event]


class Instance:
    """One started process type. `given`: the port it was told; `port`: the one it listens on."""

    def __init__(self, launched: Launched, events: Path, given: int) -> None:
        self.launched = launched
        self.file = events
        self.given = given
        self.port = given
        self.client = wire.Client(given)
        self.ready_after = 0.0

    @property
    def events(self) -> list[Event]:
        """What its processes wrote down until now."""
        return records.events(self.file)


class Workshop:
    """The scratch side of one run. `close` ends and removes everything."""

    def __init__(self, project: Project, options: Options) -> None:
        self.project = project
        self.options = options
        self.deadline = Deadline(options.seconds)
        self.scratch = Scratch(project)
        self.copies: dict[str, Path] = {}
        self.relays: dict[str, wire.Relay] = {}
        self.launched: list[Launched] = []
        self.server = Server(options.postgres, f"trebol_factors_{self.scratch.token[:8]}")

    @cached_property
    def python(self) -> Path:
        """The Python of the project: the one given, its own environment's, else the one that runs this."""
        own = [self.project.folder / name / "bin/python" for name in (".venv", "venv")]
        given = self.options.python or next((each for each in own if each.exists()), None)
        return given or Path(sys.executable)

    def copy(self, name: str) -> Path:
        """The copy of that name, made once: two names are two machines."""
        if name not in self.copies:
            self.copies[name] = self.scratch.copy(name)
        return self.copies[name]

    @property
    def manage_folder(self) -> str:
        """The folder of manage.py, relative to the project."""
        return str(Path(self.project.manage).parent)

    @cached_property
    def services(self) -> Services:
        """The scratch services behind the declared URLs."""
        ports = {name: self.relay(name, value) for name, value in self.service_urls().items()}
        return Services(
            sqlite=self.scratch.data / "scratch.sqlite3",
            postgres=self.declared_postgres(),
            ports=ports,
            release=self.project.commit or "",
            volume=self.scratch.data / "volume",
        )

    def service_urls(self) -> dict[str, str]:
        """The declared URLs of services other than the database, by variable."""
        said = {each.name: each.value for each in self.project.declared.values() if not each.optional}
        return {name: value for name, value in said.items() if urlsplit(value).scheme in SERVICE_SCHEMES}

    def relay(self, name: str, url: str) -> int:
        """The port of a relay before the service of `url`; Redis is started for it where it is installed."""
        target = self.redis() if urlsplit(url).scheme == "redis" else None
        self.relays[name] = wire.Relay(target)
        return self.relays[name].port

    def redis(self) -> int | None:
        """The port of a Redis of this run; None where none is installed."""
        program = shutil.which("redis-server")
        if program is None:
            return None
        port = wire.free_port()
        words = [program, "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
        self.launch(words, cwd=self.scratch.data, env={"PATH": "/usr/bin:/bin"})
        self.deadline.wait(lambda: wire.answers(port), 5)
        return port

    def declared_postgres(self) -> tuple[str, str, int, str] | None:
        """A scratch database where the project declares PostgreSQL; None where it declares something else."""
        declared = self.project.declared.values()
        schemes = {urlsplit(each.value).scheme for each in declared if environment.is_database(each)}
        parts = [each for each in declared if environment.part_of_database(each.name)]
        wanted = schemes & environment.POSTGRES_SCHEMES or (parts and not schemes)
        return self.postgres("DATABASE") if wanted else None

    def postgres(self, name: str) -> tuple[str, str, int, str]:
        """A new database behind a relay of that name. Raises `CouldNotRun` without a server."""
        database = self.server.make()
        self.relays[name] = wire.Relay(self.server.port)
        return self.server.user, self.server.password, self.relays[name].port, database

    def bare(self) -> dict[str, str]:
        """An environment without any variable of the project."""
        return environment.base(self.python, self.programs, self.scratch.home, self.scratch.temporary)

    @cached_property
    def programs(self) -> str:
        """The PATH of every process of the project: a program that it does not declare is behind a door."""
        folder = self.scratch.folder / "programs"
        return programs.reduced(environment.system_path(), folder, declared=self.project.installs)

    @cached_property
    def values(self) -> dict[str, str]:
        """The scratch value of every declared variable: the same for every process of the run."""
        wished = self.project.wishes.get("environment", {})
        return {
            **environment.values(self.project.declared, self.services),
            **{str(name): str(value) for name, value in wished.items()},
            **self.options.environment,
        }

    def watched(self, env: dict[str, str], copy: str) -> tuple[dict[str, str], Path]:
        """The same environment with the watch in it, and the file where events will be."""
        events = self.scratch.events / f"{self.scratch.next()}.jsonl"
        path = [str(INSIDE), *filter(None, [env.get("PYTHONPATH")])]
        watch = {
            "TREBOL_FACTORS_EVENTS": str(events),
            "TREBOL_FACTORS_ROOT": str(self.copy(copy)),
            "TREBOL_FACTORS_TOKEN": self.scratch.token,
            "PYTHONPATH": ":".join(path),
            "PYTHONDONTWRITEBYTECODE": "1",
        }
        return {**env, **watch}, events

    def launch(self, words: list[str], *, cwd: Path, env: dict[str, str]) -> Launched:
        """Start a program that is ended when the workshop closes."""
        launched = Launched(words, cwd=cwd, env=env, mark=self.scratch.next())
        self.launched.append(launched)
        return launched

    def run(
        self, words: list[str], *, env: dict[str, str] | None = None, copy: str = "a", seconds: float = 60
    ) -> Watched:
        """Run a program of the project to its end, watched."""
        full, events = self.watched({**self.bare(), **(self.values if env is None else env)}, copy)
        done = launch.run(
            words,
            cwd=self.copy(copy),
            env=full,
            mark=self.scratch.next(),
            deadline=self.deadline,
            seconds=seconds,
        )
        return Watched(done, records.events(events))

    def admin(
        self, *words: str, env: dict[str, str] | None = None, copy: str = "a", seconds: float = 60
    ) -> Watched:
        """Run a command of manage.py."""
        return self.run([str(self.python), self.project.manage, *words], env=env, copy=copy, seconds=seconds)

    def line(self, command: str, env: dict[str, str] | None = None, copy: str = "a") -> Watched:
        """Run a shell line of the project to its end."""
        return self.run([*shell(), command], env=env, copy=copy)

    def probe(
        self, name: str, *words: str, env: dict[str, str] | None = None, copy: str = "a", seconds: float = 60
    ) -> tuple[Any, Watched]:
        """Run one of our probes by the project's Python: what it found.

        Raises `CouldNotRun` where it ended without saying so, with its last words.
        """
        script, _, action = name.partition(" ")
        out = self.scratch.folder / f"{self.scratch.next()}.json"
        told = [self.manage_folder, self.project.settings_module, str(out), *words]
        program = [str(self.python), str(PROBES / f"{script}.py"), *([action] if action else []), *told]
        watched = self.run(program, env=env, copy=copy, seconds=seconds)
        if not out.exists():
            raise CouldNotRun(f"the project does not load: {watched.done.last_words}")
        return json.loads(out.read_text()), watched

    def start(
        self, type: ProcessType, *, env: dict[str, str] | None = None, copy: str = "a", bare: bool = False
    ) -> Instance:
        """Start a process type as a process manager does, with a port of its own."""
        port = wire.free_port()
        own = {"PORT": str(port)}
        full, events = self.watched(
            {**self.bare(), **({} if bare else self.values), **(env or {}), **own}, copy
        )
        launched = self.launch([*shell(), type.command], cwd=self.copy(copy), env=full)
        return Instance(launched, events, port)

    def close(self) -> None:
        """End what runs, drop what was made, remove the folder: each of it, whatever becomes of the
        others.
        """
        with contextlib.ExitStack() as steps:  # last in, first out
            steps.callback(self.scratch.remove)
            steps.callback(self.server.drop)
            for relay in self.relays.values():
                steps.callback(relay.cut)
            for launched in self.launched:
                steps.callback(launched.end)


def shell() -> list[str]:
    """The shell of a Procfile line: bash, which gives its place to a simple command; dash does not."""
    return [shutil.which("bash") or "/bin/sh", "-c"]
