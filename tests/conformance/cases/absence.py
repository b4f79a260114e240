"""Absent, null, empty: three things, in updates, defaults, nullables; and where a wire puts a parameter."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any
from uuid import UUID

from tests.conformance.case import Case, gives, invalid, text, token
from tests.conformance.contract import Level

UNCHANGED = {"note": "absent", "count": "absent", "words": "absent", "point": "absent"}
UPDATES: list[tuple[dict[str, Any], dict[str, str]]] = [
    ({}, {}),
    ({"note": ""}, {"note": ""}),
    ({"note": "null"}, {"note": "null"}),
    ({"count": None}, {"count": "null"}),
    ({"count": 0}, {"count": "0"}),
    ({"words": []}, {"words": "[]"}),
    ({"words": ["a", ""]}, {"words": "['a', '']"}),
    ({"point": None}, {"point": "null"}),
    ({"point": {"x": 1}}, {"point": "(1, 0)"}),
    ({"note": "n", "count": 1, "words": [], "point": {"x": 1, "y": 2}},
     {"note": "n", "count": "1", "words": "[]", "point": "(1, 2)"}),
]  # fmt: skip
"""What an update is told, and what it hears."""

NOT_UPDATES: list[tuple[dict[str, Any], tuple[str, str]]] = [
    ({"note": None}, ("note", "null")),
    ({"words": None}, ("words", "null")),
    ({"words": [None]}, ("words[0]", "null")),
    ({"point": {}}, ("point.x", "missing")),
    ({"probe_id": text("x")}, ("probe_id", "value")),
    ({"other": 1}, ("other", "unknown")),
]

SCANNED: dict[str, Any] = {
    "flag": False, "small": 0, "big": -(2**63), "ratio": 1e-7, "price": Decimal("0.00"),
    "text": "a b+c&d=e%f#g?ñ",
    "data": b"+/=\x00", "moment": datetime(2024, 2, 29, 12, tzinfo=timezone(timedelta(hours=5.5))),
    "day": date(2024, 2, 29), "span": timedelta(microseconds=-1), "key": UUID(int=5),
    "level": Level.VERY_HIGH,
}  # fmt: skip
PLACED = {
    "small": -5,
    "day": date(2024, 2, 29),
    "key": UUID(int=5),
    "level": Level.HIGH,
    "text": "a b%25;c?d#é",
}
PUT = {"big": 5, "moment": datetime(2024, 2, 29, 12, tzinfo=UTC), "price": Decimal("-1.50"), "flag": True}


def cases() -> Iterator[Case]:
    """Every table of this module, as cases."""
    yield from updates()
    yield from defaults()
    yield from places()


def updates() -> Iterator[Case]:
    """What may be absent, and what absent, null and empty mean there."""
    for index, (given, heard) in enumerate(UPDATES):
        yield Case(
            f"update [{index}]", "probes.v1.update_probe", {"probe_id": 7} | given, gives(UNCHANGED | heard)
        )
    for index, (given, wrong) in enumerate(NOT_UPDATES):
        arguments = {"probe_id": 7} | given
        yield Case(f"update refuses [{index}]", "probes.v1.update_probe", arguments, invalid(wrong))


def defaults() -> Iterator[Case]:
    """A parameter with a default: absent means the default, null means null where it may be."""
    whole = {
        "small": "int 5", "text": "str ñ", "level": "Level Level.HIGH", "price": "Decimal 1.50",
        "words": "list []", "ratio": "float 0.5",
    }  # fmt: skip
    yield Case("all defaults", "probes.v1.defaults", {}, gives(whole))
    given = {"small": 1, "text": "", "price": Decimal("2"), "words": ["a"], "level": Level.LOW, "ratio": 2.0}
    heard = {
        "small": "int 1", "text": "str ", "level": "Level Level.LOW", "price": "Decimal 2",
        "words": "list ['a']",
        "ratio": "float 2.0",
    }  # fmt: skip
    yield Case("no defaults", "probes.v1.defaults", given, gives(heard))
    yield Case(
        "null is not the default",
        "probes.v1.defaults",
        {"ratio": None},
        gives(whole | {"ratio": "NoneType None"}),
    )
    yield Case("null where none may be", "probes.v1.defaults", {"small": None}, invalid(("small", "null")))
    point = {"x": 1}
    for id, more, words in (
        ("absent", {}, ["0.5", "ñ"]), ("null", {"ratio": None, "text": None}, ["None", "None"]),
        ("empty", {"text": ""}, ["0.5", ""]),
    ):  # fmt: skip
        wanted = gives({"point": point, "words": words})
        yield Case(f"command defaults, {id}", "probes.v1.command_defaults", {"point": point} | more, wanted)
    yield Case("a parameter missing", "probes.v1.command_defaults", {}, invalid(("point", "missing")))
    yield Case("two things wrong", "probes.v1.command_defaults", {"point": None, "ratio": text("x")},
               invalid(("point", "null"), ("ratio", "value")))  # fmt: skip


def places() -> Iterator[Case]:
    """Wherever a wire puts a parameter: path, query string, body."""
    yield Case("nothing to scan", "probes.v1.scan_probes", {}, gives({}))
    yield Case("everything scanned", "probes.v1.scan_probes", SCANNED, gives(SCANNED))
    for name, value in SCANNED.items():
        yield Case(f"scan {name}", "probes.v1.scan_probes", {name: value}, gives({name: value}))
    yield Case("scan refuses", "probes.v1.scan_probes", {"small": text("x"), "level": text(""), "more": 1},
               invalid(("small", "value"), ("level", "value"), ("more", "unknown")))  # fmt: skip
    gathered = {
        "needed": [1, 2],
        "words": ["", "a,b", "&"],
        "levels": [Level.LOW],
        "days": [date(2024, 2, 29)],
    }
    wanted = {"holes": [1, 2], "words": ["", "a,b", "&"], "levels": [Level.LOW]}
    wanted["moments"] = [datetime(2024, 2, 29, tzinfo=UTC)]
    yield Case("lists gathered", "probes.v1.gather_probes", gathered, gives(wanted))
    yield Case("empty lists", "probes.v1.gather_probes", {"needed": [], "words": []}, gives({"moments": []}))
    yield Case("a list missing", "probes.v1.gather_probes", {}, invalid(("needed", "missing")))
    yield Case("wrong items", "probes.v1.gather_probes", {"needed": [1, text("x")], "days": [text("1")]},
               invalid(("needed[1]", "value"), ("days[0]", "value")))  # fmt: skip
    yield Case("all in the path", "probes.v1.place", PLACED, gives(PLACED))
    yield Case("wrong in the path", "probes.v1.place", PLACED | {"small": text("x"), "key": text("x")},
               invalid(("small", "value"), ("key", "value")))  # fmt: skip
    yield Case("path alone", "probes.v1.put_probe", PUT, gives(PUT | {"text": "given"}))
    yield Case("path and body", "probes.v1.put_probe", PUT | {"text": ""}, gives(PUT | {"text": ""}))
    yield Case("wrong in path and body", "probes.v1.put_probe", PUT | {"flag": text("x"), "text": None,
    "y": 1},
               invalid(("flag", "value"), ("text", "null"), ("y", "unknown")))  # fmt: skip
    yield Case("created", "probes.v1.create_probe", {"x": 1, "label": "a"}, gives({"x": 1, "label": "a"}))
    yield Case("deleted", "probes.v1.delete_probe", {"probe_id": 1}, gives(None))
    yield Case(
        "not deleted", "probes.v1.delete_probe", {"probe_id": token("1.0")}, invalid(("probe_id", "value"))
    )
