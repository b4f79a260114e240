"""The variables of an operation as far as GraphQL itself judges them (section 6.1.2): what must be there.

What their values are is judged by the contract, where they are used.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from graphql import (
    BooleanValueNode,
    ListTypeNode,
    NonNullTypeNode,
    TypeNode,
    ValueNode,
    VariableDefinitionNode,
    print_ast,
)

from trebol.contract.code import Code
from trebol.protocols.graphql.errors import Location, RequestError, Shown, locations_of, shown
from trebol.protocols.graphql.literals import ABSENT, Variables

Flags = tuple[bool, ...]


class Declared(NamedTuple):
    """A variable that can be refused: its name, its type, where it is declared, whether it has a default."""

    name: str
    type: TypeNode
    places: list[Location]
    has_default: bool

    def refusal(self, value: Any) -> str:
        """Say why a value is refused; "" when it is not."""
        if value is ABSENT:
            needed = isinstance(self.type, NonNullTypeNode) and not self.has_default
            return f"Variable ${self.name} of type {print_ast(self.type)} is missing." if needed else ""
        if has_forbidden_null(self.type, value):
            return f"Variable ${self.name} of type {print_ast(self.type)} must not be null."
        return ""


class Declarations:
    """The variables of one operation. ``defaults``: the literal of each that has one."""

    def __init__(self, definitions: Sequence[VariableDefinitionNode]) -> None:
        named = [(one.variable.name.value, one) for one in definitions]
        self.defaults: dict[str, ValueNode] = {
            n: one.default_value for n, one in named if one.default_value is not None
        }
        self.strict = [
            Declared(name, one.type, locations_of([one]), name in self.defaults)
            for name, one in named
            if forbids_null(one.type)
        ]

    def refusals(self, variables: Variables) -> list[Shown]:
        """Return an error for each variable that is missing, or null where it must not be."""
        found = []
        for declared in self.strict:
            if message := declared.refusal(variables.get(declared.name, ABSENT)):
                found.append(shown(message, Code.INVALID_ARGUMENT, declared.places))
        return found


class Condition(NamedTuple):
    """A variable that ``@skip`` or ``@include`` asks, and its default."""

    name: str
    default: Any = ABSENT

    def truth(self, variables: Variables) -> bool:
        """Return its value; ``RequestError`` when it is not true or false."""
        value = variables.get(self.name, self.default)
        if value is True or value is False:
            return bool(value)
        raise RequestError(
            [
                shown(
                    f"Variable ${self.name} is asked by a directive: it must be true or false.",
                    Code.INVALID_ARGUMENT,
                )
            ]
        )


def condition(name: str, default: ValueNode | None) -> Condition:
    """Make the condition of a variable."""
    return Condition(name, default.value if isinstance(default, BooleanValueNode) else ABSENT)


def forbids_null(type: TypeNode) -> bool:
    """Tell whether a type says NonNull anywhere."""
    return isinstance(type, NonNullTypeNode) or (isinstance(type, ListTypeNode) and forbids_null(type.type))


def has_forbidden_null(type: TypeNode, value: Any) -> bool:
    """Tell whether a value is null where its type says NonNull."""
    if isinstance(type, NonNullTypeNode):
        if value is None:
            return True
        type = type.type
    if value is None or not isinstance(type, ListTypeNode):
        return False
    inner = type.type
    return any(has_forbidden_null(inner, item) for item in (value if isinstance(value, list) else [value]))
