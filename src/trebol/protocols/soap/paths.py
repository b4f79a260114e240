"""Where a violation is in the XML: an XPath from inside the request element, positions from 1."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from trebol.contract.description import Field, ListOf, MapOf, MessageRef, Operation, Service, Type, UnionRef
from trebol.contract.violations import Step
from trebol.protocols.soap.vocabulary import ENTRY, VALUE, element_name, item_name, member_name


def wire_path(service: Service, operation: Operation, steps: Sequence[Step], plain: Any) -> str:
    """Write the contract's path as the XML's: ``ride/passengers/passenger[2]/seatsTaken``.

    ``plain``: the input as it was read; it tells which member stands in a union.
    """
    return "/".join(in_record(service, operation.parameters, tuple(steps), plain))


def in_record(service: Service, fields: Sequence[Field], steps: tuple[Step, ...], plain: Any) -> list[str]:
    """Go on inside a record."""
    if not steps:
        return []
    step, *rest = steps
    for field in fields:
        if field.name == step:
            return [element_name(field.name), *inside(service, field.type, tuple(rest), part(plain, step))]
    return [str(left) for left in steps]


def inside(service: Service, type: Type, steps: tuple[Step, ...], plain: Any) -> list[str]:
    """Go on inside a value."""
    if not steps:
        return []
    step, *rest = steps
    match type:
        case MessageRef(name=name):
            return in_record(service, service.messages[name].fields, steps, plain)
        case UnionRef(members=members):
            return in_union(service, members, steps, plain)
        case ListOf(item=item):
            position = f"{item_name(item)}[{int(step) + 1}]"
            return [position, *inside(service, item, tuple(rest), part(plain, step))]
        case MapOf() if isinstance(step, int):
            return [f"{ENTRY}[{step + 1}]", *map(str, rest)]
        case MapOf(value=value):
            quote = '"' if "'" in str(step) else "'"
            entry = f"{ENTRY}[key={quote}{step}{quote}]"
            return [entry, VALUE, *inside(service, value, tuple(rest), part(plain, step))]
    return [str(left) for left in steps]


def in_union(service: Service, members: Sequence[str], steps: tuple[Step, ...], plain: Any) -> list[str]:
    """Go on inside the member that stands there."""
    tag = part(plain, "type")
    for name in members:
        if service.messages[name].tag == tag:
            return [member_name(name), *in_record(service, service.messages[name].fields, steps, plain)]
    return [str(left) for left in steps]


def part(plain: Any, step: Step) -> Any:
    """Return what a step leads to; None where the input is not of that form."""
    try:
        return plain[step]
    except (LookupError, TypeError):
        return None
