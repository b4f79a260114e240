"""``<include><item>driver</item></include>``: which references of a result a request asks for.

XML has no selection: a result is always whole, but for its references to messages of other services. They are
there when they are named, by their elements' names; a dot goes inwards (``passengers.profile``).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from trebol.contract.description import Field, ListOf, MessageRef, PageOf, Service, Type
from trebol.contract.errors import InvalidArgument
from trebol.contract.selection import Selection, whole
from trebol.contract.violations import Violation
from trebol.protocols.soap.vocabulary import INCLUDE, element_name

MOST_NAMES, MOST_PARTS = 20, 8
"""Bounds of what one request includes: references may go in circles."""


def with_references(service: Service, result: Type | None, names: Iterable[str]) -> Selection:
    """Select a whole result with these references; ``InvalidArgument`` for a name that is of none."""
    selection: Selection = whole(service, result) or {}
    for number, name in enumerate(names):
        if number >= MOST_NAMES or name.count(".") >= MOST_PARTS:
            expected = f"at most {MOST_NAMES} names of references, each of at most {MOST_PARTS} parts"
            raise InvalidArgument([Violation((INCLUDE,), "value", expected)])
        selection = added(service, result, selection, name.split("."))
    return selection


def added(service: Service, type: Type | None, selection: Selection, names: Sequence[str]) -> Selection:
    """Add one reference to a selection."""
    if not names:
        return selection
    first, *inwards = names
    for field in fields_in(service, type):
        if element_name(field.name) == first and (
            field.reference or (inwards and fields_in(service, field.type))
        ):
            inner = selection.get(field.name) or whole(service, field.type) or {}
            return {**selection, field.name: added(service, field.type, inner, inwards)}
    known = ", ".join(references_of(service, type)) or "there is none"
    raise InvalidArgument([Violation((INCLUDE,), "value", f"names of references; here: {known}")])


def references_of(service: Service, type: Type | None) -> list[str]:
    """Name the references of a type, and of what is nested in it; not those of what is referred to."""
    names = []
    for field in fields_in(service, type):
        name = element_name(field.name)
        if field.reference:
            names.append(name)
        else:
            names += [f"{name}.{inner}" for inner in references_of(service, field.type)]
    return names


def fields_in(service: Service, type: Type | None) -> Sequence[Field]:
    """Return the fields of the message that a page, a list or a result is of."""
    match type:
        case PageOf(item=item) | ListOf(item=item):
            return fields_in(service, item)
        case MessageRef(name=name):
            return service.messages[name].fields
    return ()
