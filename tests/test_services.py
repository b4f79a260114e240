"""The plugin that leaves out, by name, the tests whose service or program is absent."""

from __future__ import annotations

import os

import pytest
from django.db import connection

from tests.database import database
from tests.services import DATABASE_URL, REQUIRE

NOWHERE = {
    "TREBOL_TEST_POSTGRES_URL": "postgresql://someone:secret@127.0.0.1:1/nothing",
    "TREBOL_TEST_REDIS_URL": "redis://127.0.0.1:1/0",
    "TREBOL_TEST_RABBITMQ_URL": "amqp://guest:guest@127.0.0.1:1//",
}

SAMPLE = """
    import pytest

    @pytest.mark.needs_postgres
    def test_marked(): ...

    def test_asks_for_the_url(redis_url): ...

    @pytest.mark.needs_rabbitmq
    def test_broker(): ...

    @pytest.mark.needs_program("sh", "no-such-program")
    def test_program(): ...

    @pytest.mark.needs_program("sh")
    def test_shell(): ...

    def test_needs_nothing(): ...
"""


@pytest.fixture
def sample(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> pytest.Pytester:
    """A run of its own in which no service answers."""
    for variable in (REQUIRE, DATABASE_URL):
        monkeypatch.delenv(variable, raising=False)
    for variable, url in NOWHERE.items():
        monkeypatch.setenv(variable, url)
    pytester.makepyfile(SAMPLE)
    return pytester


def run(sample: pytest.Pytester, *options: str) -> pytest.RunResult:
    return sample.runpytest_inprocess("-p", "tests.services", "-p", "no:django", *options)


def test_what_is_absent_leaves_its_tests_out(sample: pytest.Pytester) -> None:
    run(sample).assert_outcomes(passed=2, skipped=4)


def test_every_test_left_out_is_named_with_the_reason(sample: pytest.Pytester) -> None:
    run(sample).stdout.fnmatch_lines_random(
        [
            "left out, PostgreSQL did not answer at 127.0.0.1:1/nothing (*): *::test_marked",
            "left out, Redis did not answer at redis://127.0.0.1:1/0 (*): *::test_asks_for_the_url",
            "left out, RabbitMQ did not answer at 127.0.0.1:1// (*): *::test_broker",
            "left out, the program no-such-program is not installed: *::test_program",
        ]
    )


def test_a_password_is_not_shown(sample: pytest.Pytester) -> None:
    run(sample).stdout.no_fnmatch_line("*secret*")


def test_where_services_are_required_an_absent_one_is_a_failure(
    sample: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(REQUIRE, "1")
    run(sample).assert_outcomes(passed=2, errors=4)


def test_a_silent_database_of_the_run_leaves_out_what_touches_it(
    sample: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(DATABASE_URL, NOWHERE["TREBOL_TEST_POSTGRES_URL"])
    sample.makepyfile(test_rows="import pytest\n@pytest.mark.django_db\ndef test_rows(): ...\n")
    run(sample, "-o", "markers=django_db", "--database-only").assert_outcomes(skipped=1, deselected=6)


@pytest.mark.needs_postgres
@pytest.mark.needs_redis
@pytest.mark.needs_rabbitmq
def test_what_answers_is_not_left_out(sample: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in NOWHERE:
        monkeypatch.delenv(variable)
    run(sample).assert_outcomes(passed=5, skipped=1)


@pytest.mark.django_db
def test_the_run_is_on_the_database_that_was_asked_for() -> None:
    asked = database(os.environ.get(DATABASE_URL, ""))
    assert connection.settings_dict["ENGINE"] == asked["ENGINE"]


@pytest.mark.postgres_only
@pytest.mark.django_db
def test_a_postgres_only_test_runs_on_postgres() -> None:
    assert connection.vendor == "postgresql"


def test_the_url_of_a_database_becomes_its_settings() -> None:
    settings = database("postgresql://ana:p%40ss@db.example:5433/rides")
    expected = {"USER": "ana", "PASSWORD": "p@ss", "HOST": "db.example", "PORT": "5433", "NAME": "rides"}
    assert settings.items() >= expected.items()


def test_a_database_of_another_kind_is_refused() -> None:
    with pytest.raises(ValueError, match=r"mysql://x/y.*SQLite or PostgreSQL"):
        database("mysql://x/y")
