"""A pytest plugin: tests that need a service or a program run when it answers.

A test says what it needs by a marker (`needs_postgres`, `needs_redis`, `needs_rabbitmq`,
`needs_program("wsimport")`) or by asking for the URL (`postgres_url`, `redis_url`, `rabbitmq_url`). What does
not answer leaves its tests out, and the end of the run names every one of them and the reason. Where
`TREBOL_REQUIRE_SERVICES` is set, as in CI, each such test fails instead.

The database of the run itself is another matter: `TREBOL_TEST_DATABASE_URL` selects it (`tests.settings`).
`postgres_only` marks a test that belongs to the PostgreSQL run; `--database-only` keeps the tests that touch
the database, so that the second run repeats nothing else.
"""

from __future__ import annotations

import os
import shutil
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest

from tests.silence import postgres_silence, rabbitmq_silence, redis_silence

REQUIRE = "TREBOL_REQUIRE_SERVICES"
DATABASE_URL = "TREBOL_TEST_DATABASE_URL"
DATABASE_FIXTURES = {"db", "transactional_db", "django_db_reset_sequences", "django_db_serialized_rollback"}


@dataclass(frozen=True)
class Outside:
    """A service the tests may need: its name, its place, and how to learn why it is silent."""

    name: str
    variable: str
    default: str
    silence: Callable[[str], str]

    @property
    def url(self) -> str:
        return os.environ.get(self.variable) or self.default


OUTSIDE = {
    "postgres": Outside(
        "PostgreSQL",
        "TREBOL_TEST_POSTGRES_URL",
        "postgresql://postgres@127.0.0.1:5432/postgres",
        postgres_silence,
    ),
    "redis": Outside("Redis", "TREBOL_TEST_REDIS_URL", "redis://127.0.0.1:6379/0", redis_silence),
    "rabbitmq": Outside(
        "RabbitMQ", "TREBOL_TEST_RABBITMQ_URL", "amqp://guest:guest@127.0.0.1:5672//", rabbitmq_silence
    ),
}


@dataclass
class Absence:
    """What was asked once and did not answer, and the tests it left out."""

    asked: dict[str, str] = field(default_factory=dict)
    left_out: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def of_service(self, service: Outside, url: str) -> str:
        """Why `service` is absent, as a sentence; empty where it answers. Asked once a run."""
        if url not in self.asked:
            why = service.silence(url)
            place = url.rsplit("@", 1)[-1]  # without the password
            self.asked[url] = why and f"{service.name} did not answer at {place} ({why})"
        return self.asked[url]

    def of_program(self, program: str) -> str:
        """Why `program` is absent, as a sentence; empty where it is found."""
        return "" if shutil.which(program) else f"the program {program} is not installed"


ABSENCE = pytest.StashKey[Absence]()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--database-only", action="store_true", help="run only the tests that touch the database"
    )


def pytest_configure(config: pytest.Config) -> None:
    config.stash[ABSENCE] = Absence()
    for key, service in OUTSIDE.items():
        config.addinivalue_line(
            "markers", f"needs_{key}: runs when {service.name} answers ({service.variable})"
        )
    config.addinivalue_line("markers", "needs_program(*names): runs when these programs are installed")
    config.addinivalue_line("markers", "postgres_only: runs when the run's own database is PostgreSQL")


def touches_database(item: pytest.Item) -> bool:
    """Whether a test uses the database of the run."""
    fixtures = set(getattr(item, "fixturenames", ()))
    return item.get_closest_marker("django_db") is not None or bool(DATABASE_FIXTURES & fixtures)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    on_postgres = bool(os.environ.get(DATABASE_URL))
    only = bool(config.getoption("--database-only"))
    kept: list[pytest.Item] = []
    dropped: list[pytest.Item] = []
    for item in items:
        elsewhere = not on_postgres and item.get_closest_marker("postgres_only") is not None
        (dropped if elsewhere or (only and not touches_database(item)) else kept).append(item)
    if dropped:
        config.hook.pytest_deselected(items=dropped)
        items[:] = kept


def absences(item: pytest.Item, absence: Absence) -> Iterator[str]:
    """Every reason why a test cannot run here; nothing where it can."""
    fixtures = set(getattr(item, "fixturenames", ()))
    for key, service in OUTSIDE.items():
        if f"{key}_url" in fixtures or item.get_closest_marker(f"needs_{key}"):
            yield absence.of_service(service, service.url)
    for marker in item.iter_markers("needs_program"):
        yield from (absence.of_program(str(name)) for name in marker.args)
    database_url = os.environ.get(DATABASE_URL)
    if database_url and touches_database(item):
        yield absence.of_service(OUTSIDE["postgres"], database_url)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    absence = item.config.stash[ABSENCE]
    reasons = [reason for reason in absences(item, absence) if reason]
    if not reasons:
        return
    if os.environ.get(REQUIRE):
        pytest.fail(f"{'; '.join(reasons)}, and {REQUIRE} is set", pytrace=False)
    absence.left_out["; ".join(reasons)].append(item.nodeid)
    pytest.skip("; ".join(reasons))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    left_out = config.stash[ABSENCE].left_out
    if left_out:
        terminalreporter.section("left out")
    for reason, tests in left_out.items():
        for test in tests:
            terminalreporter.write_line(f"left out, {reason}: {test}")


@pytest.fixture(scope="session")
def postgres_url() -> str:
    """The URL of a PostgreSQL server that answers, database included."""
    return OUTSIDE["postgres"].url


@pytest.fixture(scope="session")
def redis_url() -> str:
    """The URL of a Redis server that answers."""
    return OUTSIDE["redis"].url


@pytest.fixture(scope="session")
def rabbitmq_url() -> str:
    """The URL of a RabbitMQ server that answers."""
    return OUTSIDE["rabbitmq"].url
