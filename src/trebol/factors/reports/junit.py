"""The report as JUnit XML, as CI servers read it: a suite a factor, a case a check."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby
from xml.etree import ElementTree

from trebol.factors.check import TITLES, Outcome, Result
from trebol.factors.engine import Report

FORBIDDEN = re.compile(r"[^\t\n -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
ELEMENTS = {
    Outcome.FAIL: "failure",
    Outcome.COULD_NOT_RUN: "error",
    Outcome.NOT_APPLICABLE: "skipped",
}


def render(report: Report) -> str:
    """A `testsuites` document."""
    attributes = {"name": clean(f"trebol factors: {report.project}"), "time": f"{report.seconds:.3f}"}
    root = ElementTree.Element("testsuites", {**attributes, **counts(report.results)})
    ordered = sorted(report.results, key=lambda each: each.check.factor)
    for factor, results in groupby(ordered, key=lambda each: each.check.factor):
        suite(root, factor, list(results))
    ElementTree.indent(root)
    return ElementTree.tostring(root, encoding="unicode", xml_declaration=True) + "\n"


def suite(root: ElementTree.Element, factor: int, results: list[Result]) -> None:
    """The suite of one factor."""
    element = ElementTree.SubElement(
        root, "testsuite", {"name": f"{factor}. {TITLES[factor]}", **counts(results)}
    )
    for each in results:
        case(element, each)


def counts(results: Sequence[Result]) -> dict[str, str]:
    """How many cases there are, and of each kind that a CI server counts."""
    kinds = (
        ("failures", Outcome.FAIL),
        ("errors", Outcome.COULD_NOT_RUN),
        ("skipped", Outcome.NOT_APPLICABLE),
    )
    found = {name: sum(each.outcome is outcome for each in results) for name, outcome in kinds}
    return {"tests": str(len(results)), **{name: str(number) for name, number in found.items()}}


def case(parent: ElementTree.Element, result: Result) -> None:
    """The case of one check; a warning passes and says so in `system-out`."""
    element = ElementTree.SubElement(
        parent, "testcase", name=result.check.id, classname=f"factors.{result.check.factor}", time="0"
    )
    said = "\n".join(str(each) for each in result.verdict.evidence)
    tag = ELEMENTS.get(result.outcome)
    if tag is None:
        ElementTree.SubElement(element, "system-out").text = clean(f"{result.outcome}: {said}")
        return
    child = ElementTree.SubElement(element, tag, message=clean(result.verdict.evidence[0].fact))
    child.text = clean(f"{said}\n{result.check.hint}")


def clean(text: str) -> str:
    """The text without what XML 1.0 cannot carry."""
    return FORBIDDEN.sub("", text)
