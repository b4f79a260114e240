"""The vocabulary: a registry without doubles, verdicts with evidence."""

from __future__ import annotations

import pytest

from trebol.factors.catalogue import CHECKS
from trebol.factors.check import (
    REGISTRY,
    TITLES,
    Evidence,
    Outcome,
    Verdict,
    check,
    failed,
    judged,
    passed,
    verdict,
)


def test_an_id_is_registered_once() -> None:
    taken = next(iter(CHECKS))
    with pytest.raises(ValueError, match="registered twice"):
        check(taken, factor=1, title="", hint="")(lambda subject: passed("seen"))


def test_a_factor_is_one_of_twelve() -> None:
    with pytest.raises(ValueError, match="none of 1 to 12"):
        check("new.check", factor=13, title="", hint="")(lambda subject: passed("seen"))
    assert "new.check" not in REGISTRY


def test_no_verdict_goes_without_evidence() -> None:
    with pytest.raises(ValueError, match="say what was seen"):
        verdict(Outcome.PASS, [])


def test_findings_fail_and_their_absence_passes() -> None:
    assert judged(["wrong"], "right").outcome is Outcome.FAIL
    assert judged([], "right") == passed("right")


def test_evidence_reads_as_place_and_fact() -> None:
    assert str(Evidence(fact="wrong", path="a.py", line=3)) == "a.py:3: wrong"
    assert str(Evidence(fact="wrong", path="a.py")) == "a.py: wrong"
    assert [str(each) for each in failed("wrong").evidence] == ["wrong"]


def test_every_factor_has_a_check_and_every_check_a_text() -> None:
    assert {each.factor for each in CHECKS.values()} == set(TITLES)
    assert all(each.title and each.hint.endswith(".") for each in CHECKS.values())
    assert isinstance(verdict(Outcome.WARN, ["seen"]), Verdict)
