"""Every check passes on a plain Django project that does it right, and nothing is left behind."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import psycopg
import pytest

from tests.factors.workpieces import judged
from trebol.factors.catalogue import CHECKS
from trebol.factors.check import Outcome
from trebol.factors.kernel import PROC, environ

NOT_FOR_IT = {"codebase.boundaries"}  # it declares no boundaries: test_made_here has one that does


def good(id: str) -> object:
    return judged("good")[id]


@pytest.mark.slow
@pytest.mark.timeout(240)
@pytest.mark.needs_postgres
@pytest.mark.needs_program("redis-server")
@pytest.mark.parametrize("check", sorted(CHECKS))
def test_a_project_that_does_it_right_passes(check: str) -> None:
    result = judged("good")[check]
    expected = Outcome.NOT_APPLICABLE if check in NOT_FOR_IT else Outcome.PASS
    assert result.outcome is expected, [str(each) for each in result.verdict.evidence]


@pytest.mark.slow
@pytest.mark.timeout(240)
def test_nothing_is_left_behind(postgres_url: str) -> None:
    judged("good")
    assert not list(Path(tempfile.gettempdir()).glob("trebol-factors-*"))
    others = [
        int(entry.name) for entry in PROC.iterdir() if entry.name.isdigit() and int(entry.name) != os.getpid()
    ]
    assert [pid for pid in others if "TREBOL_FACTORS_" in environ(pid)] == []
    with psycopg.connect(postgres_url) as connection:
        rows = connection.execute(
            "select datname from pg_database where datname like 'trebol_factors_%'"
        ).fetchall()
    assert rows == []
