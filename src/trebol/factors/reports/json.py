"""The report as JSON: a list of objects, one a check, for programs."""

from __future__ import annotations

import json
from typing import Any

from trebol.factors.check import Evidence, Result
from trebol.factors.engine import Report


def render(report: Report) -> str:
    """A JSON list; its members are described in the documentation."""
    return json.dumps([result_object(each) for each in report.results], indent=2, ensure_ascii=False) + "\n"


def result_object(result: Result) -> dict[str, Any]:
    """One result."""
    check = result.check
    return {
        "id": check.id,
        "factor": check.factor,
        "edition": check.edition,
        "title": check.title,
        "outcome": result.outcome,
        "demand": check.demand,
        "evidence": [evidence_object(each) for each in result.verdict.evidence],
        "hint": check.hint,
    }


def evidence_object(evidence: Evidence) -> dict[str, Any]:
    """A fact, with its place where it has one."""
    place = {"path": evidence.path, "line": evidence.line}
    return {**{name: value for name, value in place.items() if value is not None}, "fact": evidence.fact}
