"""The engine: checks in the order of the factors, each on the same observation, each to one result."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from trebol.factors.catalogue import CHECKS
from trebol.factors.check import Check, CouldNotRun, Outcome, Result, Verdict, verdict
from trebol.factors.project import Project
from trebol.factors.subject import Subject
from trebol.factors.workshop import Options


@dataclass(frozen=True, kw_only=True)
class Report:
    """What a run found. `project`: its folder's name; `commit`: None outside a repository; `seconds`: it
    took.
    """

    project: str
    commit: str | None
    results: tuple[Result, ...]
    seconds: float

    def of(self, outcome: Outcome) -> list[Result]:
        """The results with that outcome."""
        return [result for result in self.results if result.outcome is outcome]


def select(factors: Iterable[int] = (), ids: Iterable[str] = ()) -> list[Check]:
    """The checks of some factors, or of some ids, or all. Raises `LookupError` for an id that does not
    exist.
    """
    wanted_factors, wanted = set(factors), set(ids)
    unknown = wanted - CHECKS.keys()
    if unknown:
        raise LookupError(f"no check is named {', '.join(sorted(unknown))}: see --list")
    if not wanted_factors and not wanted:
        return list(CHECKS.values())
    return [each for each in CHECKS.values() if each.id in wanted or each.factor in wanted_factors]


def run(
    project: Project, options: Options, checks: Iterable[Check], tell: Callable[[Result], None] | None = None
) -> Report:
    """Judge `project` by `checks`; `tell` hears of each result as it comes. Everything started is ended."""
    began = time.monotonic()
    subject = Subject(project, options)
    results = []
    try:
        for each in checks:
            result = Result(check=each, verdict=judge(each, subject))
            results.append(result)
            if tell is not None:
                tell(result)
    finally:
        subject.close()
    return Report(
        project=project.folder.name,
        commit=project.commit,
        results=tuple(results),
        seconds=time.monotonic() - began,
    )


def judge(check: Check, subject: Subject) -> Verdict:
    """The verdict of one check. What stops it, a defect of ours included, is `could_not_run`, never a
    pass.
    """
    try:
        return check.judge(subject)
    except CouldNotRun as reason:
        return verdict(Outcome.COULD_NOT_RUN, [str(reason)])
    except Exception as defect:  # noqa: BLE001  # a check that breaks must not hide what the others found
        return verdict(Outcome.COULD_NOT_RUN, [f"the check itself broke: {type(defect).__name__}: {defect}"])
