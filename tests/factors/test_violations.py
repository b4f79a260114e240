"""Every check fails on a project that violates it, at the right place; `test_good` shows where it passes."""

from __future__ import annotations

import pytest

from tests.factors.workpieces import judged
from trebol.factors.catalogue import CHECKS
from trebol.factors.check import Outcome

# project: check: (path that the evidence names, part of a fact)
VIOLATIONS: dict[str, dict[str, tuple[str, str]]] = {
    "lax": {
        "config.declared": ("shop/settings.py", "PAYMENTS_KEY is read"),
        "config.required": ("shop/settings.py", "SECRET_KEY may be missing"),
        "config.effective": (
            ".env.example",
            "SESSION_COOKIE_SECURE is read by the settings and changes none",
        ),
        "config.secret_key": ("shop/settings.py", "two secret keys"),
        "backing.awkward_url": ("shop/settings.py", "PASSWORD"),
        "backing.connects": ("shop/urls.py", "it connects to 6379"),
    },
    "eager": {
        "config.all_at_once": ("shop/settings.py", "is not named"),
        "config.no_value_shown": ("shop/settings.py", "the value of SECRET_KEY is shown"),
        "config.secret_files": (".env.example", "SECRET_KEY_FILE is not read"),
    },
    "sticky": {
        "processes.session": ("shop/settings.py", "on the other instance"),
        "processes.upload": ("shop/settings.py", "not on another"),
        "processes.local_state": ("shop/settings.py", "wrote to the cache of one process"),
        "processes.killed": ("shop/settings.py", "after a restart"),
        "processes.local_files": ("shop/settings.py", "files are kept under the code"),
        "build.code_unchanged": ("shop/urls.py", "visits.txt was written"),
    },
    "wild": {
        "build.start_only_starts": ("start.sh", "the start ran migrate"),
        "disposability.sigterm": ("start.sh", "the request in flight got"),
        "disposability.orphans": ("start.sh", "still runs"),
        "disposability.workers": ("Procfile", "still runs"),
        "concurrency.foreground": ("Procfile", "worker ended at once"),
        "concurrency.workers": ("Procfile", "processes, whatever"),
        "concurrency.scales": ("Procfile", "eight requests at once: 1 processes"),
    },
    "forgetful": {
        "disposability.jobs": ("Procfile", "under way at SIGKILL, and is lost"),
        "concurrency.schedule": ("Procfile", "with two schedulers the job began"),
    },
    "own_port": {
        "port.listens": ("Procfile", "it listens on 18654"),
        "port.two_at_once": ("Procfile", "both listen on 18654"),
        "port.static_files": ("shop/settings.py", "answers 404"),
    },
    "abrupt": {"disposability.newcomers": ("Procfile", "a client who came after SIGTERM got")},
    "deploys": {
        "codebase.one_settings": ("manage.py", "shop.settings.local"),
        "codebase.no_deploy_branch": ("shop/settings/base.py", "ENVIRONMENT == 'production'"),
        "admin.beside": ("manage.py", "shop.settings.local"),
        "parity.settings": ("shop/settings/production.py", "SESSION_COOKIE_AGE"),
        "parity.database": ("shop/settings/base.py", "SQLite"),
    },
    "undeclared": {
        "dependencies.locked": ("shop/urls.py", "jwt is installed here"),
        "dependencies.declared": ("shop/urls.py", "'jwt'"),
        "dependencies.programs": ("shop/settings.py", "hostname is executed"),
        "dependencies.hashes": ("requirements.txt", "no hash"),
        "codebase.boundaries": ("notes/apps.py", "notes.apps -> shop.requests"),
    },
    "mute": {"logs.stdout": ("shop/settings.py", "neither on stdout nor on stderr")},
    "chatty": {
        "codebase.release_id": (".env.example", "GIT_SHA is given"),
        "logs.one_line": ("shop/settings.py", "many lines"),
        "logs.utc": ("shop/settings.py", "neither UTC"),
        "logs.request_id": ("shop/settings.py", "X-Request-ID"),
        "logs.no_file": ("shop/settings.py", "FileHandler"),
        "logs.no_secret": ("shop/requests.py", "Authorization is shown"),
        "modern.telemetry": ("shop/settings.py", "traceparent"),
    },
    "races": {
        "admin.migrate_twice": ("", "the second migrate ended with 1"),
        "admin.migrate_at_once": ("manage.py", "one of two ended with 1"),
        "admin.no_drift": ("manage.py", "makemigrations --check"),
    },
    "fragile": {
        "backing.outage": ("shop/settings.py", "after the outage"),
        "backing.health": ("shop/urls.py", "while the database is gone"),
    },
    "uneven": {
        "parity.services": ("compose.yaml", "postgres 17, elsewhere 15"),
        "parity.python": ("Dockerfile", "Python 3.11"),
        "modern.identity": (".env.example", "AWS_SECRET_ACCESS_KEY is a long-lived key"),
        "build.empty_environment": ("Dockerfile", "collectstatic"),
    },
    "startproject": {
        "backing.swap": ("shop/settings.py", "no variable gives the database"),
        "modern.health": ("shop/urls.py", "there is no liveness path"),
    },
    "hasty": {"admin.migrations_safe": ("notes/migrations/0003_in_a_hurry.py", "note.stars is required")},
    "slow": {"disposability.start": ("Procfile", "the first answer came after 1")},
}
DEVIATIONS = {"parity.database"}  # a warning by design
ELSEWHERE = {"config.no_secrets"}  # test_made_here: a secret is not committed in this repository
CASES = [(project, check) for project, checks in VIOLATIONS.items() for check in checks]


@pytest.mark.slow
@pytest.mark.timeout(240)
@pytest.mark.parametrize(("project", "check"), CASES)
def test_a_violation_is_found_at_its_place(project: str, check: str) -> None:
    result = judged(project, *VIOLATIONS[project])[check]
    path, fact = VIOLATIONS[project][check]
    expected = Outcome.WARN if check in DEVIATIONS else Outcome.FAIL
    said = [str(each) for each in result.verdict.evidence]
    assert result.outcome is expected, said
    assert any((each.path or "") == path and fact in each.fact for each in result.verdict.evidence), said


def test_every_check_has_a_project_that_violates_it() -> None:
    assert {check for _, check in CASES} | ELSEWHERE == set(CHECKS)
