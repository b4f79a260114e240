"""The variables of an operation as far as GraphQL itself judges them (section 6.1.2): what must be there.

What their values are is judged by the contract, where they are used.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from graphql import (
    BooleanValueNode,
    ValueNode,
    VariableDefinitionNode,
    print_ast,
)

from trebol.contract.code import Code
from trebol.protocols.graphql.errors import Location, Shown, locations_of, refused, shown
from trebol.protocols.graphql.literals import ABSENT, Variables

Flags = tuple[bool, ...]


class Declared(NamedTuple):
    """A variable that can be refused. ``type``: as it is written."""

    name: str
    type: str
    places: list[Location]
    has_default: bool

    def refusal(self, value: Any) -> str:
        """Say why a value is refused; "" when it is not."""
        if value is ABSENT:
            needed = self.type.endswith("!") and not self.has_default
            return f"Variable ${self.name} of type {self.type} is missing." if needed else ""
        if has_forbidden_null(self.type, value):
            return f"Variable ${self.name} of type {self.type} must not be null."
        return ""


def strict_variables(definitions: Sequence[VariableDefinitionNode]) -> tuple[Declared, ...]:
    """Return the variables that can be refused: those whose type says NonNull anywhere."""
    declared = [
        Declared(one.variable.name.value, print_ast(one.type), locations_of([one]), bool(one.default_value))
        for one in definitions
    ]
    return tuple(one for one in declared if "!" in one.type)


def refusals(strict: Sequence[Declared], variables: Variables) -> list[Shown]:
    """Return an error for each variable that is missing, or null where it must not be."""
    found = []
    for declared in strict:
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
        raise refused(f"Variable ${self.name} is asked by a directive: it must be true or false.")


def condition(name: str, default: ValueNode | None) -> Condition:
    """Make the condition of a variable."""
    return Condition(name, default.value if isinstance(default, BooleanValueNode) else ABSENT)


def has_forbidden_null(type: str, value: Any) -> bool:
    """Tell whether a value is null where its type says NonNull: ``[Int!]``."""
    if type.endswith("!"):
        if value is None:
            return True
        type = type[:-1]
    if value is None or not type.startswith("["):
        return False
    return any(
        has_forbidden_null(type[1:-1], item) for item in (value if isinstance(value, list) else [value])
    )
