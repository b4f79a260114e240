"""Projects as people have them: the report finds what is there to find, at its line, and nothing else."""

from __future__ import annotations

import pytest

from tests.factors.workpieces import judged
from trebol.factors.check import Outcome

# What each project violates, in the order of the factors: check, and the beginning of a piece of evidence.
FINDINGS: dict[str, dict[str, str]] = {
    "cookiecutter": {  # settings in folders, a start script that collects static files, django-environ
        "codebase.one_settings": "manage.py:6",
        "dependencies.locked": "",
        "config.all_at_once": "config/settings/production.py:4",
        "config.secret_files": ".env.example:1",
        "backing.health": "config/urls.py:5",
        "build.empty_environment": "config/settings/production.py:1",
        "build.start_only_starts": "compose/start:7",
        "build.code_unchanged": "config/settings/base.py:25",
        "disposability.newcomers": "compose/start:8",
        "modern.health": "config/urls.py:5",
        "parity.settings": "config/settings/production.py:4",
        "logs.stdout": "config/settings/base.py:53",
        "logs.one_line": "config/settings/base.py:53",
        "logs.request_id": "config/settings/base.py:53",
        "modern.telemetry": "config/settings/base.py:53",
        "admin.beside": "manage.py:6",
        "admin.migrate_at_once": "manage.py:1",
    },
    "vps": {  # what startproject makes, put online: SQLite, LocMem with cache_page, a log file
        "dependencies.locked": "requirements.txt:1",
        "config.declared": "mysite/settings.py:39",
        "config.secret_key": "mysite/settings.py:4",
        "config.no_secrets": "mysite/settings.py:4",
        "backing.swap": "mysite/settings.py:39",
        "backing.health": "mysite/urls.py:5",
        "build.code_unchanged": "mysite/settings.py:39",
        "processes.session": "mysite/settings.py:39",
        "processes.upload": "mysite/settings.py:44",
        "processes.local_state": "mysite/settings.py:46",
        "processes.local_files": "mysite/settings.py:44",
        "port.static_files": "mysite/settings.py:16",
        "concurrency.workers": "Procfile:1",
        "concurrency.scales": "Procfile:1",
        "disposability.newcomers": "Procfile:1",
        "modern.health": "mysite/urls.py:5",
        "logs.stdout": "mysite/settings.py:47",
        "logs.no_file": "mysite/settings.py:50",
        "modern.telemetry": "mysite/settings.py:47",
    },
    "docker": {  # no Procfile, an entrypoint that migrates, bash without exec, ASGI, the database in parts
        "codebase.no_deploy_branch": "api/settings.py:34",
        "dependencies.locked": "",
        "config.all_at_once": "api/settings.py:28",
        "config.secret_files": ".env.example:7",
        "modern.identity": "Dockerfile:5",
        "backing.health": "api/urls.py:2",
        "build.start_only_starts": "entrypoint.sh:3",
        "disposability.sigterm": "entrypoint.sh:4",
        "disposability.orphans": "entrypoint.sh:4",
        "modern.health": "api/urls.py:4",
        "logs.one_line": "api/settings.py:36",
        "logs.request_id": "api/settings.py:36",
        "modern.telemetry": "api/settings.py:36",
        "admin.migrate_at_once": "manage.py:1",
    },
    "srclayout": {  # manage.py in src, gunicorn by exec, PostgreSQL by URL
        "dependencies.locked": "",
        "config.all_at_once": "src/site_core/settings.py:11",
        "config.secret_files": ".env.example:1",
        "backing.health": "src/site_core/urls.py:10",
        "disposability.newcomers": "Procfile:2",
        "modern.health": "src/site_core/urls.py:10",
        "logs.one_line": "src/site_core/settings.py:50",
        "logs.request_id": "src/site_core/settings.py:50",
        "modern.telemetry": "src/site_core/settings.py:50",
        "admin.migrate_at_once": "src/manage.py:1",
    },
}
RACY = {"admin.migrate_at_once", "disposability.newcomers"}  # two that meet, or by luck do not


@pytest.mark.slow
@pytest.mark.timeout(240)
@pytest.mark.needs_postgres
@pytest.mark.needs_program("redis-server")
@pytest.mark.parametrize("name", FINDINGS)
def test_the_findings_are_those_that_are_there(name: str) -> None:
    results = judged(name)
    found = {id for id, each in results.items() if each.outcome in {Outcome.FAIL, Outcome.WARN}}
    assert found - RACY == FINDINGS[name].keys() - RACY
    for id in found & FINDINGS[name].keys():
        said = [str(each) for each in results[id].verdict.evidence]
        assert any(each.startswith(FINDINGS[name][id]) for each in said), (id, said)


@pytest.mark.slow
@pytest.mark.timeout(240)
@pytest.mark.parametrize("name", FINDINGS)
def test_no_check_breaks(name: str) -> None:
    facts = [each.fact for result in judged(name).values() for each in result.verdict.evidence]
    assert [fact for fact in facts if "the check itself broke" in fact] == []
