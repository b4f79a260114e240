"""Everything a run sees of a project: each fact is observed once and serves every check that asks for it.

The flow: copy, boot (settings and facts), release (migrations), two instances of the web process on two
copies, a person who logs in, pages; then instances that are terminated, killed, started without
configuration or on another database. A fact that ends a process has an instance of its own, so the order in
which checks ask does not matter.
"""

from __future__ import annotations

import contextlib
import re
import time
from dataclasses import dataclass
from typing import Any

from trebol.factors import kernel, reads, scratch, wire
from trebol.factors.check import CouldNotRun
from trebol.factors.dotenv import Declared
from trebol.factors.environment import is_database, part_of_database
from trebol.factors.observed import observed
from trebol.factors.project import Project
from trebol.factors.records import Event
from trebol.factors.wire import Answer, Client
from trebol.factors.workshop import Instance, Options, Workshop

STARTS_WITHIN = 30
LOGIN_WORD = "Clover-{token}"
LIVE = re.compile(r"(?:^|/)(?:-/)?(livez|liveness|alive|live|healthz?|healthcheck|health-check|ping|up)/?$")
READY = re.compile(r"(?:^|/)(?:-/)?(readyz|readiness|ready)/?$")


@dataclass(frozen=True)
class Visit:
    """What the pages of one instance answered."""

    home: Answer
    missing: Answer
    static: Answer | None
    broken: Answer


@dataclass(frozen=True)
class Login:
    """A person who is logged in. `path`: a page that answers `inside` with the cookies, `outside` without."""

    client: Client
    path: str
    inside: int
    outside: int
    password: str


class Observation:
    """The facts about `project`."""

    def __init__(self, project: Project, options: Options) -> None:
        self.project = project
        self.workshop = Workshop(project, options)

    @property
    def token(self) -> str:
        """What marks this run in headers and planted errors."""
        return self.workshop.scratch.token

    @observed
    def booted(self) -> tuple[dict[str, Any], list[Event]]:
        """The settings and facts of the project that is set up, and what happened on the way."""
        found, watched = self.workshop.probe("boot boot")
        return found, watched.events

    @property
    def boot(self) -> dict[str, Any]:
        """The settings and facts of the project that is set up."""
        return self.booted[0]

    @observed
    def variables(self) -> dict[str, Declared]:
        """The variables of the project: declared, or seen to be read."""
        return reads.known(self.project, self.booted[1])

    @property
    def database_variables(self) -> list[str]:
        """The variables that hold the URL of a database; none where there is no such variable."""
        return [each.name for each in self.variables.values() if is_database(each)]

    @property
    def database_parts(self) -> list[str]:
        """The variables that hold one part of a database's address each, the host among them; else none."""
        found = [name for name in self.variables if part_of_database(name)]
        return found if "HOST" in map(part_of_database, found) else []

    @observed
    def booted_again(self) -> dict[str, Any]:
        """The same, another time."""
        found, _ = self.workshop.probe("boot boot")
        return dict(found)

    @observed
    def released(self) -> str:
        """The release step: the Procfile's line, else the migrations. Raises `CouldNotRun` where it fails."""
        line = self.project.process_types.get("release")
        shop = self.workshop
        watched = shop.line(line.command) if line else shop.admin("migrate", "--noinput")
        if watched.done.status != 0:
            raise CouldNotRun(f"the release step ended with {watched.done.status}: {watched.done.last_words}")
        return line.command if line else "manage.py migrate"

    def client(self, port: int) -> Client:
        """A client that says what the settings expect."""
        hosts = self.boot["allowed_hosts"]
        usual = "*" in hosts or "localhost" in hosts or not hosts
        host = "localhost" if usual else next(iter(hosts)).lstrip(".")
        header = self.boot["proxy_header"] if self.boot["ssl_redirect"] else []
        secure = f"{header[0].removeprefix('HTTP_').replace('_', '-').title()}: {header[1]}" if header else ""
        return Client(port, host, secure)

    def ready(self, instance: Instance, seconds: float = STARTS_WITHIN) -> Instance:
        """Wait for its first answer. Raises `CouldNotRun` where none comes."""
        launched, deadline = instance.launched, self.workshop.deadline
        deadline.wait(lambda: launched.status is not None or self.listens(instance), seconds)
        if launched.status is not None:
            raise CouldNotRun(f"the web process ended with {launched.status}: {launched.last_words()}")
        instance.client = self.client(instance.port)
        deadline.wait(lambda: instance.client.ask("/").status != 0, seconds)
        if not self.listens(instance):
            raise CouldNotRun(f"nothing listened within {seconds:.0f} s: {launched.last_words()}")
        instance.ready_after = time.time() - launched.began
        return instance

    def listens(self, instance: Instance) -> bool:
        """Whether it listens: on the port it was given, else (noted) on another one after two seconds."""
        if wire.answers(instance.given):
            return True
        if time.time() - instance.launched.began < 2:
            return False
        others = kernel.listening(instance.launched.pids())
        if others:
            instance.port = min(others)
        return bool(others)

    def web(self, copy: str = "a", **changes: str) -> Instance:
        """A new instance of the web process that answers."""
        _ = self.released
        return self.ready(self.workshop.start(self.project.process_type("web"), env=changes, copy=copy))

    @observed
    def first(self) -> Instance:
        """The instance that most checks look at."""
        self.before = scratch.snapshot(self.workshop.copy("a"))
        return self.web("a")

    @observed
    def second(self) -> Instance:
        """A second instance at the same time, on a copy of its own: another machine."""
        _ = self.first
        return self.web("b")

    @observed
    def visit(self) -> Visit:
        """The pages of the first instance, one of them broken on purpose."""
        client = self.first.client
        static = self.boot["static_file"]
        return Visit(
            home=client.ask("/"),
            missing=client.ask("/trebol-factors-no-such-page"),
            static=client.ask(self.boot["static_url"] + static) if static else None,
            broken=client.ask("/", headers={**self.order("raise"), "X-Request-ID": self.request_id}),
        )

    @property
    def request_id(self) -> str:
        """The request id of the broken request."""
        return f"{self.token[:8]}-4000-8000-{self.token}"

    def order(self, what: str) -> dict[str, str]:
        """The header that makes a watched process wait or fail."""
        return {"X-Trebol-Factors": f"{self.token}:{what}"}

    @observed
    def written(self) -> list[str]:
        """The files that appeared or changed under the code while the web process worked."""
        _ = self.visit
        with contextlib.suppress(CouldNotRun):  # a project without a login has written all the same
            _ = self.login
        return scratch.changes(self.before, scratch.snapshot(self.workshop.copy("a")))

    @observed
    def login(self) -> Login:
        """A person logs in on the first instance. Raises `CouldNotRun` where there is no form to do so."""
        page = self.boot["login"]
        if "django.contrib.auth" not in self.boot["apps"] or not page.startswith("/"):
            raise CouldNotRun("the project has no login page that could be found")
        password = LOGIN_WORD.format(token=self.token)
        _ = self.released
        person, _ = self.workshop.probe("people", f"factors{self.token[:6]}", password)
        client = self.client(self.first.port)
        page, form = followed(client, page)
        fields = form_fields(form.body, person["username"], password)
        if not fields:
            raise CouldNotRun(f"{page} answered {form.status} and shows no form with a password")
        client.ask(page, method="POST", form=fields)
        return self.proven(client, password)

    def proven(self, client: Client, password: str) -> Login:
        """The login, with a page that shows it."""
        for path in dict.fromkeys([self.boot["admin"], self.boot["login_redirect"], "/"]):
            if path.startswith("/"):
                outside = self.client(client.port).ask(path).status
                inside = client.ask(path).status
                if inside != outside:
                    return Login(client, path, inside, outside, password)
        raise CouldNotRun("no page answers a person who is logged in otherwise than anyone else")

    def route(self, pattern: re.Pattern[str]) -> str:
        """The path of a URL without parameters that matches; empty where there is none."""
        for each in self.boot["urls"]:
            path: str = "/" + each["route"].strip("^$").lstrip("/").replace("\\Z", "").replace("/?", "")
            if pattern.search(path) and not re.search(r"[<(\[*+]", path):
                return path
        return ""

    @property
    def live(self) -> str:
        """The path that says whether the process lives; empty where there is none."""
        return self.route(LIVE)

    @property
    def ready_path(self) -> str:
        """The path that says whether the process can work; empty where there is none."""
        return self.route(READY)

    def close(self) -> None:
        """Leave nothing behind."""
        self.workshop.close()


def followed(client: Client, page: str) -> tuple[str, Answer]:
    """Where a page leads, and what is there: an admin often sends people to the log-in of the site."""
    answer = client.ask(page)
    for _ in range(3):
        place = answer.header("Location")
        if answer.status not in (301, 302, 303, 307, 308) or not place.startswith("/"):
            break
        page, answer = place, client.ask(place)
    return page, answer


def form_fields(page: str, username: str, password: str) -> dict[str, str]:
    """The fields of the first form with a password, filled in; empty where there is none."""
    for form in re.findall(r"<form.*?</form>", page, re.DOTALL | re.IGNORECASE):
        inputs = [
            dict(re.findall(r"""([\w-]+)=["']([^"']*)["']""", each))
            for each in re.findall("<input[^>]*", form)
        ]
        named = [each for each in inputs if each.get("name")]
        if any(each.get("type") == "password" for each in named):
            return {each["name"]: filled(each, username, password) for each in named}
    return {}


def filled(field: dict[str, str], username: str, password: str) -> str:
    """What a person writes into one field."""
    kind = field.get("type", "text")
    if kind == "password":
        return password
    return username if kind in {"text", "email"} else field.get("value", "")
