"""JSON texts, as strictly as RFC 8259 lets a receiver be: one member of a name, finite numbers."""

from __future__ import annotations

import json
import math
import re
from typing import Any

import msgspec

from trebol.contract.errors import InvalidArgument
from trebol.contract.violations import Step, Violation
from trebol.contract.words import said


class OutOfRange:
    """Stands for a number no double can hold: it is of no type of the table."""


def number(text: str) -> Any:
    """Read a JSON number with a point or exponent."""
    found = float(text)
    return found if math.isfinite(found) else OutOfRange()


DECODER = msgspec.json.Decoder(float_hook=number)


def plain_of_json(raw: bytes) -> Any:
    """Decode any JSON text to plain values; ``InvalidArgument`` says where it is not JSON."""
    try:
        return DECODER.decode(raw)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise InvalidArgument(
            [Violation((), "syntax", said("JSON (RFC 8259): {error}", error=error))]
        ) from error
    except RecursionError as error:
        raise InvalidArgument([Violation((), "syntax", said("JSON that nests less deeply"))]) from error


def repeated(raw: bytes) -> list[Violation]:
    """Return a violation for each member whose name stands twice in one object."""
    found: list[Violation] = []
    descend(json.loads(raw, object_pairs_hook=Pairs, parse_int=str, parse_float=str), (), found)
    return found


class Pairs(list[tuple[str, Any]]):
    """An object's members as they were written."""


def descend(value: Any, steps: tuple[Step, ...], found: list[Violation]) -> None:
    """Look for repeated names, inwards."""
    if isinstance(value, Pairs):
        seen: set[str] = set()
        for name, inner in value:
            if name in seen:
                found.append(Violation((*steps, name), "duplicate", said("one member of that name")))
            seen.add(name)
            descend(inner, (*steps, name), found)
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            descend(inner, (*steps, index), found)


UNCARRIED = re.compile(rb"\\u00(?!0[9aAdD])|\\[bf]|\xef\xbf[\xbe\xbf]")


def carries_only_xml(raw: bytes) -> bool:
    """Tell whether every text in a JSON document of ours is one that XML 1.0 can carry too."""
    if b"\\" not in raw and b"\xef" not in raw:
        return True
    return UNCARRIED.search(raw.replace(b"\\\\", b"")) is None
