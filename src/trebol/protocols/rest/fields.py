"""``fields=id,members.name``: what a REST consumer asks for, read into a selection."""

from __future__ import annotations

from trebol.contract.description import ListOf, MapOf, MessageRef, PageOf, Service, Type, UnionRef
from trebol.contract.errors import InvalidArgument
from trebol.contract.references import References
from trebol.contract.selection import Selection, whole
from trebol.contract.violations import Violation

Named = dict[str, "Named"]
MOST_NAMES, MOST_PARTS = 200, 8
"""Bounds of what ``fields`` names."""


def selection_of(service: Service, result: Type | None, fields: str, include: str) -> Selection:
    """Read the ``fields`` and ``include`` parameters; ``InvalidArgument`` for a field that is not there.

    Names are the contract's, separated by commas; a dot goes inwards; a message named alone is taken whole.
    ``include`` names references, which are left out otherwise.
    """
    selection = chosen(service, result, named_in(fields), ()) if fields else whole(service, result) or {}
    names = [name.strip() for name in include.split(",")] if include else ()
    return References(service).added(result, selection, names)


def named_in(text: str) -> Named:
    """Read names separated by commas and dots into a tree; ``InvalidArgument`` when they pass the bounds."""
    named: Named = {}
    paths = text.split(",")
    if len(paths) > MOST_NAMES or any(path.count(".") >= MOST_PARTS for path in paths):
        expected = f"at most {MOST_NAMES} names, each of at most {MOST_PARTS} parts"
        raise InvalidArgument([Violation(("fields",), "value", expected)])
    for path in paths:
        node = named
        for name in path.strip().split("."):
            node = node.setdefault(name, {})
    return named


def chosen(service: Service, type: Type | None, named: Named, steps: tuple[str, ...]) -> Selection:
    """Choose the named fields of a type, all of them where none is named."""
    message = message_in(type)
    whole_of = whole(service, type)
    if not named and whole_of is not None:
        return whole_of
    fields = {f.name: f.type for f in service.messages[message.name].fields} if message else {}
    selection: dict[str, Selection | None] = {}
    for name, inner in named.items():
        if name not in fields:
            known = ", ".join(fields) or "none: it has no fields to choose from"
            raise InvalidArgument(
                [Violation(("fields",), "value", f"{'.'.join((*steps, ''))}fields of: {known}")]
            )
        selection[name] = (
            chosen(service, fields[name], inner, (*steps, name))
            if has_fields(fields[name]) or inner
            else None
        )
    return selection


def message_in(type: Type | None) -> MessageRef | None:
    """Return the message that a page, a list or a result is of."""
    match type:
        case PageOf(item=item) | ListOf(item=item):
            return message_in(item)
        case MessageRef():
            return type
    return None


def has_fields(type: Type) -> bool:
    """Tell whether something can be chosen inside a type."""
    match type:
        case PageOf(item=item) | ListOf(item=item):
            return has_fields(item)
        case MapOf(value=value):
            return has_fields(value)
        case MessageRef() | UnionRef():
            return True
    return False
