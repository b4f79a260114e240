"""The plan of a projection and a selection: compiled once, kept while it is used."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from trebol.contract.selection import Selection
from trebol.projections.declared import Declared, Many, One
from trebol.projections.level import Level
from trebol.projections.writer import Writer

PLANS = 1024
"""Plans kept; the one used longest ago goes first."""

Frozen = tuple[tuple[str, Any], ...]


def plan_of(declared: Declared, selection: Selection) -> Level:
    """Return what reading this selection as tuples takes."""
    return compiled(declared, frozen(selection), False)


def message_plan(declared: Declared) -> Level:
    """Return what reading whole messages takes."""
    return compiled(declared, frozen(everything(declared)), True)


@lru_cache(maxsize=PLANS)
def compiled(declared: Declared, selection: Frozen, as_messages: bool) -> Level:
    """Compile the plan of a selection."""
    return Writer(declared, as_messages).level(thawed(selection))


def frozen(selection: Selection) -> Frozen:
    """Return a selection as a key."""
    return tuple([(name, inner if inner is None else frozen(inner)) for name, inner in selection.items()])


def thawed(selection: Frozen) -> Selection:
    """Return the selection of a key."""
    return {name: inner if inner is None else thawed(inner) for name, inner in selection}


def everything(declared: Declared) -> Selection:
    """Select all fields but the references, those of what is related too."""
    return {name: inside(declared, name) for name, fed in declared.fields.items() if not fed.reference}


def inside(declared: Declared, name: str) -> Selection | None:
    """Select all of what a field's relation leads to; None where it has none."""
    spec = declared.spec(name)
    return everything(spec.to) if isinstance(spec, One | Many) else None
