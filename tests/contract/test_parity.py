"""The fast path accepts exactly what the collector finds nothing wrong with."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.conformance.contract import Gifts, Probes
from tests.conformance.generated import arguments_of
from tests.conformance.json_text import written
from trebol import InvalidArgument
from trebol.contract.collect import Collector
from trebol.contract.compile import compile_contracts
from trebol.contract.json_text import plain_of_json
from trebol.contract.judge import Judge

OPERATIONS = compile_contracts([Probes, Gifts], project="tests").operations
NAMES = ["probes.v1.keep_probes", "probes.v1.hold_probes", "probes.v1.bound_probes", "probes.v1.weigh"]
NAMES += ["probes.v1.update_probe", "probes.v1.list_probes", "gifts.v1.money_gifts", "gifts.v1.counts_gifts"]

LEAVES = (
    st.none()
    | st.booleans()
    | st.sampled_from([0, 1, -1, 2**31 - 1, 2**31, 2**63 - 1, 2**63, -(2**63) - 1, 0.5, 1e300, 5.0, 10**40])
    | st.sampled_from(
        ["", "a", "low", "1", "1.50", "P1D", "2024-02-29", "12:00:00", "2024-02-29T12:00:00Z", "YQ=="]
    )
    | st.sampled_from(["\x00", "\ufffe", "2024-02-29T12:00:00+14:01", "0001-01-01T00:00:00+00:01", "9" * 39])
    | st.text(max_size=3)
)
ANYTHING = st.recursive(
    LEAVES,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["x", "y", "type", "a", "first", "surplus"]), inner, max_size=3)
    ),
    max_leaves=4,
)


def holders(value: Any) -> Iterator[tuple[Any, Any]]:
    """Every place in a plain value that can be replaced: what holds it, and its key."""
    if isinstance(value, dict | list):
        for key in value if isinstance(value, dict) else range(len(value)):
            yield value, key
            yield from holders(value[key])


def is_accepted(judge: Judge, raw: bytes) -> bool:
    try:
        judge.accept_json(raw)
    except InvalidArgument:
        return False
    return True


@pytest.mark.parametrize("name", NAMES)
@given(data=st.data())
@settings(max_examples=100)
def test_the_fast_path_and_the_collector_agree(name: str, data: st.DataObject) -> None:
    judge = OPERATIONS[name].judge
    plain = json.loads(written(data.draw(arguments_of(OPERATIONS[name]))))
    for _ in range(data.draw(st.integers(0, 2))):
        places = list(holders(plain))
        if places:
            holder, key = data.draw(st.sampled_from(places))
            holder[key] = data.draw(ANYTHING)
    raw = json.dumps(plain).encode()

    collector = Collector(judge.messages, judge.enums)
    collector.record(judge.fields, plain_of_json(raw), ())

    assert is_accepted(judge, raw) == (not collector.found)
    if not collector.found:
        assert judge.accept(plain_of_json(raw)) == judge.accept_json(raw)
