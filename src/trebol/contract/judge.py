"""Judges what goes into an operation and what comes out of it, by the contract alone."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from functools import cached_property
from typing import Any

import msgspec

from trebol.contract.collect import Collector
from trebol.contract.description import EnumType, Field, MessageRef, MessageType, Type
from trebol.contract.errors import InvalidArgument
from trebol.contract.instants import compile_instants, is_anything, is_held
from trebol.contract.json_text import carries_only_xml, plain_of_json, repeated
from trebol.contract.paging import Paging
from trebol.contract.sound import Test, compile_test
from trebol.contract.values import decimal_text, hook
from trebol.contract.violations import Violation

KEYS = re.compile(rb'"((?:[^"\\]|\\.)*+)"(\s*+:)?')
encode = msgspec.json.Encoder().encode


class Judge:
    """One operation's judge: built while compiling, its decoders made when first used.

    ``accept`` and ``accept_json`` give the arguments, a Struct with a field for each parameter;
    ``checked`` tells whether a result keeps the contract.
    """

    def __init__(
        self, *, fields: Sequence[Field], natives: Sequence[tuple[Any, ...]], name: str,
        messages: Mapping[str, MessageType], enums: dict[str, EnumType], classes: Mapping[str, type],
        paging_at: int | None,
    ) -> None:  # fmt: skip
        self.fields, self.natives, self.name = tuple(fields), natives, name
        self.messages, self.enums, self.classes, self.paging_at = messages, enums, classes, paging_at
        self.result: Type | None = None
        self.result_native: Any = None

    def gives(self, type: Type, native: Any) -> None:
        """Say what the result is."""
        self.result, self.result_native = type, native

    @cached_property
    def arguments(self) -> type[msgspec.Struct]:
        """The Struct of the arguments."""
        return msgspec.defstruct(
            self.name, [defined(*native) for native in self.natives],
            kw_only=True, frozen=True, forbid_unknown_fields=True, module=__name__,
        )  # fmt: skip

    @cached_property
    def required(self) -> int:
        """How many members any accepted JSON text has; where it has no more, none stands twice."""
        return required_members(self.fields, self.messages)

    @cached_property
    def decode(self) -> Callable[[bytes], msgspec.Struct]:
        """Decode a JSON object to the arguments."""
        return msgspec.json.Decoder(self.arguments, dec_hook=hook).decode

    @cached_property
    def decode_result(self) -> Callable[[bytes], Any]:
        """Decode a JSON text of the result."""
        return msgspec.json.Decoder(self.result_native, dec_hook=hook).decode

    @cached_property
    def sound(self) -> Test:
        """Tell, quickly, that a plain result keeps the contract; False where that takes a closer look."""
        if self.result is None:
            return is_nothing
        return compile_test(self.result, self.messages, self.classes)

    @cached_property
    def holds(self) -> Test:
        """Tell that every datetime of the arguments is one that all wires and databases can hold."""
        return compile_instants(self.fields, self.messages)

    def accept_json(self, raw: bytes) -> msgspec.Struct:
        """Return the arguments in a JSON object; ``InvalidArgument`` with all that is wrong with it."""
        try:
            arguments = self.decode(raw)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            plain = plain_of_json(raw)
            raise self.refusal(plain, repeated(raw)) from None
        if most_members(raw) != self.required and may_repeat(raw) and (twice := repeated(raw)):
            raise InvalidArgument(twice)
        if (b"\\" in raw or b"\xef" in raw) and not carried(arguments):
            raise self.refusal(plain_of_json(raw), ())
        if self.holds is not is_anything and not self.holds(arguments):
            raise self.refusal(plain_of_json(raw), ())
        return arguments

    def accept(self, plain: dict[str, Any], found: Sequence[Violation] = ()) -> msgspec.Struct:
        """Return the arguments of plain values, by parameter.

        ``found``: what the wire already found wrong; ``InvalidArgument`` carries it with the rest.
        """
        try:
            arguments = msgspec.convert(plain, self.arguments, dec_hook=hook)
        except msgspec.ValidationError:
            raise self.refusal(plain, found) from None
        if found or not carried(arguments):
            raise self.refusal(plain, found)
        if self.holds is not is_anything and not self.holds(arguments):
            raise self.refusal(plain, found)
        return arguments

    def refusal(self, plain: Any, found: Sequence[Violation]) -> InvalidArgument:
        """Collect everything that is wrong with an input that was refused."""
        collector = Collector(self.messages, self.enums)
        collector.record(self.fields, plain, ())
        if not collector.found and not found:
            collector.add((), "value", "an input that keeps the contract")
        twice = {violation.steps for violation in found}
        rest = [violation for violation in collector.found if violation.steps not in twice]
        return InvalidArgument([*found, *rest])

    def positional(self, arguments: msgspec.Struct) -> Sequence[Any]:
        """Return the arguments in the order of the method's parameters, the page made one value."""
        values = msgspec.structs.astuple(arguments)
        if self.paging_at is None:
            return values
        *plain, first, after = values
        plain.insert(self.paging_at, Paging(first=first, after=after))
        return plain

    def checked(self, result: Any) -> tuple[Any, bytes]:
        """Return a plain result and its JSON; ``msgspec.ValidationError`` when it breaks the contract."""
        if self.sound(result):
            raw = encode(result)
            if (b"\\" not in raw and b"\xef" not in raw) or carries_only_xml(raw):
                return result, raw
        return self.examined(result)

    def examined(self, result: Any) -> tuple[Any, bytes]:
        """As ``checked``, by writing the JSON and reading it back: exact, and says what is wrong.

        What is only written in another way (a text where a date is due) becomes what it means.
        """
        if self.result is None:
            raise msgspec.ValidationError("Expected nothing: the operation has no result")
        value = self.decode_result(encode(without_exponents(result)))
        raw = encode(without_exponents(value))
        if not carries_only_xml(raw):
            raise msgspec.ValidationError("a text of the result has a character that XML 1.0 cannot carry")
        return value, raw


def carried(arguments: msgspec.Struct) -> bool:
    """Tell whether XML 1.0 can carry every text of the arguments."""
    try:
        raw = encode(arguments)
    except UnicodeEncodeError:  # a lone surrogate, from a caller in this process
        return False
    return (b"\\" not in raw and b"\xef" not in raw) or carries_only_xml(raw)


def most_members(raw: bytes) -> int:
    """Count the members of all objects in a JSON text, and whatever in a text looks like one."""
    return raw.translate(None, b" \t\r\n").count(b'":')


def may_repeat(raw: bytes) -> bool:
    """Tell, quickly, whether a JSON text could hold two members of one name in one object.

    False means it cannot: all its keys differ and none is written with an escape. ``raw`` is valid JSON.
    """
    if b"\\" not in raw:
        parts = raw.split(b'"')
        texts = zip(parts[1::2], parts[2::2], strict=True)
        names = [text for text, then in texts if then.lstrip()[:1] == b":"]
        return len(set(names)) != len(names)
    keys = [key for key, colon in KEYS.findall(raw) if colon]
    return len(set(keys)) != len(keys) or any(b"\\" in key for key in keys)


def is_nothing(result: Any) -> bool:
    """Test the result of an operation that has none."""
    return result is None


def defined(name: str, native: Any, *default: Any) -> tuple[Any, ...]:
    """Return a field definition for ``defstruct``; a mutable default is made anew each time."""
    if default and isinstance(default[0], list | dict):
        made = default[0]
        return (name, native, msgspec.field(default_factory=made.copy))
    return (name, native, *default)


def required_members(fields: Iterable[Field], messages: Mapping[str, MessageType]) -> int:
    """Count the members that must be there: the required ones, and those inside them that are."""
    count = 0
    for field in fields:
        if field.required:
            count += 1
            if isinstance(field.type, MessageRef) and not field.type.nullable:
                count += required_members(messages[field.type.name].fields, messages)
    return count


def without_exponents(result: Any) -> Any:
    """Return a result as plain values whose decimals are written in plain digits.

    ``msgspec.ValidationError`` for what JSON would write as something else: NaN, the infinities, a zone of
    seconds.
    """
    return msgspec.to_builtins(spelled(msgspec.to_builtins(result, builtin_types=(Decimal, datetime))))


def spelled(value: Any) -> Any:
    """Write the decimals inside a plain value."""
    if isinstance(value, Decimal):
        return decimal_text(value) if value.is_finite() and abs(value.adjusted()) < 100 else str(value)
    if isinstance(value, dict):
        return {key: spelled(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [spelled(inner) for inner in value]
    if isinstance(value, float) and not math.isfinite(value):
        raise msgspec.ValidationError("Expected a finite number")
    if isinstance(value, datetime) and not is_held(value):
        raise msgspec.ValidationError(
            "Expected a datetime with a zone of whole minutes, at most 14 hours away"
        )
    return value
