"""Comparte Ride as three web processes, by configuration alone: each answers one service, on one database.

What they do: the token of one is good at the others, a process of its own that was given the scope tells
people something through accounts, and a worker that hosts all services delivers the events of each to the
others. What they cannot do yet is asserted too: an operation that consumes a service of another process is
refused, and says which (docs/callers.md).
"""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
import urllib.request
from base64 import b64encode
from collections.abc import Iterator
from contextlib import ExitStack, closing
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple
from urllib.error import HTTPError

import pytest

from tests.comparte_ride.live import APP, environment, free_port, served
from trebol.runtime.authenticate import secret_hash

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]

GRANTED, PLAIN = "of the rides", "of somebody else"
SECRETS = f"rides={secret_hash(GRANTED)}:accounts.messages,other={secret_hash(PLAIN)}"
TEXTS = [{"language": "es", "subject": "Tu viaje", "body": "Sale a las siete."}]
LOG_IN = {"email": "ana@comparteride.example", "password": "comparte-ride-demo"}


class Split(NamedTuple):
    """The addresses of the processes by the service they answer, and what they all say of the deploy."""

    addresses: dict[str, str]
    said: dict[str, str]

    def ask(self, service: str, path: str, body: Any = None, authorization: str = "") -> tuple[int, Any]:
        """The status and the JSON of what a process answers."""
        headers = {"Content-Type": "application/json", "Authorization": authorization}
        data = None if body is None else json.dumps(body).encode()
        sent = {name: value for name, value in headers.items() if value}
        request = urllib.request.Request(f"{self.addresses[service]}/api/v1/{path}", data, sent)
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return answer.status, json.loads(answer.read() or "null")
        except HTTPError as refused:
            return refused.code, json.loads(refused.read())

    def work(self) -> str:
        """Let a worker that hosts all services do what there is to do; what it prints."""
        worker = [sys.executable, str(APP / "manage.py"), "worker", "--until-idle"]
        done = subprocess.run(worker, env=self.said, capture_output=True, text=True, timeout=120, check=True)
        return done.stdout

    def log_in(self) -> str:
        """The credential of the demonstration's person."""
        status, session = self.ask("accounts", "sessions", LOG_IN)
        assert status == 200, session
        return f"Bearer {session['access_token']}"


@pytest.fixture(scope="module")
def split(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Split]:
    folder = tmp_path_factory.mktemp("split")
    said = environment(folder, 8000) | {"TREBOL_SERVICE_SECRETS": SECRETS}
    for command in (("migrate", "--verbosity", "0"), ("demo",)):
        subprocess.run([sys.executable, APP / "manage.py", *command], env=said, check=True, timeout=120)
    with ExitStack() as ending:
        addresses = {}
        for service in ("accounts", "circles", "rides"):
            addresses[service] = f"http://127.0.0.1:{free_port()}"
            own = said | {"TREBOL_SERVICES": service, "PUBLIC_URL": addresses[service]}
            (folder / service).mkdir()
            ending.enter_context(served(folder / service, own))
        yield Split(addresses, said)


def basic(name: str, secret: str) -> str:
    return "Basic " + b64encode(f"{name}:{secret}".encode()).decode()


def test_a_process_with_the_scope_has_accounts_send_an_email(split: Split) -> None:
    message = {"key": "a ride", "texts": TEXTS}
    assert split.ask("accounts", "accounts/1/messages", message, basic("rides", GRANTED))[0] == 204
    printed = split.work()
    assert f"To: {LOG_IN['email']}" in printed
    assert "Sale a las siete." in printed


@pytest.mark.parametrize(
    ("authorization", "status", "code"),
    [
        (basic("other", PLAIN), 403, "permission_denied"),
        (basic("rides", PLAIN), 401, "unauthenticated"),
        ("", 401, "unauthenticated"),
    ],
    ids=["without the scope", "with another's secret", "nobody"],
)
def test_nobody_else_has(split: Split, authorization: str, status: int, code: str) -> None:
    told, problem = split.ask("accounts", "accounts/1/messages", {"key": "b", "texts": TEXTS}, authorization)
    assert (told, problem["code"]) == (status, code)


def test_the_token_of_the_accounts_is_good_at_the_others(split: Split) -> None:
    ana = split.log_in()
    status, circles = split.ask("circles", "profile/circles?first=50", authorization=ana)
    assert (status, circles["items"][-1]["circle"]["slug"]) == (200, "ciudad-universitaria-unam")
    status, rides = split.ask("rides", "profile/rides?first=5", authorization=ana)
    assert (status, len(rides["items"])) == (200, 5)


def test_a_process_says_what_it_does_not_answer(split: Split) -> None:
    status, problem = split.ask("rides", "sessions", LOG_IN)
    assert (status, problem["code"]) == (501, "unimplemented")


def test_an_operation_that_consumes_another_process_is_refused_and_says_which(split: Split) -> None:
    departs_at = datetime.now(UTC) + timedelta(hours=2)
    offer = {
        "circle_slug": "condesa-roma-norte",
        "origin": "Metro Chilpancingo",
        "destination": "Parque México",
        "departs_at": departs_at.isoformat(),
        "arrives_at": (departs_at + timedelta(minutes=30)).isoformat(),
        "seats": 3,
    }
    status, problem = split.ask("rides", "rides", offer, split.log_in())
    assert (status, problem["code"]) == (501, "unimplemented"), problem
    assert "circles.v1.get_membership" in problem["detail"]


def test_what_is_done_in_the_process_of_the_circles_the_rides_hear_of(split: Split) -> None:
    slug = "usaquen-calle-100-bogota"
    assert split.ask("circles", f"circles/{slug}/leave", {}, split.log_in())[0] == 204
    split.work()
    with closing(sqlite3.connect(split.said["DATABASE_URL"].removeprefix("sqlite:///"))) as database:
        stays = "SELECT is_over FROM rides_stay WHERE account_id = '1' AND circle_slug = ?"
        assert database.execute(stays, [slug]).fetchall() == [(1,)]
