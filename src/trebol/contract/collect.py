"""Finds everything that is wrong with an input, after the fast path refused it.

Each leaf is judged by the very type the fast path reads it with, so the two cannot disagree there;
a property test holds them together for the rest.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

import msgspec

from trebol.contract.constraints import native_scalar
from trebol.contract.description import (
    Constraints,
    EnumRef,
    EnumType,
    Field,
    ListOf,
    MapOf,
    MessageRef,
    MessageType,
    Scalar,
    Type,
    UnionRef,
)  # fmt: skip
from trebol.contract.expectation import expectation
from trebol.contract.instants import is_held
from trebol.contract.values import NOT_XML, hook
from trebol.contract.violations import Step, Violation
from trebol.contract.words import said

MOST = 100
"""A refusal tells at most this many violations, so that an answer stays bounded."""

TEXT = Scalar(name="str")
UNCARRIED = re.compile(f"[{NOT_XML}]").search


@lru_cache(maxsize=1024)
def leaf_type(scalar: Scalar) -> Any:
    """Return the type msgspec reads for a scalar."""
    return native_scalar(scalar.name, scalar.constraints)


class Collector:
    """Descends an input along its description; ``found`` grows to at most ``MOST`` violations."""

    def __init__(self, messages: Mapping[str, MessageType], enums: dict[str, EnumType]) -> None:
        self.messages, self.enums = messages, enums
        self.found: list[Violation] = []

    def add(self, steps: tuple[Step, ...], reason: str, expected: str) -> None:
        """Add one."""
        if len(self.found) < MOST:
            self.found.append(Violation(steps, reason, expected))

    def record(
        self, fields: Sequence[Field], plain: Any, steps: tuple[Step, ...], tag: str | None = None
    ) -> None:
        """Judge an object: each field, those that are missing, those that are unknown."""
        if not isinstance(plain, dict):
            self.add(steps, "type", said("an object"))
            return
        known = {field.name for field in fields} | ({"type"} if tag else set())
        for name in plain:
            if name not in known:
                self.add((*steps, str(name)), "unknown", said("nothing: there is no such field"))
        for field in fields:
            if field.name in plain:
                self.value(field.type, plain[field.name], (*steps, field.name))
            elif field.required:
                self.add((*steps, field.name), "missing", expectation(field.type, self.enums))

    def value(self, type: Type, plain: Any, steps: tuple[Step, ...]) -> None:
        """Judge one value."""
        if len(self.found) >= MOST:
            return
        if plain is None:
            if not type.nullable:
                self.add(steps, "null", expectation(type, self.enums))
            return
        match type:
            case Scalar():
                self.leaf(type, plain, steps)
            case EnumRef(name=name):
                if not isinstance(plain, str) or plain not in self.enums[name].values:
                    self.add(steps, "value", expectation(type, self.enums))
            case MessageRef(name=name):
                self.record(self.messages[name].fields, plain, steps, self.messages[name].tag)
            case UnionRef():
                self.union(type, plain, steps)
            case ListOf():
                self.items(type, plain, steps)
            case MapOf():
                self.entries(type, plain, steps)

    def leaf(self, type: Scalar, plain: Any, steps: tuple[Step, ...]) -> None:
        """Judge a scalar by the type the fast path uses."""
        native = leaf_type(msgspec.structs.replace(type, nullable=False))
        try:
            value = msgspec.convert(plain, native, dec_hook=hook)
        except msgspec.ValidationError:
            value = None
        if value is None or (type.name == "datetime" and not is_held(value)):
            self.add(steps, "value", expectation(type, self.enums))
            return
        if isinstance(plain, str) and UNCARRIED(plain):
            self.add(steps, "value", expectation(type, self.enums))

    def union(self, type: UnionRef, plain: Any, steps: tuple[Step, ...]) -> None:
        """Judge the member that the tag names."""
        tag = plain.get("type") if isinstance(plain, dict) else None
        for name in type.members:
            if tag is not None and self.messages[name].tag == tag:
                self.record(self.messages[name].fields, plain, steps, tag)
                return
        self.add(steps, "type", said("{what}, named by its type", what=expectation(type, self.enums)))

    def items(self, type: ListOf, plain: Any, steps: tuple[Step, ...]) -> None:
        """Judge a list and each of its items."""
        if not isinstance(plain, list) or not fits(len(plain), type.constraints):
            self.add(steps, "type" if not isinstance(plain, list) else "value", expectation(type, self.enums))
            return
        for index, item in enumerate(plain):
            self.value(type.item, item, (*steps, index))

    def entries(self, type: MapOf, plain: Any, steps: tuple[Step, ...]) -> None:
        """Judge a dict and each of its values."""
        if not isinstance(plain, dict) or not fits(len(plain), type.constraints):
            self.add(steps, "type" if not isinstance(plain, dict) else "value", expectation(type, self.enums))
            return
        for key, value in plain.items():
            self.leaf(TEXT, key, (*steps, str(key)))
            self.value(type.value, value, (*steps, str(key)))


def fits(length: int, constraints: Constraints) -> bool:
    """Tell whether a length keeps its bounds."""
    low, high = constraints.min_length, constraints.max_length
    return (low is None or length >= low) and (high is None or length <= high)
