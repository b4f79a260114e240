"""A contract's path by the names of the schema: ``pay.last4`` -> ``pay.card.last4``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from trebol.contract.description import Field, ListOf, MapOf, MessageRef, Service, Type, UnionRef
from trebol.contract.names import camel
from trebol.contract.violations import Step, Violation
from trebol.protocols.graphql.naming import member_field

Types = Mapping[str, Type]


class WirePath:
    """Follows paths into the arguments of one service's operations; ``plain`` tells members and entries."""

    def __init__(self, service: Service) -> None:
        self.service = service

    def of(self, fields: Sequence[Field], violation: Violation, plain: Any) -> str:
        """Write where a violation of these fields is; the name of an unknown one is as it was sent."""
        types, steps = {field.name: field.type for field in fields}, violation.steps
        known = len(steps) - (violation.reason == "unknown")
        return (self.field(types, steps[:known], plain) + as_they_are(steps[known:])).removeprefix(".")

    def field(self, types: Types, steps: Sequence[Step], plain: Any) -> str:
        """Write a path whose first step is a field, of one of these types or unknown."""
        if not steps or steps[0] not in types:
            return as_they_are(steps)
        step, *rest = steps
        return f".{camel(str(step))}" + self.value(types[str(step)], rest, at(plain, step))

    def value(self, type: Type, steps: Sequence[Step], plain: Any) -> str:
        """Write the rest of a path, inside a value."""
        if not steps:
            return ""
        step, *rest = steps
        match type:
            case MessageRef(name=name):
                return self.field(self.types(name), steps, plain)
            case UnionRef(members=members):
                return self.member(members, steps, plain)
            case ListOf(item=item) if isinstance(step, int):
                return f"[{step}]" + self.value(item, rest, at(plain, step))
            case MapOf(value=value) if isinstance(plain, dict) and step in plain:
                return f"[{list(plain).index(step)}].value" + self.value(value, rest, plain[step])
        return as_they_are(steps)

    def member(self, members: Sequence[str], steps: Sequence[Step], plain: Any) -> str:
        """Write a path inside the member of a union that the value is."""
        tag = at(plain, "type")
        for name in members:
            if tag is not None and self.service.messages[name].tag == tag:
                return f".{member_field(name)}" + self.field(self.types(name), steps, plain)
        return as_they_are(steps)

    def types(self, message: str) -> Types:
        """The types of a message's fields."""
        return {field.name: field.type for field in self.service.messages[message].fields}


def at(plain: Any, step: Step) -> Any:
    """Return what is inside a value; None where there is nothing."""
    if isinstance(plain, dict):
        return plain.get(step)
    if isinstance(plain, list) and isinstance(step, int) and step < len(plain):
        return plain[step]
    return None


def as_they_are(steps: Sequence[Step]) -> str:
    """Write steps the schema does not know."""
    return "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in steps)
