"""What holds other values: messages, lists, dicts, unions, null inside them; at their edges, and refused."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

from tests.conformance.case import Case, bare, gives, invalid, text, token
from tests.conformance.contract import Level

POINT = {"x": 1, "y": -2, "label": "ñ"}
COIN = {"type": "Coin", "face": Level.HIGH, "weight": 2.5}
BILL = {"type": "paper", "serial_number": "a<b", "amount": Decimal("10.50")}
MOMENT = datetime(2024, 2, 29, 12, tzinfo=timezone(timedelta(hours=-6)))

HELD: dict[str, list[Any]] = {
    "point": [POINT, None, {"x": 1}, {"x": 1, "y": 0, "label": None}, {"x": 0, "label": ""}],
    "points": [[], [POINT], [POINT, {"x": 3}] * 10],
    "gaps": [[], [None], [None, POINT, None]],
    "words": [[], [""], ["a", "", " ", "a"], ["<&>", "\r\n", "漢"], ["null"]],
    "holes": [[], [None], [1, None, -1, None]],
    "grid": [[], [[]], [[1, 2], [], [3]], [[], []]],
    "moments": [None, [], [MOMENT, datetime(1, 1, 1, tzinfo=UTC)]],
    "counts": [{}, {"a": 1}, {"": 0, " ": 1, "ñ": 2, "A": 3, "a": 4}, {"x-y.z/0": 1, "<&>": 2, "type": 3}],
    "prices": [{}, {"a": None}, {"a": Decimal("1.50"), "b": None}],
    "places": [{}, {"home": POINT, "work": {"x": 2}}],
    "groups": [{}, {"a": []}, {"a": [1, 2], "b": []}],
    "tables": [{}, {"a": {}}, {"a": {"b": "c", "": ""}, "": {"\t": "\n"}}],
    "money": [None, COIN, BILL, {"type": "Coin", "face": Level.LOW}],
    "purse": [[], [COIN, BILL, COIN]],
    "wallets": [{}, {"mine": BILL, "yours": COIN}],
    "levels": [[], [Level.LOW, Level.VERY_HIGH, Level.LOW]],
}
"""By the field of ``Holder``."""

UNHELD: dict[str, list[tuple[Any, tuple[tuple[str, str], ...]]]] = {
    "point": [
        ({}, (("point.x", "missing"),)),
        ({"x": None}, (("point.x", "null"),)),
        ({"x": 1, "z": 2}, (("point.z", "unknown"),)),
        ({"X": 1}, (("point.X", "unknown"), ("point.x", "missing"))),
        ({"x": 1, "y": None}, (("point.y", "null"),)),
        (bare("[]"), (("point", "type"),)),
        (bare('"x"'), (("point", "type"),)),
    ],
    "points": [
        ([{"x": 1}, {}, {"x": text("a")}], (("points[1].x", "missing"), ("points[2].x", "value"))),
        ([{"x": 1}] * 21, (("points", "value"),)),
        ([None], (("points[0]", "null"),)),
        (None, (("points", "null"),)),
    ],
    "gaps": [([None, {"y": 1}], (("gaps[1].x", "missing"),))],
    "words": [(["a", None], (("words[1]", "null"),)), (["a", text("\x01")], (("words[1]", "value"),))],
    "holes": [([1, text("x")], (("holes[1]", "value"),)), ([token("2147483648")], (("holes[0]", "value"),))],
    "grid": [([[1], None], (("grid[1]", "null"),)), ([[1, None]], (("grid[0][1]", "null"),))],
    "counts": [
        ({"a": None}, (("counts.a", "null"),)),
        ({"a": token("1.5"), "b": 1, "c": text("x")}, (("counts.a", "value"), ("counts.c", "value"))),
    ],
    "prices": [({"a": text("1e5")}, (("prices.a", "value"),))],
    "places": [({"a": {}}, (("places.a.x", "missing"),)), ({"a": None}, (("places.a", "null"),))],
    "groups": [({"a": [1, None]}, (("groups.a[1]", "null"),))],
    "tables": [({"a": {"b": None}}, (("tables.a.b", "null"),))],
    "money": [
        ({"type": "Coin"}, (("money.face", "missing"),)),
        ({"type": "paper", "serial_number": "a", "amount": Decimal("-1")}, (("money.amount", "value"),)),
        ({"type": "paper", "serial_number": "a", "amount": Decimal("1.234")}, (("money.amount", "value"),)),
        ({"type": "paper", "serial_number": "a", "amount": Decimal("1234567")}, (("money.amount", "value"),)),
        ({"type": "Coin", "face": text("gold"), "weight": text("x"), "z": 1},
         (("money.face", "value"), ("money.weight", "value"), ("money.z", "unknown"))),
    ],
    "purse": [([COIN, {"type": "paper"}], (("purse[1].amount", "missing"), ("purse[1].serial_number",
    "missing")))],
    "wallets": [({"a": {"type": "Coin"}}, (("wallets.a.face", "missing"),))],
    "levels": [([text("low"), text("gold")], (("levels[1]", "value"),))],
}  # fmt: skip
"""What a field refuses, and everything that is wrong with it, by path and reason."""

WITHIN: dict[str, list[Any]] = {
    "seats": [1, 15, None], "above": [11], "even": [0, -2, 4], "wide": [-10, 10**17 - 1], "share": [5e-324,
    1.0, 1],
    "fee": [Decimal(0), Decimal("4999.98"), Decimal("0.10"), Decimal("1.00")], "initials": ["ab",
    "ñandú"[:4], "漢字"],
    "plate": ["ABC-12"], "blob": [b"\0", b"abc"], "few": [[1], [1, 2, 3]], "pairs": [{}, {"a": 1, "b": 2}],
}  # fmt: skip
"""By the field of ``Bounded``: values that just keep its constraint."""

OUTSIDE: dict[str, list[Any]] = {
    "seats": [0, 16, -1], "above": [10, 12], "even": [1, -1], "wide": [-11, 10**17], "share": [0.0, -0.1,
    1.1],
    "fee": [
        Decimal("-0.01"), Decimal(5000), Decimal("4999.99"), Decimal("1.001"), Decimal("10000.00"),
        token("0.001"),
    ],
    "initials": ["a", "abcde", ""], "plate": ["abc-12", "ABC-123", "xABC-12", "ABC-12\n", ""],
    "blob": [b"", b"abcd"], "few": [[], [1, 2, 3, 4]], "pairs": [{"a": 1, "b": 2, "c": 3}],
}  # fmt: skip
"""Values that just miss it."""


def cases() -> Iterator[Case]:
    """Each value in a command and, of some, in a query; each refusal; all violations of one input at once."""
    yield from (held(name, i, value) for name, values in HELD.items() for i, value in enumerate(values))
    for name, refusals in UNHELD.items():
        for index, (value, violations) in enumerate(refusals):
            found = [(f"holder.{path}", reason) for path, reason in violations]
            arguments = {"holder": {name: value}}
            yield Case(f"{name} refuses [{index}]", "probes.v1.hold_probes", arguments, invalid(*found))
    for name, values in WITHIN.items():
        for index, value in enumerate(values):
            arguments = {"bounded": {name: value}}
            yield Case(f"{name} within [{index}]", "probes.v1.bound_probes", arguments, gives({name: value}))
    for name, values in OUTSIDE.items():
        for index, value in enumerate(values):
            arguments = {"bounded": {name: value}}
            wrong = invalid((f"bounded.{name}", "value"))
            yield Case(f"{name} outside [{index}]", "probes.v1.bound_probes", arguments, wrong)
    yield from bare_results()
    yield everything_wrong()


def held(name: str, index: int, value: Any) -> Case:
    """A value given to a holder and given back."""
    return Case(
        f"{name} holds [{index}]", "probes.v1.hold_probes", {"holder": {name: value}}, gives({name: value})
    )


def bare_results() -> Iterator[Case]:
    """Results that are no message."""
    values: dict[str, list[Any]] = {
        "point": [POINT, None], "money": [COIN, BILL, None], "words": [["a", ""]], "holes": [None, [],
        [None, 1]],
        "grid": [[], [[], [Decimal("1.50")]]], "counts": [{}, {"ñ": 2**63 - 1, "": -1}], "wrap": [None, "",
        "null"],
        "stack": [[], [POINT, {"x": 2}]],
    }  # fmt: skip
    for name, given in values.items():
        for index, value in enumerate(given):
            yield Case(f"bare {name} [{index}]", f"gifts.v1.{name}_gifts", {"value": value}, gives(value))


def everything_wrong() -> Case:
    """All violations at once, each with its path, over two parameters."""
    holder = {
        "point": {"x": token("1.5"), "label": "\ufffe", "z": 0},
        "points": [{"x": 1}, {"y": None}],
        "counts": {"a": None, "b": 1},
        "money": {"type": "paper", "amount": Decimal("0.001")},
        "extra": 1,
    }
    bounded = {"seats": 99, "plate": "no", "few": []}
    found = [
        ("holder.point.x", "value"), ("holder.point.label", "value"), ("holder.point.z", "unknown"),
        ("holder.points[1].x", "missing"), ("holder.points[1].y", "null"), ("holder.counts.a", "null"),
        ("holder.money.serial_number", "missing"), ("holder.money.amount", "value"), ("holder.extra",
        "unknown"),
        ("bounded.seats", "value"), ("bounded.plate", "value"), ("bounded.few", "value"), ("nonsense",
        "unknown"),
    ]  # fmt: skip
    arguments = {"holder": holder, "bounded": bounded, "nonsense": True}
    return Case("everything wrong at once", "probes.v1.weigh", arguments, invalid(*found))
