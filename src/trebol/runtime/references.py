"""Resolves references: one call of the other service for each, whatever the number of rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import msgspec

from trebol.contract.deferred import Link, Links
from trebol.contract.errors import NotFound, PermissionDenied
from trebol.contract.paging import Page
from trebol.contract.selection import Selection
from trebol.runtime.result import Result

Record = list[Any]
Fetch = Callable[[Link, Sequence[Any], Selection], Result]
"""Asks the other service: a link, keys, what is asked for (the key's field is in it) -> its rows."""
MOST_KEYS = 1000


def asks_for(layout: Selection, links: Links) -> bool:
    """Tell whether a selection asks for any reference."""
    return any(
        isinstance(links.get(name), Link) or (inner is not None and asks_for(inner, nested(links.get(name))))
        for name, inner in layout.items()
    )


def nested(links: Link | Links | None) -> Links:
    """Return the links inside a field."""
    return links if isinstance(links, Mapping) else {}


def resolved(value: Any, layout: Selection, links: Links, fetch: Fetch) -> Any:
    """Return rows whose references are rows too (or None), in place of their keys."""
    records: list[Record] = []
    opened = opened_rows(value, records)
    resolve(records, layout, links, fetch)
    return opened


def opened_rows(value: Any, records: list[Record]) -> Any:
    """Copy rows so that they can be changed, collecting each."""
    if isinstance(value, Page):
        return Page(items=opened_rows(value.items, records), after=value.after)
    if isinstance(value, list):
        return [opened_rows(item, records) for item in value]
    if value is None:
        return None
    record = list(value)
    records.append(record)
    return record


def resolve(records: list[Record], layout: Selection, links: Links, fetch: Fetch) -> None:
    """Resolve the references of these records, and of what is nested in them, level by level."""
    for place, (name, inner) in enumerate(layout.items()):
        link = links.get(name)
        if link is None or inner is None:
            continue
        if isinstance(link, Link):
            found = referred_rows(link, {record[place] for record in records}, inner, fetch)
            for record in records:
                record[place] = found.get(record[place])
        elif asks_for(inner, link):
            deeper: list[Record] = []
            for record in records:
                record[place] = opened_rows(record[place], deeper)
            resolve(deeper, inner, link, fetch)


def referred_rows(link: Link, keys: set[Any], inner: Selection, fetch: Fetch) -> dict[Any, Any]:
    """Fetch the rows of some keys; those the other service does not show are left out."""
    wanted = sorted(key for key in keys if key is not None)
    asked = inner if link.by in inner else {**inner, link.by: None}
    place = list(asked).index(link.by)
    found: dict[Any, Any] = {}
    for start in range(0, len(wanted), MOST_KEYS):
        try:
            result = fetch(link, wanted[start : start + MOST_KEYS], asked)
        except (NotFound, PermissionDenied):
            continue
        for row in rows_of(result, asked):
            found[row[place]] = row
    return found


def rows_of(result: Result, asked: Selection) -> Iterable[Sequence[Any]]:
    """Return the rows of a result; plain messages are laid out as rows."""
    return result.value if result.layout is not None else [laid_out(item, asked) for item in result.value]


def laid_out(message: Any, asked: Selection) -> Any:
    """Lay a message out as a row."""
    if isinstance(message, list):
        return [laid_out(item, asked) for item in message]
    if not isinstance(message, msgspec.Struct):
        return message
    values = ((getattr(message, name), inner) for name, inner in asked.items())
    return tuple(value if inner is None else laid_out(value, inner) for value, inner in values)
