"""From the names of the schema to those of the contract, and the way back for what is wrong."""

from __future__ import annotations

from typing import Any

import pytest

from tests.protocols.graphql.site import COMPILATION
from trebol.contract.description import Constraints, ListOf, MapOf, MessageRef, Scalar, UnionRef
from trebol.contract.violations import Step, Violation
from trebol.protocols.graphql.convert import Converters
from trebol.protocols.graphql.wire_path import WirePath

SERVICE = COMPILATION.contract.services[0]
CONVERTERS = Converters(SERVICE)
RIDE, PASSENGER, CASH = MessageRef(name="Ride"), MessageRef(name="Passenger"), MessageRef(name="Cash")
PAY = UnionRef(name="CardOrCash", members=("Card", "Cash"))
CARDS = MapOf(value=MessageRef(name="Card", nullable=True), constraints=Constraints(max_length=2))
PAIRS = ListOf(item=PASSENGER, constraints=Constraints(max_length=2))
CARD = {"last4": "1234", "holderName": "Ana"}


@pytest.mark.parametrize("type", [Scalar(name="int"), MessageRef(name="Wheel")])
def test_what_has_the_same_names_needs_no_converter(type: Any) -> None:
    assert CONVERTERS.of(type) is None


@pytest.mark.parametrize(
    ("type", "value", "plain", "wrong"),
    [
        (PASSENGER, {"seatsTaken": 2}, {"seats_taken": 2}, []),
        (PASSENGER, {"seats_taken": 2, "member": 1}, {"member": 1}, [("seats_taken", "unknown")]),
        (PASSENGER, 3, 3, []),
        (PASSENGER, None, None, []),
        (CASH, {}, {}, []),
        (CASH, {"type": "cash"}, {}, []),
        (CASH, {"type": None}, {}, []),
        (CASH, {"type": "Cash", "x": 1}, {}, [("type", "value"), ("x", "unknown")]),
        (CASH, 3, 3, []),
        (PAY, None, None, []),
        (PAY, {"card": CARD}, {"type": "Card", "last4": "1234", "holder_name": "Ana"}, []),
        (PAY, {"cash": {}}, {"type": "cash"}, []),
        (PAY, {"card": {}, "x": 1}, {"type": "Card"}, [("x", "unknown")]),
        (PAIRS, None, None, []),
        (PAIRS, {"seatsTaken": 2}, [{"seats_taken": 2}], []),
        (PAIRS, [{"seatsTaken": 1}] * 3, [{"seatsTaken": 1}] * 3, []),
        (CARDS, None, None, []),
        (CARDS, [{"key": "a", "value": CARD}], {"a": {"last4": "1234", "holder_name": "Ana"}}, []),
        (CARDS, [{"key": "a"}], {"a": None}, []),
        (CARDS, [{"key": "a", "more": 1}], {"a": None}, [("[0].more", "unknown")]),
        (CARDS, [{"key": 3}], {}, [("[0].key", "type")]),
        (CARDS, [{}, 3], {}, [("[0].key", "missing"), ("[1]", "type")]),
        (CARDS, [{"key": "a"}] * 3, {"0": None, "1": None, "2": None}, []),
    ],
)
def test_names_and_shapes_become_the_contracts(type: Any, value: Any, plain: Any, wrong: Any) -> None:
    found: list[Violation] = []
    convert = CONVERTERS.of(type)
    assert convert is not None
    assert convert(value, (), found) == plain
    assert [(violation.path, violation.reason) for violation in found] == wrong


@pytest.mark.parametrize(
    "value", [{}, {"card": None}, {"card": 3}, {"card": CARD, "cash": {}}, {"x": 1}, 3, []]
)
def test_a_union_is_exactly_one_of_its_members(value: Any) -> None:
    found: list[Violation] = []
    convert = CONVERTERS.of(PAY)
    assert convert is not None
    assert repr(convert(value, ("pay",), found)) == "MISPLACED"
    assert [(v.path, v.reason, v.expected) for v in found] == [
        ("pay", "type", "an object with exactly one of card, cash"),
    ]


DEEP = {"rides": [{"passengers": [{"paid_by": {"type": "Card"}}]}]}
ARGUMENTS = COMPILATION.operations["trips.v1.echo_arguments"].operation.parameters
EVERYTHING = COMPILATION.operations["trips.v1.echo"].operation.parameters


@pytest.mark.parametrize(
    ("steps", "plain", "wire"),
    [
        (("rides", 0, "passengers", 1, "seats_taken"), None, "rides[0].passengers[1].seatsTaken"),
        (("rides", 0, "passengers", 0, "paid_by", "last4"), DEEP, "rides[0].passengers[0].paidBy.card.last4"),
        (("pay", "last4"), {"pay": {}}, "pay.last4"),
        (("pay", "last4"), {"pay": {"type": "other"}}, "pay.last4"),
        (("extra", "b"), {"extra": {"a": 1, "b": 2}}, "extra[1].value"),
        (("extra", "c"), {"extra": {"a": 1, "b": 2}}, "extra.c"),
        (("extra", 0, "key"), {"extra": {}}, "extra[0].key"),
        (("ints", 7), {"ints": [1]}, "ints[7]"),
        (("ints", "x"), {"ints": 3}, "ints.x"),
        (("text", "x", 1), {}, "text.x[1]"),
        ((), {}, ""),
        (("nothing_like_it", "deep"), {}, "nothing_like_it.deep"),
    ],
)  # fmt: skip
def test_a_path_is_told_by_the_names_of_the_schema(steps: tuple[Step, ...], plain: Any, wire: str) -> None:
    assert WirePath(SERVICE).of(ARGUMENTS, Violation(steps, "value", ""), plain) == wire


def test_what_is_unknown_is_told_as_it_was_sent() -> None:
    violation = Violation(("value", "with_default"), "unknown", "")
    assert WirePath(SERVICE).of(EVERYTHING, violation, {}) == "value.with_default"


def test_entries_are_followed_inwards() -> None:
    violation = Violation(("value", "extra_cards", "y", "holder_name"), "value", "")
    plain: Any = {"value": {"extra_cards": {"x": None, "y": {}}}}
    assert WirePath(SERVICE).of(EVERYTHING, violation, plain) == "value.extraCards[1].value.holderName"
