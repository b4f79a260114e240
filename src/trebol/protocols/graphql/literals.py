"""Literals of a document as the JSON values that variables would have carried (GraphQL, section 2.9).

A literal without variables is read once. One with variables becomes a function of them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from graphql import (
    BooleanValueNode,
    EnumValueNode,
    FloatValueNode,
    IntValueNode,
    ListValueNode,
    NullValueNode,
    ObjectValueNode,
    StringValueNode,
    ValueNode,
    VariableNode,
)

from trebol.contract.description import EnumRef, ListOf, MapOf, MessageRef, Scalar, Service, Type, UnionRef
from trebol.contract.errors import InvalidArgument
from trebol.contract.json_text import plain_of_json
from trebol.contract.names import camel
from trebol.protocols.graphql.naming import member_field


class Sentinel:
    """A value that no type of the contract accepts, so that the contract refuses it where it stands."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __repr__(self) -> str:
        return self.name


MISPLACED = Sentinel("MISPLACED")
"""Stands for a literal of the wrong kind: an enum's name for a text, a text for an enum's name."""

ABSENT: Any = Sentinel("ABSENT")
"""Stands for what is not there: an argument whose variable was not given."""

Variables = Mapping[str, Any]
Reading = Callable[[Variables], Any]
KEY = Scalar(name="str")


class Constant(NamedTuple):
    """A literal without variables, read."""

    value: Any


class Literals:
    """Reads the literals of one operation. ``defaults``: the default of each variable that has one."""

    def __init__(self, service: Service, defaults: Mapping[str, ValueNode]) -> None:
        self.service, self.defaults = service, defaults

    def of(self, node: ValueNode, type: Type | None) -> Constant | Reading:
        """Read a literal where the contract has ``type``; None where it has nothing."""
        match node:
            case VariableNode(name=name):
                return self.variable(name.value, type)
            case ListValueNode(values=values):
                inner = type.item if isinstance(type, ListOf) else type if isinstance(type, MapOf) else None
                return listed([self.of(value, inner) for value in values])
            case ObjectValueNode(fields=fields):
                types = self.types_of(type)
                members = {one.name.value: self.of(one.value, types.get(one.name.value)) for one in fields}
                return combined(members)
        return Constant(leaf(node, type))

    def variable(self, name: str, type: Type | None) -> Reading:
        """Read a variable: absent, it is its default, if it has one."""
        default = ABSENT
        if name in self.defaults:
            found = self.of(self.defaults[name], type)
            default = found.value if isinstance(found, Constant) else ABSENT
        return lambda variables: variables.get(name, default)

    def types_of(self, type: Type | None) -> Mapping[str, Type]:
        """Return the types of an object's fields, by their names in the schema."""
        match type:
            case MessageRef(name=name):
                return {camel(field.name): field.type for field in self.service.messages[name].fields}
            case UnionRef(members=members):
                return {member_field(member): MessageRef(name=member) for member in members}
            case MapOf(value=value):
                return {"key": KEY, "value": value}
        return {}


def leaf(node: ValueNode, type: Type | None) -> Any:
    """Read a literal that has nothing inside."""
    match node:
        case StringValueNode(value=text):
            return MISPLACED if isinstance(type, EnumRef) else text
        case EnumValueNode(value=text):
            return text if isinstance(type, EnumRef) else MISPLACED
        case BooleanValueNode(value=truth):
            return truth
        case NullValueNode():
            return None
        case IntValueNode(value=text) | FloatValueNode(value=text):
            return number(text)
    return MISPLACED


def number(text: str) -> Any:
    """Read a number as JSON would: the grammars are one (section 2.9.2; RFC 8259, section 6)."""
    try:
        return plain_of_json(text.encode())
    except InvalidArgument:
        return MISPLACED


def listed(items: list[Constant | Reading]) -> Constant | Reading:
    """Put a list together; an absent variable in it is null."""
    if all(isinstance(item, Constant) for item in items):
        return Constant([item.value for item in items if isinstance(item, Constant)])
    readings = [reading(item) for item in items]

    def read(variables: Variables) -> list[Any]:
        values = [one(variables) for one in readings]
        return [None if value is ABSENT else value for value in values]

    return read


def combined(members: dict[str, Constant | Reading]) -> Constant | Reading:
    """Put an object together; an absent variable leaves its field absent."""
    if all(isinstance(member, Constant) for member in members.values()):
        return Constant({name: one.value for name, one in members.items() if isinstance(one, Constant)})
    readings = {name: reading(member) for name, member in members.items()}

    def read(variables: Variables) -> dict[str, Any]:
        values = {name: one(variables) for name, one in readings.items()}
        return {name: value for name, value in values.items() if value is not ABSENT}

    return read


def reading(found: Constant | Reading) -> Reading:
    """Return a literal as a function of the variables."""
    return (lambda _: found.value) if isinstance(found, Constant) else found
