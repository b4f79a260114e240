"""Compiles, for one result type, the test of a plain result: does it keep the contract?

The test is one expression over the value's attributes. It may say no to what is only unusual (an int where a
float is due); ``Judge.checked`` then decides by writing the JSON and reading it back.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from trebol.contract.description import (
    Constraints,
    EnumRef,
    ListOf,
    MapOf,
    MessageRef,
    MessageType,
    PageOf,
    Scalar,
    Type,
    UnionRef,
)  # fmt: skip
from trebol.contract.instants import HELD, is_held
from trebol.contract.paging import Page
from trebol.contract.values import INT32, INT64, MATCH, ending, within

Test = Callable[[Any], bool]
NAMES: dict[str, Any] = {
    "str": str, "int": int, "float": float, "bytes": bytes, "list": list, "dict": dict, "tuple": tuple,
    "type": type, "len": len, "all": all, "datetime": datetime, "date": date, "time": time,
    "timedelta": timedelta, "Decimal": Decimal, "UUID": UUID, "Page": Page, "inf": math.inf,
    "is_held": is_held, "UTC": UTC, "is_plain": MATCH["decimal"], "within": within,
}  # fmt: skip
INSTANT = {"datetime": HELD, "time": "{v}.tzinfo is None"}
CLASSES = {"decimal": "Decimal", "duration": "timedelta", "uuid": "UUID"}


def compile_test(type: Type, messages: Mapping[str, MessageType], classes: Mapping[str, type]) -> Test:
    """Compile the test of a result."""
    writer = TestWriter(messages, classes)
    source = f"lambda v: {writer.value(type, 'v')}"
    test: Test = eval(source, writer.names)  # noqa: S307 - made of names that the contract checked
    return test


class TestWriter:
    """Writes the expressions of one test; ``names`` is what they may refer to."""

    __test__ = False  # for pytest: this is no test of ours

    def __init__(self, messages: Mapping[str, MessageType], classes: Mapping[str, type]) -> None:
        self.messages, self.classes = messages, classes
        self.names: dict[str, Any] = {"__builtins__": {}, **NAMES}
        self.count = 0

    def bound(self, value: Any) -> str:
        """Give an object a name in the expressions."""
        name = f"n{len(self.names)}"
        self.names[name] = value
        return name

    def fresh(self) -> str:
        """Return a variable no other part uses."""
        self.count += 1
        return f"v{self.count}"

    def value(self, type: Type, var: str) -> str:
        """Write the test of one value."""
        written = self.present(type, var)
        return f"({var} is None or {written})" if type.nullable else f"({written})"

    def present(self, type: Type, var: str) -> str:
        """Write the test of a value that is not null."""
        match type:
            case Scalar():
                return self.scalar(type, var)
            case EnumRef(name=name):
                return f"type({var}) is {self.bound(self.classes[name])}"
            case MessageRef(name=name):
                return self.record(name, var)
            case UnionRef(members=members):
                tests = {
                    self.classes[m]: compile_test(MessageRef(name=m), self.messages, self.classes)
                    for m in members
                }
                table = self.bound(tests)
                return f"type({var}) in {table} and {table}[type({var})]({var})"
            case ListOf(item=item, constraints=limits):
                return f"type({var}) is list{lengths(var, limits)} and {self.each(item, var)}"
            case PageOf(item=item):
                items = f"type({var}.items) in (list, tuple) and {self.each(item, f'{var}.items')}"
                return (
                    f"type({var}) is Page and {items} and ({var}.after is None or type({var}.after) is str)"
                )
            case MapOf(value=value, constraints=limits):
                key, inner = self.fresh(), self.fresh()
                entries = (
                    f"[type({key}) is str and {self.value(value, inner)} for {key}, {inner} in {var}.items()]"
                )
                return f"type({var}) is dict{lengths(var, limits)} and all({entries})"

    def each(self, item: Type, var: str) -> str:
        """Write the test of every item of a list."""
        inner = self.fresh()
        return f"all([{self.value(item, inner)} for {inner} in {var}])"

    def record(self, name: str, var: str) -> str:
        """Write the test of a message."""
        parts = [f"type({var}) is {self.bound(self.classes[name])}"]
        for field in self.messages[name].fields:
            inner = self.fresh()
            if field.reference:
                parts.append(f"{var}.{field.name} is None")
                continue
            written = self.value(field.type, inner).replace(inner, f"({inner} := {var}.{field.name})", 1)
            parts.append(written)
        return " and ".join(parts)

    def scalar(self, type: Scalar, var: str) -> str:
        """Write the test of a scalar."""
        limits = type.constraints
        match type.name:
            case "bool":
                return f"{var} is True or {var} is False"
            case "int":
                return f"type({var}) is int and {INT32[0]} <= {var} <= {INT32[1]}{bounds(var, limits)}"
            case "int64":
                return f"type({var}) is int and {INT64[0]} <= {var} <= {INT64[1]}{bounds(var, limits)}"
            case "float":
                return f"type({var}) is float and -inf < {var} < inf{bounds(var, limits)}"
            case "str":
                return f"type({var}) is str{lengths(var, limits)}{self.pattern(var, limits)}"
            case "bytes":
                return f"type({var}) is bytes{lengths(var, limits)}"
        python = CLASSES.get(type.name, type.name)
        more = INSTANT.get(type.name, "").replace("{v}", var)
        if type.name == "decimal":
            more = f"is_plain(str({var})) is not None{self.within(var, limits)}"
        return f"type({var}) is {python}" + (f" and {more}" if more else "")

    def pattern(self, var: str, limits: Constraints) -> str:
        """Write the test of a text's pattern."""
        if limits.pattern is None:
            return ""
        return f" and {self.bound(re.compile(ending(limits.pattern)).search)}({var}) is not None"

    def within(self, var: str, limits: Constraints) -> str:
        """Write the test of a decimal's bounds."""
        return f" and within({var}, {self.bound(limits)})" if limits != Constraints() else ""


def bounds(var: str, limits: Constraints) -> str:
    """Write the bounds of a number."""
    signs = {"ge": ">=", "gt": ">", "le": "<=", "lt": "<"}
    said = {key: getattr(limits, key) for key in signs}
    written = "".join(
        f" and {var} {signs[key]} {bound!r}" for key, bound in said.items() if bound is not None
    )
    return written + (f" and {var} % {limits.multiple_of!r} == 0" if limits.multiple_of is not None else "")


def lengths(var: str, limits: Constraints) -> str:
    """Write the lengths of a text or list."""
    low = f" and len({var}) >= {limits.min_length}" if limits.min_length is not None else ""
    high = f" and len({var}) <= {limits.max_length}" if limits.max_length is not None else ""
    return low + high
