"""A new project and the reference application: every factor check that applies to them passes."""

from __future__ import annotations

import functools
import sys
import tempfile
from pathlib import Path

import pytest

from tests.documents import ROOT
from tests.factors.workpieces import commit
from trebol.factors import engine
from trebol.factors.catalogue import CHECKS
from trebol.factors.check import Outcome, Result
from trebol.factors.project import Project
from trebol.factors.workshop import Options
from trebol.project_template.write import write

pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(300),
    pytest.mark.needs_postgres,
    pytest.mark.needs_program("git"),
]
COMPARTE_RIDE = ROOT / "examples" / "comparte_ride"
SECONDS = 180
GOOD = {Outcome.PASS, Outcome.NOT_APPLICABLE}


@functools.cache
def fresh() -> dict[str, Result]:
    """The results on a new project that was just committed."""
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder) / "made"
        write("car_rides", made)
        commit(made)
        return judged(made)


@functools.cache
def comparte_ride() -> dict[str, Result]:
    """The results on the reference application."""
    return judged(COMPARTE_RIDE)


def judged(folder: Path) -> dict[str, Result]:
    report = engine.run(Project(folder), Options(python=Path(sys.executable)), engine.select())
    assert report.seconds < SECONDS
    return {result.check.id: result for result in report.results}


@pytest.mark.parametrize("check", sorted(CHECKS))
def test_a_new_project_passes(check: str) -> None:
    result = fresh()[check]
    assert result.outcome in GOOD, [str(each) for each in result.verdict.evidence]


def test_little_does_not_apply_to_a_new_project() -> None:
    left_out = {id for id, result in fresh().items() if result.outcome is Outcome.NOT_APPLICABLE}
    assert left_out == {
        "codebase.boundaries",
        "backing.connects",
        "build.empty_environment",
        "concurrency.schedule",
        "processes.local_files",
        "processes.upload",
    }


@pytest.mark.parametrize("check", sorted(CHECKS))
def test_the_reference_application_passes(check: str) -> None:
    if check == "codebase.release_id" and Project(COMPARTE_RIDE).changed:
        pytest.skip("it has changes that are not committed, so its commit is not what runs")
    result = comparte_ride()[check]
    assert result.outcome in GOOD, [str(each) for each in result.verdict.evidence]
