"""What a check is and what it says: the vocabulary of the factors.

A check is a function from a `Subject` to a `Verdict`, registered once under a stable id. It judges what was
observed; what could not be observed arrives as `CouldNotRun`, which no check turns into a pass.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

TITLES = {
    1: "Codebase",
    2: "Dependencies",
    3: "Config",
    4: "Backing services",
    5: "Build, release, run",
    6: "Processes",
    7: "Port binding",
    8: "Concurrency",
    9: "Disposability",
    10: "Dev/prod parity",
    11: "Logs",
    12: "Admin processes",
}


class Outcome(StrEnum):
    """How a check ended."""

    PASS = "pass"  # noqa: S105  # an outcome
    FAIL = "fail"
    WARN = "warn"
    NOT_APPLICABLE = "not_applicable"
    COULD_NOT_RUN = "could_not_run"


class Demand(StrEnum):
    """Who asks for it: the twelve-factor text, or good practice beyond it."""

    TEXT = "text"
    STRICT = "strict"


class Edition(StrEnum):
    """Which edition of the twelve factors a check belongs to."""

    ORIGINAL = "original"
    MODERN = "modern"


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """One reason for an outcome: a fact, and the place in the project (POSIX path, line from 1) where it has
    one.
    """

    fact: str
    path: str | None = None
    line: int | None = None

    def __str__(self) -> str:
        place = f"{self.path}:{self.line}" if self.line else self.path
        return f"{place}: {self.fact}" if place else self.fact


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """An outcome and the evidence for it."""

    outcome: Outcome
    evidence: tuple[Evidence, ...]


class CouldNotRun(Exception):
    """What a check needs could not be observed; the message is the reason, for the report."""


Judge = Callable[[Any], Verdict]  # Any: a Subject, of a layer above this vocabulary


@dataclass(frozen=True, kw_only=True)
class Check:
    """A registered check.

    `id`: stable, `<factor>.<name>`. `factor`: 1 to 12. `hint`: how to mend a finding, one sentence.
    """

    id: str
    factor: int
    title: str
    hint: str
    demand: Demand
    edition: Edition
    judge: Judge


@dataclass(frozen=True, kw_only=True)
class Result:
    """What one check said of one project."""

    check: Check
    verdict: Verdict

    @property
    def outcome(self) -> Outcome:
        """The outcome of the verdict."""
        return self.verdict.outcome


REGISTRY: dict[str, Check] = {}


def check(
    id: str,
    *,
    factor: int,
    title: str,
    hint: str,
    demand: Demand = Demand.TEXT,
    edition: Edition = Edition.ORIGINAL,
) -> Callable[[Judge], Judge]:
    """Register a function as the check `id`.

    Raises `ValueError` where the id is taken or the factor is not one of the twelve.
    """

    def register(judge: Judge) -> Judge:
        if id in REGISTRY:
            raise ValueError(f"check {id!r} is registered twice: give the second another id")
        if factor not in TITLES:
            raise ValueError(f"check {id!r}: factor {factor} is none of 1 to 12")
        REGISTRY[id] = Check(
            id=id, factor=factor, title=title, hint=hint, demand=demand, edition=edition, judge=judge
        )
        return judge

    return register


Said = str | Evidence


def verdict(outcome: Outcome, said: Iterable[Said]) -> Verdict:
    """Make a verdict of facts and places. Raises `ValueError` without any: an outcome has a reason."""
    evidence = tuple(Evidence(fact=each) if isinstance(each, str) else each for each in said)
    if not evidence:
        raise ValueError(f"a verdict ({outcome}) without evidence: say what was seen")
    return Verdict(outcome=outcome, evidence=evidence)


def passed(*said: Said) -> Verdict:
    """What was looked for was seen."""
    return verdict(Outcome.PASS, said)


def failed(*said: Said) -> Verdict:
    """The project does something else; each piece of evidence is one finding."""
    return verdict(Outcome.FAIL, said)


def warned(*said: Said) -> Verdict:
    """Not a violation, and yet a reader should know of it."""
    return verdict(Outcome.WARN, said)


def not_applicable(*said: Said) -> Verdict:
    """The project has nothing that the check is about."""
    return verdict(Outcome.NOT_APPLICABLE, said)


def judged(findings: Iterable[Said], otherwise: str) -> Verdict:
    """Fail with `findings`; pass with the fact `otherwise` where there are none."""
    found = tuple(findings)
    return failed(*found) if found else passed(otherwise)
