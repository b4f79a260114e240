"""A member that stands twice is never overlooked, however it is written."""

from __future__ import annotations

import json
from typing import Any, Protocol

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trebol import InvalidArgument, Message, Service, query
from trebol.contract.compile import compile_contracts
from trebol.contract.json_text import repeated
from trebol.contract.judge import may_repeat, most_members

KEYS = st.sampled_from(["a", "b", "ab", "ñ", 'x"a', "a:", "\\", "a b"])


def members(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Objects whose members may stand twice, as lists of pairs in a tuple."""
    return st.lists(st.tuples(KEYS, inner), max_size=4).map(tuple)


VALUES = st.recursive(
    st.sampled_from(["a", '"a":', '"a" :', " :", 1, None]),
    lambda inner: st.lists(inner, max_size=3) | members(inner),
    max_leaves=8,
)


def written(value: Any, colon: str, ascii_only: bool) -> str:
    """The JSON text of a value; a tuple is an object."""
    if isinstance(value, tuple):
        pairs = [
            json.dumps(k, ensure_ascii=ascii_only) + colon + written(v, colon, ascii_only) for k, v in value
        ]
        return "{" + ",".join(pairs) + "}"
    if isinstance(value, list):
        return "[" + ",".join(written(inner, colon, ascii_only) for inner in value) + "]"
    return json.dumps(value, ensure_ascii=ascii_only)


@given(members(VALUES), st.sampled_from([":", " :", ": ", "\n:"]), st.booleans())
def test_the_quick_look_overlooks_none(value: Any, colon: str, ascii_only: bool) -> None:
    raw = written(value, colon, ascii_only).encode()

    assert may_repeat(raw) or not repeated(raw)


@pytest.mark.parametrize(
    "raw",
    [
        b'{"a":1,"a":2}',
        b'{"a" :1,"a":2}',
        b'{"a":1,"\\u0061":2}',
        b'{"n":{"a":1,"a" :2}}',
    ],
)
def test_a_second_member_is_suspected(raw: bytes) -> None:
    assert may_repeat(raw)


@pytest.mark.parametrize(
    "raw",
    [
        b"{}",
        b'{"a":1,"b":{"c":":"}}',
        b'{"a":[1,{"b":2}]}',
        b'{"a b":1,"c":"x:y"}',
    ],
)
def test_an_innocent_text_is_not(raw: bytes) -> None:
    assert not may_repeat(raw)


COUNTED = [(b"{}", 0), (b'{"a":[{"b" :1}]}', 2), (b'{"a":{"b"\n:1,"b":2}}', 3), (b'{"a":"\\" :"}', 2)]


@pytest.mark.parametrize(("raw", "most"), COUNTED)
def test_no_member_goes_uncounted(raw: bytes, most: int) -> None:
    assert most_members(raw) == most


class Stop(Message):
    """A stop on the way."""

    name: str
    minutes: int = 1


class Trips(Service, Protocol, noun="trip", plural="trips"):
    """Trips with stops."""

    @query(public=True, path="POST /trips/plan", field="plan")
    def plan(self, first: Stop, last: Stop | None = None, note: str = "") -> Stop: ...


@pytest.mark.parametrize(
    "raw",
    [
        b'{"first":{"name":"a","name":"b"}}',
        b'{"first":{"name":"a"},"note":"x","note":"y"}',
        b'{"first":{"name":"a"},"first":{"name":"a"}}',
        b'{"first":{"name":"a","minutes":1,"minutes":2}}',
        b'{"first":{"name":"a"},"last":{"name":"b","name":"b"}}',
    ],
)
def test_an_operation_refuses_a_member_that_stands_twice(raw: bytes) -> None:
    judge = compile_contracts([Trips], project="trips").operations["trips.v1.plan"].judge

    with pytest.raises(InvalidArgument) as refused:
        judge.accept_json(raw)

    assert [violation.reason for violation in refused.value.violations] == ["duplicate"]
    assert judge.accept_json(b'{"first":{"name":"a"}}') is not None
