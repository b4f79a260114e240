"""A baseline: findings that are known and accepted, so that CI fails for new ones only."""

from __future__ import annotations

import json
from pathlib import Path

from trebol.factors.check import Outcome, Result

ACCEPTABLE = {Outcome.FAIL, Outcome.WARN, Outcome.COULD_NOT_RUN}


def keys(result: Result) -> set[str]:
    """What identifies the findings of a result: check, outcome, and file where there is one; never a line."""
    if result.outcome not in ACCEPTABLE:
        return set()
    return {f"{result.check.id} {result.outcome} {each.path or '-'}" for each in result.verdict.evidence}


def write(path: Path, results: tuple[Result, ...]) -> None:
    """Accept the findings of `results`."""
    accepted = sorted(set().union(*(keys(result) for result in results)))
    path.write_text(json.dumps({"accepted": accepted}, indent=2) + "\n", encoding="utf-8")


def read(path: Path) -> set[str]:
    """The accepted findings. Raises `ValueError` where the file is no baseline."""
    try:
        said = json.loads(path.read_text(encoding="utf-8"))
        return {str(each) for each in said["accepted"]}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ValueError(f"{path} is no baseline ({error}): write one with --write-baseline") from error


def new(results: tuple[Result, ...], accepted: set[str]) -> list[Result]:
    """The results with a finding that is not accepted."""
    return [result for result in results if keys(result) - accepted]
