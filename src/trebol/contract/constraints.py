"""Constraints: from ``Meta`` and ``Digits`` to a description, and to the type msgspec reads."""

from __future__ import annotations

import sys
from datetime import date, datetime, time
from typing import Annotated, Any
from uuid import UUID

import msgspec
from msgspec import Meta

from trebol.contract.description import NONE, Constraints, ScalarName
from trebol.contract.media import SIGNATURES, Media, reader_of
from trebol.contract.problems import Problems
from trebol.contract.values import DECIMAL_DIGITS, INT32, READERS, Digits, ending, narrowed

Metas = tuple[Any, ...]
BOUNDS = ("ge", "gt", "le", "lt")
LENGTHS = ("min_length", "max_length")
FITTING: dict[str, tuple[str, ...]] = {
    "int": (*BOUNDS, "multiple_of"),
    "int64": BOUNDS,
    "float": (*BOUNDS, "multiple_of"),
    "decimal": BOUNDS,
    "str": (*LENGTHS, "pattern"),
    "bytes": LENGTHS,
    "list": LENGTHS,
    "map": LENGTHS,
}


NATIVE: dict[str, Any] = {
    "bool": bool, "float": float, "bytes": bytes, "uuid": UUID,
    "datetime": datetime, "date": date, "time": time,
}  # fmt: skip
INSTANT = {"datetime": {"tz": True}, "time": {"tz": False}}


class Wide(msgspec.Struct, frozen=True):
    """Marks a 64-bit number in an annotation."""


WIDE = Wide()
Int64 = Annotated[int, WIDE]
"""A whole number of 64 bits: a number in REST and SOAP, a text in GraphQL; either is read."""


def constraints_of(name: str, metas: Metas, where: str, problems: Problems) -> Constraints:
    """Collect the constraints of an annotation; one that does not fit its type is a problem."""
    found: dict[str, Any] = {}
    for meta in metas:
        if isinstance(meta, Digits):
            if name != "decimal" or not 0 <= meta.places <= meta.total <= DECIMAL_DIGITS or meta.total < 1:
                problems.add(
                    "trebol.E017", where, "Digits(total, places) is for a Decimal of at most 38 digits.",
                    "Write for example Annotated[Decimal, Digits(8, 2)].",
                )  # fmt: skip
                continue
            found |= {"total_digits": meta.total, "fraction_digits": meta.places}
        elif isinstance(meta, Media):
            found |= media_of(name, meta, where, problems)
        elif isinstance(meta, Meta):
            found |= fitting(name, meta, where, problems)
    return Constraints(**found) if found else NONE


def media_of(name: str, meta: Media, where: str, problems: Problems) -> dict[str, Any]:
    """Return the media types of a file."""
    unknown = [media for media in meta.types if media not in SIGNATURES]
    if name != "bytes" or unknown or not meta.types:
        problems.add(
            "trebol.E017", where, f"Media({', '.join(meta.types)}) is for bytes of types that we can tell.",
            f"Write Annotated[bytes, Media(...)] with one of {', '.join(SIGNATURES)}.",
        )  # fmt: skip
        return {}
    return {"media": meta.types, "as_sent": meta.as_sent}


def fitting(name: str, meta: Meta, where: str, problems: Problems) -> dict[str, Any]:
    """Return what a ``Meta`` says that fits the type."""
    said = {key: getattr(meta, key) for key in (*BOUNDS, "multiple_of", *LENGTHS, "pattern")}
    said = {key: value for key, value in said.items() if value is not None}
    wrong = [key for key in said if key not in FITTING.get(name, ())]
    if wrong:
        problems.add(
            "trebol.E017", where, f"{', '.join(wrong)} cannot narrow a {name} in all three protocols.",
            f"A {name} takes: {', '.join(FITTING.get(name, ())) or 'no constraint'}.",
        )  # fmt: skip
    if name == "decimal":
        said = {key: str(value) for key, value in said.items()}
    return {key: value for key, value in said.items() if key not in wrong}


def native_scalar(name: ScalarName, constraints: Constraints) -> Any:
    """Return the type msgspec reads for a scalar; that XML can carry its text is judged for all at once."""
    if name in READERS:
        return narrowed(*READERS[name], constraints)
    if constraints.media:
        read = reader_of(constraints)
        return narrowed(bytes, read, NONE)
    if name == "int":
        return Annotated[int, Meta(**int_bounds(constraints))]
    if name == "str":
        said = given(constraints, FITTING["str"])
        if constraints.pattern is not None:
            said["pattern"] = ending(constraints.pattern)
        return Annotated[str, Meta(**said)] if said else str
    said = given(constraints, FITTING.get(name, ())) | INSTANT.get(name, {})
    if name == "float":
        said = finite_bounds(said)
    python: Any = NATIVE[name]
    return Annotated[python, Meta(**said)] if said else python


def finite_bounds(said: dict[str, Any]) -> dict[str, Any]:
    """Add the bounds that leave out the infinities and NaN, where the author gave none."""
    low = {} if "gt" in said else {"ge": -sys.float_info.max}
    high = {} if "lt" in said else {"le": sys.float_info.max}
    return low | high | said


def given(constraints: Constraints, keys: tuple[str, ...]) -> dict[str, Any]:
    """Return the constraints that are set, of these."""
    return {key: value for key in keys if (value := getattr(constraints, key)) is not None}


def int_bounds(constraints: Constraints) -> dict[str, Any]:
    """Return an int's own bounds, within 32 bits."""
    said = given(constraints, (*BOUNDS, "multiple_of"))
    low = [INT32[0], said.pop("ge", INT32[0]), said.pop("gt", INT32[0] - 1) + 1]
    high = [INT32[1], said.pop("le", INT32[1]), said.pop("lt", INT32[1] + 1) - 1]
    return said | {"ge": max(low), "le": min(high)}
