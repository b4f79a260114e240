"""The two checks whose project is made here: a secret is not committed to this repository, and boundaries are
declared by one project that keeps them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.factors.workpieces import commit, make
from trebol.factors import engine
from trebol.factors.check import Outcome, Result
from trebol.factors.project import Project
from trebol.factors.workshop import Options

pytestmark = [pytest.mark.slow, pytest.mark.timeout(240), pytest.mark.needs_postgres]

SECRET = "kX9-quiet-" + "River-77"
BOUNDARIES = """
[tool.importlinter]
root_packages = ["shop", "notes"]

[[tool.importlinter.contracts]]
name = "notes knows no shop"
type = "forbidden"
source_modules = ["notes"]
forbidden_modules = ["shop"]
"""


def judged(folder: Path, check: str) -> Result:
    (result,) = engine.run(Project(folder), Options(), engine.select(ids=[check])).results
    return result


def test_a_secret_in_the_code_fails_and_goes_on_failing_in_history(tmp_path: Path) -> None:
    made = make("good", tmp_path)
    file = made / "shop" / "payments.py"
    file.write_text(f'"""Payments."""\n\nPAYMENTS_PASSWORD = "{SECRET}"\n')
    commit(made, "a secret")
    in_code = judged(made, "config.no_secrets")
    assert in_code.outcome is Outcome.FAIL
    assert [(each.path, each.line) for each in in_code.verdict.evidence] == [("shop/payments.py", 3)]

    file.write_text('"""Payments."""\n')
    commit(made, "no secret any more")
    in_history = judged(made, "config.no_secrets")
    assert in_history.outcome is Outcome.FAIL
    (evidence,) = in_history.verdict.evidence
    assert evidence.path == "shop/payments.py"
    assert "in the history" in evidence.fact
    assert SECRET not in f"{in_code.verdict.evidence} {in_history.verdict.evidence}"


def test_boundaries_that_are_declared_and_kept_pass(tmp_path: Path) -> None:
    made = make("good", tmp_path)
    with (made / "pyproject.toml").open("a") as declared:
        declared.write(BOUNDARIES)
    commit(made, "boundaries")
    result = judged(made, "codebase.boundaries")
    assert result.outcome is Outcome.PASS, [str(each) for each in result.verdict.evidence]
