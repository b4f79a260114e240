"""Arguments as JSON text, and the strict reading of JSON that an answer is put to."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from tests.conformance.case import Plain, Raw
from tests.conformance.texts import text_of


def written(value: Plain) -> str:
    """Write an argument as JSON."""
    if isinstance(value, Raw):
        return json.dumps(value.text, ensure_ascii=False) if value.quoted else value.text
    if value is None:
        return "null"
    if isinstance(value, Mapping):
        members = [
            f"{json.dumps(name, ensure_ascii=False)}:{written(inner)}" for name, inner in value.items()
        ]
        return "{" + ",".join(members) + "}"
    if isinstance(value, list):
        return "[" + ",".join(written(inner) for inner in value) + "]"
    text = text_of(value)
    return text if isinstance(value, bool | int | float) else json.dumps(text, ensure_ascii=False)


def loaded(raw: bytes) -> Any:
    """Read JSON as UTF-8; a member that stands twice, NaN and the infinities are ``AssertionError``."""
    return json.loads(raw.decode(), object_pairs_hook=distinct, parse_constant=refused)


def distinct(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    assert len(found) == len(pairs), f"a member stands twice: {pairs}"
    return found


def refused(text: str) -> None:
    raise AssertionError(f"{text} is not JSON")


def scalar(name: str, value: Any, *, int64_text: bool = False) -> Any:
    """A scalar of an answer in the common form; ``AssertionError`` where it is of another JSON type."""
    if name == "bool":
        assert isinstance(value, bool)
        return value
    if name == "float":
        assert type(value) in (int, float)
        return repr(float(value))
    if name == "int" or (name == "int64" and not int64_text):
        assert type(value) is int
        return value
    assert isinstance(value, str)
    return int(value) if name == "int64" else value
