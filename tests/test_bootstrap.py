"""A project put together: what does not fit is told, all at once, and is not served."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
from pathlib import Path
from typing import Protocol

import pytest
from asgiref.sync import async_to_sync
from django.test import Client, override_settings

from tests.conformance.project import installed
from trebol import Message, Permission, Service, Unauthenticated, command, query
from trebol.bootstrap import Assembly, assemble, urls_of
from trebol.contract.errors import Unimplemented
from trebol.service import acall, consume, permits

ROOT = Path(__file__).parents[1]


class Ride(Message):
    """A ride."""

    id: int


class Member(Permission):
    """A member."""


class Rides(Service, Protocol, noun="ride", plural="rides"):
    """Rides."""

    @query(public=True)
    def get_ride(self, ride_id: int) -> Ride: ...

    @command(needs=Member)
    def join_ride(self, ride_id: int, seats: int = 1) -> Ride: ...


class Good(Rides):
    def get_ride(self, ride_id: int) -> Ride:
        return Ride(id=ride_id)

    def join_ride(self, ride_id: int, seats: int = 1) -> Ride:
        return Ride(id=ride_id)

    @permits(Member)
    def is_member(self, ride_id: int) -> bool:
        return True


class Mute(Rides):
    @permits(Member)
    def is_member(self) -> bool:
        return True

    def get_ride(self, ride_id: int) -> Ride:
        return Ride(id=ride_id)


class Other(Good):
    def get_ride(self, ride: int) -> Ride:
        return Ride(id=ride)


class Rude(Rides):
    def get_ride(self, ride_id: int) -> Ride:
        return Ride(id=ride_id)

    def join_ride(self, ride_id: int, seats: int = 1) -> Ride:
        return Ride(id=ride_id)


class Curious(Rude):
    @permits(Member)
    def is_member(self, circle: str) -> bool:
        return True


class Whole(Service, noun="thing", plural="things"):
    """A small service: contract and implementation in one."""

    @query(public=True)
    def get_thing(self, thing_id: int) -> Ride:
        return Ride(id=thing_id)


def told(found: Assembly) -> list[str]:
    return [f"{problem.id} {problem.where}: {problem.reason}" for problem in found.problems]


@pytest.mark.parametrize(
    ("implementations", "problems"),
    [
        ([Good], []),
        ([], ["trebol.E030 Rides: it has 0 implementations (none), not one."]),
        ([Good, Rude], ["trebol.E030 Rides: it has 2 implementations (Good, Rude), not one."]),
        ([Good, Good], []),
        ([Mute], ["trebol.E030 Mute.join_ride: it is not implemented."]),
        (
            [Other],
            ["trebol.E030 Other.get_ride: it takes self, ride; the contract says self, ride_id."],
        ),
        ([Rude], ["trebol.E031 Rude.join_ride: no method answers Member."]),
        (
            [Curious],
            ["trebol.E031 Curious.join_ride: Member's predicate takes circle, the operation does not."],
        ),
    ],
)
def test_an_implementation_matches_its_contract(implementations: list[type], problems: list[str]) -> None:
    found = assemble([Rides], implementations, project="tests")

    assert told(found) == problems
    assert all(problem.mend for problem in found.problems)


def test_a_small_service_is_one_class() -> None:
    with installed(assemble([Whole], [Whole], project="tests")) as found:
        assert found.problems == ()
        assert consume(Whole).get_thing(7) == Ride(id=7)


def test_what_is_hosted_elsewhere_is_not_answered_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TREBOL_SERVICES", "rides")
    found = assemble([Rides, Whole], [Good, Whole], project="tests")

    assert found.problems == ()
    with installed(found):
        assert consume(Rides).get_ride(7) == Ride(id=7)
        with pytest.raises(Unimplemented, match=r"whole\.v1\.get_thing is not implemented here"):
            consume(Whole).get_thing(7)
        with pytest.raises(Unimplemented):
            async_to_sync(acall)(Whole.get_thing, 7)
        with pytest.raises(Unauthenticated):
            consume(Rides).join_ride(7)


@pytest.mark.parametrize(
    ("environment", "problems"),
    [
        ({}, []),
        ({"TREBOL_LIMIT_BODY": "1000"}, []),
        ({"TREBOL_LIMIT_BODY": "0"}, ["environment variable TREBOL_LIMIT_BODY: it is below 1."]),
        ({"TREBOL_LIMIT_BODI": "1"}, ["environment variable TREBOL_LIMIT_BODI: there is no such setting."]),
        ({"TREBOL_SERVICES": "rides,rodes"},
        ["environment variable TREBOL_SERVICES: there is no service rodes."]),
        ({"TREBOL_SERVICE_SECRETS": "rides=" + "0" * 64}, []),
        ({"TREBOL_SERVICE_SECRETS": f"rides={'0' * 64}:accounts.messages+circles,other={'1' * 64}"}, []),
        ({"TREBOL_SERVICE_SECRETS": "rides,other=x"},
        ["environment variable TREBOL_SERVICE_SECRETS: rides is not made of a name and a hash.",
         "environment variable TREBOL_SERVICE_SECRETS: other is not made of a name and a hash."]),
        ({"TREBOL_SERVICE_SECRETS": f"rides={'0' * 64}:"},
        ["environment variable TREBOL_SERVICE_SECRETS: the scopes of rides are not"]),
        ({"TREBOL_TOKEN_KEY": "x"}, ["environment variable TREBOL_TOKEN_KEY: "]),
        (
            {"TREBOL_LIMIT_BODY": "much", "TREBOL_LIMIT_DEPTH": "x", "TREBOL_TOKEN_PUBLIC_KEY": "y"},
            ["environment variable TREBOL_LIMIT_BODY: ", "environment variable TREBOL_LIMIT_DEPTH: ",
             "environment variable TREBOL_TOKEN_PUBLIC_KEY: "],
        ),
    ],
)  # fmt: skip
def test_everything_wrong_in_the_environment_is_told_at_once(
    environment: dict[str, str], problems: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)

    found = sorted(
        said.removeprefix("trebol.E050 ") for said in told(assemble([Rides], [Good], project="tests"))
    )

    assert len(found) == len(problems), found
    assert all(said.startswith(start) for said, start in zip(found, sorted(problems), strict=True))


def test_a_limit_of_the_environment_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TREBOL_LIMIT_BODY", "12")
    found = assemble([Rides], [Good], project="tests")

    with installed(found), override_settings(ROOT_URLCONF=tuple(urls_of(found))):
        statuses = [
            Client().post("/api/v1/rides/7/join", {"seats": seats}, "application/json").status_code
            for seats in (1, 100)
        ]
    assert statuses == [401, 413]  # twelve bytes, and fourteen


CONTRACT = """
from typing import Protocol
from trebol import Service, query

class Rides(Service, Protocol, noun="ride", plural="rides"):
    @query(public=True)
    def reckon(self, value: object) -> int: ...
"""
SETTINGS = """
SECRET_KEY = "x"
DEBUG = True
INSTALLED_APPS = ["trebol", "rides"]
ROOT_URLCONF = "trebol.urls"
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}}
"""


@pytest.fixture(scope="module")
def broken(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project whose contract has problems."""
    folder = tmp_path_factory.mktemp("project")
    (folder / "rides").mkdir()
    (folder / "rides" / "__init__.py").touch()
    (folder / "rides" / "contract.py").write_text(textwrap.dedent(CONTRACT))
    (folder / "settings.py").write_text(textwrap.dedent(SETTINGS))
    return folder


def run_in(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    path = f"{folder}:{ROOT / 'src'}"
    environment = os.environ | {"PYTHONPATH": path, "DJANGO_SETTINGS_MODULE": "settings"}
    return subprocess.run(
        [sys.executable, *arguments], capture_output=True, text=True, env=environment, cwd=folder, timeout=60
    )


PROBLEMS = ("trebol.E001", "trebol.E003", "trebol.E006", "trebol.E030")


def test_the_check_of_django_tells_all(broken: Path) -> None:
    run = run_in(broken, "-m", "django", "check")

    assert run.returncode == 1
    assert [id for id in PROBLEMS if f"({id})" in run.stderr] == list(PROBLEMS)
    assert "HINT: Write its business purpose as the docstring." in run.stderr


@pytest.mark.parametrize("entry", ["wsgi", "asgi"])
def test_the_entry_of_a_server_refuses_to_serve(broken: Path, entry: str) -> None:
    run = run_in(broken, "-c", f"from trebol.{entry} import get_{entry}_application as made; made()")

    assert run.returncode == 1
    assert "ContractError" in run.stderr
    assert [id for id in PROBLEMS if id in run.stderr] == list(PROBLEMS)


@pytest.mark.parametrize("entry", ["wsgi", "asgi"])
def test_the_entry_of_a_sound_project_serves(broken: Path, entry: str) -> None:
    script = f"""
        import django.conf
        django.conf.settings.INSTALLED_APPS = ["trebol"]
        from trebol.{entry} import get_{entry}_application
        application = get_{entry}_application()
        from trebol import urls
        import inspect
        print(type(application).__name__, inspect.iscoroutinefunction(urls.urlpatterns[0].callback))
    """
    run = run_in(broken, "-c", textwrap.dedent(script))

    assert run.stdout.split() == [f"{entry.upper()}Handler", str(entry == "asgi")], run.stderr
