"""The engine: selection, and what stops a check never passes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from trebol.factors import engine
from trebol.factors.check import Check, CouldNotRun, Demand, Edition, Outcome, Verdict, passed
from trebol.factors.project import Project
from trebol.factors.workshop import Options


def made(judge: Any) -> Check:
    return Check(
        id="a.check", factor=1, title="t", hint="h", demand=Demand.TEXT, edition=Edition.ORIGINAL, judge=judge
    )


def unseen(subject: Any) -> Verdict:
    raise CouldNotRun("no server here")


def broken(subject: Any) -> Verdict:
    raise KeyError("defect")


@pytest.mark.parametrize(
    ("judge", "outcome", "fact"),
    [
        (lambda subject: passed("seen"), Outcome.PASS, "seen"),
        (unseen, Outcome.COULD_NOT_RUN, "no server here"),
        (broken, Outcome.COULD_NOT_RUN, "the check itself broke: KeyError"),
    ],
)
def test_what_stops_a_check_never_passes(tmp_path: Path, judge: Any, outcome: Outcome, fact: str) -> None:
    heard: list[str] = []
    report = engine.run(
        Project(tmp_path), Options(), [made(judge)], tell=lambda result: heard.append(result.check.id)
    )
    (result,) = report.results
    assert result.outcome is outcome
    assert fact in result.verdict.evidence[0].fact
    assert heard == ["a.check"]
    assert report.of(outcome) == [result]


def test_the_scratch_folder_is_gone_after_a_run(tmp_path: Path) -> None:
    seen: list[Path] = []

    def look(subject: Any) -> Verdict:
        seen.append(subject.workshop.scratch.folder)
        return passed(str(seen[0].exists()))

    report = engine.run(Project(tmp_path), Options(), [made(look)])
    assert report.results[0].verdict.evidence[0].fact == "True"
    assert not seen[0].exists()


def test_checks_are_selected_by_factor_and_by_id() -> None:
    assert {each.factor for each in engine.select(factors=[7])} == {7}
    assert [each.id for each in engine.select(ids=["port.listens"])] == ["port.listens"]
    assert len(engine.select()) > 50
    with pytest.raises(LookupError, match=r"no check is named port\.nothing"):
        engine.select(ids=["port.nothing"])


def test_the_time_of_a_run_is_bounded(tmp_path: Path) -> None:
    def wait(subject: Any) -> Verdict:
        subject.workshop.deadline.wait(lambda: False, 30)
        subject.workshop.deadline.within(1)
        return passed("not reached")

    report = engine.run(Project(tmp_path), Options(seconds=0.2), [made(wait)])
    assert report.results[0].outcome is Outcome.COULD_NOT_RUN
    assert "is over" in report.results[0].verdict.evidence[0].fact
