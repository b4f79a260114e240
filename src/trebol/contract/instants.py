"""Datetimes that every wire and database can hold; msgspec reads more.

A zone is whole minutes and at most fourteen hours away (XML Schema part 2 section 3.2.7.3), and the instant
is of a year that UTC has too: databases keep it in UTC.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import MAXYEAR, MINYEAR, UTC, datetime, timedelta
from typing import Any

from msgspec import UNSET

from trebol.contract.description import Field, ListOf, MapOf, MessageRef, MessageType, Scalar, Type, UnionRef

Test = Callable[[Any], bool]
HELD = "({v}.tzinfo is UTC or is_held({v}))"
"""The test of a datetime, as an expression: what is in UTC already needs no call."""
FARTHEST, MINUTE, NOTHING = timedelta(hours=14), timedelta(minutes=1), timedelta(0)


def is_held(value: datetime) -> bool:
    """Tell whether a datetime is one that every wire and database can hold."""
    offset = value.utcoffset()
    if offset is None or abs(offset) > FARTHEST or offset % MINUTE != NOTHING:
        return False
    if MINYEAR < value.year < MAXYEAR:
        return True
    try:
        value.astimezone(UTC)
    except OverflowError:
        return False
    return True


def compile_instants(fields: Iterable[Field], messages: Mapping[str, MessageType]) -> Test:
    """Compile the test of every datetime that arguments reach."""
    writer = InstantWriter(messages)
    written = writer.record(fields, "v")
    if not written:
        return is_anything
    test: Test = eval(f"lambda v: {written}", writer.names)  # noqa: S307 - made of names that the contract checked
    return test


class InstantWriter:
    """Writes the expression of one test; "" where there is nothing to test."""

    def __init__(self, messages: Mapping[str, MessageType]) -> None:
        self.messages = messages
        self.names: dict[str, Any] = {
            "__builtins__": {"all": all, "type": type}, "is_held": is_held, "UTC": UTC, "UNSET": UNSET,
        }  # fmt: skip
        self.count = 0

    def record(self, fields: Iterable[Field], var: str) -> str:
        """Write the test of a record's fields."""
        written = []
        for field in fields:
            if not field.reference and (inner := self.value(field.type, f"{var}.{field.name}")):
                written.append(f"({var}.{field.name} is UNSET or {inner})" if field.maybe else inner)
        return " and ".join(written)

    def value(self, type: Type, var: str) -> str:
        """Write the test of a value."""
        written = self.present(type, var)
        return f"({var} is None or {written})" if written and type.nullable else written

    def present(self, type: Type, var: str) -> str:
        """Write the test of a value that is not null."""
        match type:
            case Scalar(name="datetime"):
                return HELD.replace("{v}", var)
            case MessageRef(name=name):
                return self.record(self.messages[name].fields, var)
            case UnionRef(members=members):
                tests = {
                    name: compile_instants(self.messages[name].fields, self.messages) for name in members
                }
                if set(tests.values()) != {is_anything}:
                    name = f"tests{len(self.names)}"
                    self.names[name] = tests
                    return f"{name}[type({var}).__name__]({var})"
            case ListOf(item=item):
                return self.each(item, var)
            case MapOf(value=inner):
                return self.each(inner, f"{var}.values()")
        return ""

    def each(self, item: Type, values: str) -> str:
        """Write the test of several values."""
        self.count += 1
        each = f"v{self.count}"
        written = self.value(item, each)
        return f"all([{written} for {each} in {values}])" if written else ""


def is_anything(value: object) -> bool:
    """Test what has no datetime inside."""
    return True
