"""The report as SARIF 2.1.0 (OASIS), for code scanning: findings with their places, rules with their
hints.
"""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

from trebol.factors.check import Evidence, Outcome, Result
from trebol.factors.engine import Report

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
LEVELS = {Outcome.FAIL: "error", Outcome.WARN: "warning", Outcome.COULD_NOT_RUN: "note"}
KINDS = {Outcome.PASS: "pass", Outcome.NOT_APPLICABLE: "notApplicable"}


def render(report: Report) -> str:
    """One SARIF log with one run (SARIF 2.1.0, sections 3.13 and 3.14)."""
    rules = [rule(each) for each in report.results]
    driver = {"name": "trebol factors", "rules": rules}
    run = {
        "tool": {"driver": driver},
        "results": [found for each in report.results for found in results(each)],
        "columnKind": "unicodeCodePoints",
    }
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2) + "\n"


def rule(result: Result) -> dict[str, Any]:
    """A check as a reporting descriptor (section 3.49)."""
    check = result.check
    return {
        "id": check.id,
        "shortDescription": {"text": check.title},
        "help": {"text": check.hint},
        "properties": {"factor": check.factor, "demand": check.demand, "edition": check.edition},
    }


def results(result: Result) -> list[dict[str, Any]]:
    """A result (section 3.27) for each piece of evidence of a finding, one for anything else."""
    if result.outcome in LEVELS:
        return [finding(result, each) for each in result.verdict.evidence]
    said = "; ".join(each.fact for each in result.verdict.evidence)
    return [
        {"ruleId": result.check.id, "kind": KINDS[result.outcome], "level": "none", "message": {"text": said}}
    ]


def finding(result: Result, evidence: Evidence) -> dict[str, Any]:
    """One finding, with its place in the project where it has one."""
    kind = "open" if result.outcome is Outcome.COULD_NOT_RUN else "fail"
    found: dict[str, Any] = {"ruleId": result.check.id, "kind": kind, "message": {"text": evidence.fact}}
    if kind == "fail":
        found["level"] = LEVELS[result.outcome]
    if evidence.path:
        place: dict[str, Any] = {"artifactLocation": {"uri": quote(evidence.path), "uriBaseId": "%SRCROOT%"}}
        if evidence.line:
            place["region"] = {"startLine": evidence.line}
        found["locations"] = [{"physicalLocation": place}]
    return found
