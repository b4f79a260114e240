"""What the judges say of observations, without a start: each case gives a check the facts it asks for."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from tests.factors.workpieces import make
from trebol.factors import engine
from trebol.factors.catalogue import CHECKS
from trebol.factors.check import Outcome
from trebol.factors.endings import Outage, Restart, Termination, Unconfigured
from trebol.factors.jobs import Fate
from trebol.factors.launch import Line
from trebol.factors.observation import Login, Visit
from trebol.factors.procfile import ProcessType
from trebol.factors.project import Project
from trebol.factors.types_of_process import Life
from trebol.factors.wire import Answer, Client

TOKEN = "0123456789abcdef01234567"
BOOT = {
    "allowed_hosts": ["localhost"],
    "apps": [],
    "caches": {"default": "django.core.cache.backends.locmem.LocMemCache"},
    "file_fields": ["notes.Note.picture"],
    "handlers": [{"logger": "root", "class": "FileHandler", "target": "/app/shop.log"}],
    "media_root": "/scratch/a/media",
    "secret_key": "one",
    "static_file": "notes/notes.css",
    "static_url": "/static/",
    "storage": "django.core.files.storage.FileSystemStorage",
}
GOOD, BAD = Answer(status=200, body="x"), Answer(status=500)
WORKER = ProcessType("worker", "python manage.py work", "Procfile", 3)


class Instance(SimpleNamespace):
    """An instance that ran: its port, its events, its output."""

    def __init__(self, **facts: Any) -> None:
        lines = [
            Line(0, "stderr", f"planted by trebol factors: {TOKEN[:12]}"),
            Line(0, "stdout", "2020-01-01 00:00:00 x"),
        ]
        lines.append(Line(0, "stdout", "Traceback (most recent call last):"))
        launched = SimpleNamespace(lines=lines, pids=lambda: set(), status=None)
        usual = {
            "client": Client(1),
            "port": 8000,
            "given": 8001,
            "events": [],
            "launched": launched,
            "ready_after": 1.0,
        }
        super().__init__(**{**usual, **facts})


class Restless:
    """A deadline that waits for nothing."""

    def wait(self, ready: Any, seconds: float, pause: float = 0) -> bool:
        return bool(ready())


def event(kind: str, **facts: Any) -> dict[str, Any]:
    return {"kind": kind, "pid": 1, **facts}


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    return Project(make("good", tmp_path_factory.mktemp("judges")))


def subject(project: Project, **facts: Any) -> Any:
    """A subject with the given facts; `boot` is joined to `BOOT`."""
    boot = {**BOOT, **facts.pop("boot", {})}
    seen = {
        "boot": boot,
        "booted": (boot, []),
        "first": Instance(),
        "second": Instance(port=8002),
        "login": Login(Client(1), "/admin/", 200, 302, "word"),
        "visit": Visit(GOOD, GOOD, Answer(status=404), BAD),
        "written": [],
        "token": TOKEN,
        "request_id": "an-id",
        "database_variables": ["DATABASE_URL"],
        "database_parts": [],
        "live": "/livez",
        "ready_path": "/readyz",
    }
    endings: dict[str, Any] = {}
    types: dict[str, Any] = {}
    jobs: dict[str, Any] = {}
    variants: dict[str, Any] = {}
    for name, value in facts.items():
        room = {"terminated": endings, "restarted": endings, "unconfigured": endings, "outage": endings}
        room |= {
            "lives": types,
            "web": types,
            "fates": jobs,
            "ticks": jobs,
            "missing": variants,
            "changed": variants,
        }
        room |= {"given": variants, "all_missing": variants, "by_file": variants, "awkward": variants}
        room.get(name, seen)[name] = value
    shop = SimpleNamespace(
        copy=lambda name: Path("/scratch") / name,
        deadline=Restless(),
        values={"SECRET_KEY": "x" * 20},
        service_urls=lambda: {"CACHE_URL": "redis://cache/0"},
        relays={"CACHE_URL": SimpleNamespace(accepted=0)},
    )
    asked = {"declared": lambda name: {}, "type_of": lambda table, usual: WORKER, **jobs}
    return SimpleNamespace(
        project=project,
        seen=SimpleNamespace(**seen),
        endings=SimpleNamespace(**endings),
        types=SimpleNamespace(**{"lives": [], "web": Life(WORKER, None, [], 0.1, ""), **types}),
        jobs=SimpleNamespace(**asked),
        variants=SimpleNamespace(**variants),
        workshop=shop,
    )


def ended(**facts: Any) -> Termination:
    return Termination(
        **{"usual": 200, "answer": GOOD, "late": ["refused"], "seconds": 0.5, "orphans": [], **facts}
    )


CASES: list[tuple[str, dict[str, Any], Outcome, str]] = [
    (
        "config.required",
        {"given": ["A"], "missing": {"A": "e"}, "changed": {}, "unconfigured": Unconfigured(None, "")},
        Outcome.FAIL,
        "goes on running",
    ),
    (
        "config.required",
        {"given": ["A"], "missing": {"A": "e"}, "changed": {}, "unconfigured": Unconfigured(0, "")},
        Outcome.FAIL,
        "with status 0",
    ),
    (
        "config.required",
        {"given": ["A"], "missing": {}, "changed": {"A": ["SECRET_KEY"]}},
        Outcome.FAIL,
        "A may be missing",
    ),
    (
        "config.required",
        {"given": ["A"], "missing": {}, "changed": {"A": ["DEBUG"]}},
        Outcome.NOT_APPLICABLE,
        "required",
    ),
    ("config.required", {"given": []}, Outcome.COULD_NOT_RUN, "declares no variable"),
    (
        "config.all_at_once",
        {"missing": {"A": "e", "B": "e"}, "all_missing": {"error": "A is missing"}},
        Outcome.FAIL,
        "B is missing",
    ),
    (
        "config.all_at_once",
        {"missing": {"A": "e", "B": "e"}, "all_missing": {"error": "no"}},
        Outcome.FAIL,
        "names none",
    ),
    ("config.all_at_once", {"missing": {"A": "e"}}, Outcome.NOT_APPLICABLE, "1 variables"),
    (
        "config.no_value_shown",
        {"missing": {"A": "not " + "x" * 20}},
        Outcome.FAIL,
        "the value of SECRET_KEY is shown",
    ),
    ("config.no_value_shown", {"missing": {}}, Outcome.NOT_APPLICABLE, "no error to read"),
    (
        "config.effective",
        {
            "changed": {"MEDIA_ROOT": []},
            "booted": (BOOT, [event("read", name="MEDIA_ROOT", path="shop/settings.py")]),
        },
        Outcome.FAIL,
        "changes none",
    ),
    ("config.effective", {"changed": {}}, Outcome.COULD_NOT_RUN, "declares no variable"),
    ("config.secret_files", {"by_file": {"SECRET_KEY": False}}, Outcome.FAIL, "SECRET_KEY_FILE is not read"),
    ("config.secret_files", {"by_file": {}}, Outcome.NOT_APPLICABLE, "no declared variable"),
    (
        "backing.awkward_url",
        {"awkward": {"ok": False, "error": "ValueError: port"}},
        Outcome.FAIL,
        "ValueError: port",
    ),
    (
        "backing.awkward_url",
        {"awkward": {"ok": True, "databases": {"default": {"HOST": "127.0.0.1"}}}},
        Outcome.FAIL,
        "PASSWORD",
    ),
    ("backing.outage", {"outage": Outage({}, {}, {}, False)}, Outcome.FAIL, "the process ended"),
    (
        "backing.outage",
        {"outage": Outage({"page": GOOD}, {"page": Answer(error="TimeoutError")}, {"page": GOOD}, True)},
        Outcome.FAIL,
        "page hangs",
    ),
    (
        "backing.outage",
        {"outage": Outage({"page": GOOD}, {"page": BAD}, {"page": BAD}, True)},
        Outcome.FAIL,
        "page: 200 before",
    ),
    (
        "backing.health",
        {"outage": Outage({}, {"live": BAD, "ready": GOOD}, {}, True)},
        Outcome.FAIL,
        "/livez answers 500",
    ),
    ("backing.health", {"live": "", "ready_path": ""}, Outcome.FAIL, "neither a liveness"),
    (
        "backing.connects",
        {
            "first": Instance(
                events=[event("connect", host="127.0.0.1", port=6379, path="shop/urls.py", line=3)]
            )
        },
        Outcome.FAIL,
        "it connects to 6379",
    ),
    ("backing.connects", {}, Outcome.COULD_NOT_RUN, "nothing connected to CACHE_URL"),
    ("backing.swap", {"database_variables": []}, Outcome.FAIL, "no variable gives the database"),
    (
        "build.start_only_starts",
        {"first": Instance(events=[event("python", argv=["python", "manage.py", "migrate"])])},
        Outcome.FAIL,
        "the start ran migrate",
    ),
    (
        "build.code_unchanged",
        {
            "written": ["visits.txt"],
            "first": Instance(
                events=[event("write", file="/scratch/a/visits.txt", path="shop/urls.py", line=9)]
            ),
        },
        Outcome.FAIL,
        "visits.txt",
    ),
    (
        "build.code_unchanged",
        {"written": ["staticfiles/a.css", "staticfiles/b.css"]},
        Outcome.FAIL,
        "and 1 more there",
    ),
    (
        "processes.local_state",
        {"first": Instance(events=[event("local_cache", user="shop.urls", path="shop/urls.py", line=12)])},
        Outcome.FAIL,
        "shop.urls wrote",
    ),
    (
        "processes.local_state",
        {"first": Instance(events=[event("local_cache", user="django.contrib.sessions.backends.cache")])},
        Outcome.FAIL,
        "sessions.backends.cache wrote",
    ),
    ("processes.local_state", {}, Outcome.WARN, "would be used here"),
    (
        "processes.local_state",
        {"boot": {"caches": {"default": "x.RedisCache"}}},
        Outcome.PASS,
        "every cache is shared",
    ),
    ("processes.session", {}, Outcome.FAIL, "on the other instance"),
    ("processes.killed", {"restarted": Restart(302, {}, {}, [])}, Outcome.FAIL, "after a restart"),
    ("processes.local_files", {}, Outcome.FAIL, "files are kept under the code"),
    ("processes.local_files", {"boot": {"file_fields": []}}, Outcome.NOT_APPLICABLE, "no model keeps files"),
    ("port.static_files", {}, Outcome.FAIL, "answers 404"),
    ("port.static_files", {"boot": {"static_file": ""}}, Outcome.NOT_APPLICABLE, "no static files"),
    (
        "port.static_files",
        {"boot": {"static_url": "https://cdn.example/"}},
        Outcome.NOT_APPLICABLE,
        "elsewhere",
    ),
    ("port.listens", {}, Outcome.FAIL, "nothing listens"),
    ("port.two_at_once", {"second": Instance()}, Outcome.FAIL, "both listen on 8000"),
    ("port.two_at_once", {}, Outcome.FAIL, "does not answer"),
    (
        "concurrency.foreground",
        {"lives": [Life(WORKER, None, ["sleep 60"], 0.1, "")]},
        Outcome.FAIL,
        "hides in the background",
    ),
    (
        "concurrency.foreground",
        {"lives": [Life(WORKER, 0, [], 0.1, "bye")]},
        Outcome.FAIL,
        "ended at once with 0",
    ),
    (
        "concurrency.workers",
        {"restarted": Restart(200, {1: 2, 3: 2}, {1: 1, 3: 1}, ["A"])},
        Outcome.FAIL,
        "whatever A say",
    ),
    (
        "concurrency.scales",
        {"restarted": Restart(200, {1: 2, 3: 2}, {1: 1, 3: 1}, ["A"])},
        Outcome.FAIL,
        "1 of three",
    ),
    ("concurrency.schedule", {"ticks": (8, 4)}, Outcome.FAIL, "the job began 8 times"),
    ("disposability.start", {"first": Instance(ready_after=7.0)}, Outcome.WARN, "after 7.0 s"),
    ("disposability.start", {"first": Instance(ready_after=11.0)}, Outcome.FAIL, "after 11.0 s"),
    (
        "disposability.sigterm",
        {"terminated": ended(answer=Answer(error="RemoteDisconnected"))},
        Outcome.FAIL,
        "RemoteDisconnected",
    ),
    ("disposability.sigterm", {"terminated": ended(seconds=None)}, Outcome.FAIL, "it still runs"),
    (
        "disposability.newcomers",
        {"terminated": ended(late=["refused", "ConnectionResetError"])},
        Outcome.FAIL,
        "ConnectionResetError",
    ),
    ("disposability.orphans", {"terminated": ended(orphans=["granian"])}, Outcome.FAIL, "granian"),
    ("disposability.orphans", {"terminated": ended(seconds=None)}, Outcome.FAIL, "nothing of it has ended"),
    ("disposability.workers", {"lives": [Life(WORKER, None, [], None, "")]}, Outcome.FAIL, "still runs"),
    ("disposability.workers", {}, Outcome.NOT_APPLICABLE, "no other process type"),
    ("disposability.jobs", {"fates": [Fate("SIGTERM", 1), Fate("SIGKILL", 0)]}, Outcome.FAIL, "SIGKILL"),
    ("logs.stdout", {}, Outcome.WARN, "on stderr, not on stdout"),
    ("logs.stdout", {"token": "another token of a run"}, Outcome.FAIL, "neither on stdout nor on stderr"),
    ("logs.one_line", {}, Outcome.FAIL, "many lines"),
    ("logs.one_line", {"token": "another token of a run"}, Outcome.COULD_NOT_RUN, "cannot be seen"),
    ("logs.utc", {}, Outcome.FAIL, "2020-01-01 00:00:00"),
    ("logs.request_id", {}, Outcome.FAIL, "no line carries"),
    ("logs.request_id", {"token": "another token of a run"}, Outcome.COULD_NOT_RUN, "cannot be seen"),
    ("logs.no_file", {}, Outcome.FAIL, "FileHandler"),
    (
        "logs.no_file",
        {"boot": {"handlers": []}, "written": ["logs/shop.log"]},
        Outcome.FAIL,
        "logs/shop.log was written",
    ),
    (
        "dependencies.programs",
        {
            "first": Instance(
                events=[event("run", program="/usr/bin/hostname", path="shop/settings.py", line=1)]
            )
        },
        Outcome.FAIL,
        "hostname is executed",
    ),
]


@pytest.mark.parametrize(("check", "facts", "outcome", "fact"), CASES)
def test_a_judge_says_what_the_facts_are(
    project: Project, tmp_path: Path, check: str, facts: dict[str, Any], outcome: Outcome, fact: str
) -> None:
    given = subject(project, **facts)
    given.workshop.python = tmp_path / "python"
    said = engine.judge(CHECKS[check], given)
    facts_said = [str(each) for each in said.evidence]
    assert said.outcome is outcome, facts_said
    assert any(fact in each for each in facts_said), facts_said
    assert not any("the check itself broke" in each for each in facts_said)


DEVIATES = '[tool.trebol.factors.deviations]\n"parity.database" = "no server to begin with"\n'


@pytest.mark.parametrize(
    ("private", "accepted", "outcome", "fact"),
    [
        (
            "DATABASE_URL=sqlite:///here.sqlite3\n",
            "",
            Outcome.WARN,
            ".env:1: SQLite on this machine, postgres",
        ),
        (
            "DATABASE_URL=sqlite:///here.sqlite3\n",
            DEVIATES,
            Outcome.PASS,
            "knowingly: no server to begin with",
        ),
        ("DATABASE_URL=postgresql://here/shop\n", "", Outcome.PASS, "no database but the one"),
        ("", "", Outcome.PASS, "no database but the one"),
    ],
)
def test_sqlite_in_the_env_of_a_machine_is_a_deviation(
    tmp_path: Path, private: str, accepted: str, outcome: Outcome, fact: str
) -> None:
    folder = make("good", tmp_path)
    example = folder / ".env.example"
    example.write_text(example.read_text().replace("sqlite:////", "postgresql://shop@localhost/"))
    (folder / ".env").write_text(private)
    (folder / "pyproject.toml").write_text(accepted)
    given = subject(Project(folder))
    given.variants = SimpleNamespace(settings_under=lambda changes: [{"databases": {}}])
    said = engine.judge(CHECKS["parity.database"], given)
    assert said.outcome is outcome
    assert fact in str(said.evidence[0])
