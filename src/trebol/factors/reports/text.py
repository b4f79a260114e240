"""The report as text, for a terminal: a line a check, findings with their places and how to mend them."""

from __future__ import annotations

from itertools import groupby

from trebol.factors.check import TITLES, Outcome, Result
from trebol.factors.engine import Report

WORDS = {
    Outcome.PASS: "pass",
    Outcome.FAIL: "FAIL",
    Outcome.WARN: "warn",
    Outcome.NOT_APPLICABLE: "n/a ",
    Outcome.COULD_NOT_RUN: "????",
}
ROMAN = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")


def render(report: Report) -> str:
    """The whole report."""
    lines = []
    ordered = sorted(report.results, key=lambda each: each.check.factor)
    for factor, results in groupby(ordered, key=lambda each: each.check.factor):
        lines += [f"{ROMAN[factor]}. {TITLES[factor]}"]
        lines += [line for result in results for line in result_lines(result)]
        lines += [""]
    return "\n".join([*lines, summary(report)]) + "\n"


def result_lines(result: Result) -> list[str]:
    """One result: a line, and where it is no pass its evidence and the hint."""
    strict = "" if result.check.demand == "text" else " (strict)"
    first = f"  {WORDS[result.outcome]}  {result.check.id}{strict}: {result.check.title}"
    facts = [f"          {each}" for each in result.verdict.evidence]
    mend = result.outcome in {Outcome.FAIL, Outcome.WARN}
    return [first, *facts, *([f"          -> {result.check.hint}"] if mend else [])]


def summary(report: Report) -> str:
    """How many of each outcome, and in what time."""
    counts = [f"{len(report.of(outcome))} {outcome.replace('_', ' ')}" for outcome in Outcome]
    commit = f" at {report.commit[:12]}" if report.commit else ""
    return f"{report.project}{commit}: {', '.join(counts)}, in {report.seconds:.0f} s"
