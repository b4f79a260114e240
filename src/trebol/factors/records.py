"""What the watched processes wrote down: the events of `inside.sitecustomize`, read back."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from trebol.factors.check import Evidence

Event = dict[str, Any]


def events(path: Path) -> list[Event]:
    """Every event of one launch, in the order of writing; a line that was cut off is left out."""
    if not path.exists():
        return []
    found = []
    for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
        try:
            found.append(json.loads(line))
        except ValueError:
            continue
    return found


def of_kind(found: list[Event], *kinds: str) -> Iterator[Event]:
    """The events of some kinds."""
    return (event for event in found if event["kind"] in kinds)


def evidence(event: Event, fact: str) -> Evidence:
    """A fact at the place of the project where the event began."""
    return Evidence(fact=fact, path=event.get("path"), line=event.get("line"))
