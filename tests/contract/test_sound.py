"""The quick test of a result says yes only to what the exact one accepts, and yes to every usual one."""

# ruff: noqa: DTZ001 - a datetime without zone is one of the odd values

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.conformance.case import Unsayable
from tests.conformance.contract import Gifts, Probes
from tests.conformance.generated import arguments_of, places_in
from tests.conformance.in_process import made
from trebol.contract.compile import compile_contracts

OPERATIONS = compile_contracts([Probes, Gifts], project="tests").operations
ECHOES = ["probes.v1.keep_probes", "probes.v1.hold_probes", "probes.v1.bound_probes", "gifts.v1.money_gifts"]
ECHOES += ["gifts.v1.grid_gifts", "gifts.v1.counts_gifts", "gifts.v1.stack_gifts", "gifts.v1.point_gifts"]
ODD: list[Any] = [
    None, True, 0, 2**31, 2**63, -1.5, float("nan"), float("inf"), "", "x" * 9, "\x00", "\ud800", b"",
    b"abcd", [], [1],
    {}, {"a": 1}, {1: 1}, (), Decimal("1E+2"), Decimal("NaN"), Decimal("1.234"), datetime(2024, 1, 1),
    date(2024, 1, 1),
    time(1), object(),
]  # fmt: skip


@pytest.mark.parametrize("name", ECHOES)
@given(data=st.data())
@settings(max_examples=60)
def test_a_good_result_is_sound(name: str, data: st.DataObject) -> None:
    compiled = OPERATIONS[name]
    ((_, plain),) = data.draw(arguments_of(compiled)).items()
    assert compiled.operation.result is not None
    value = made(compiled.service, compiled.operation.result, plain)

    is_usual = "E-" not in repr(
        value
    )  # Python writes some decimals with an exponent, which takes a closer look
    found, raw = compiled.judge.checked(value)

    assert compiled.judge.sound(value) or not is_usual
    assert found == value
    assert compiled.judge.decode_result(raw) == value


@pytest.mark.parametrize("name", ECHOES)
@given(data=st.data())
@settings(max_examples=60)
def test_what_is_sound_is_accepted_by_the_exact_test(name: str, data: st.DataObject) -> None:
    compiled = OPERATIONS[name]
    arguments = data.draw(arguments_of(compiled))
    place = data.draw(
        st.sampled_from(list(places_in(compiled.service, compiled.operation.parameters, arguments, ())))
    )
    place.holder[place.key] = data.draw(st.sampled_from(ODD))
    ((_, plain),) = arguments.items()
    assert compiled.operation.result is not None
    try:
        value = made(compiled.service, compiled.operation.result, plain)
    except (ValueError, KeyError, TypeError, AttributeError, Unsayable):
        return  # not even Python can make it

    if compiled.judge.sound(value):
        try:
            exact, raw = compiled.judge.examined(value)
        except (msgspec.ValidationError, UnicodeEncodeError):
            with pytest.raises((msgspec.ValidationError, UnicodeEncodeError)):
                compiled.judge.checked(value)  # a text that no wire carries: that is told of all at once
        else:
            assert compiled.judge.checked(value) == (exact, raw)
