"""Results that are not quite what the contract's classes would make, and results XML cannot carry."""

from __future__ import annotations

from typing import Any

import pytest

from tests.protocols.soap import contracts
from tests.protocols.soap.contracts import Passenger, Sample
from trebol.contract.compile import compile_contracts
from trebol.contract.paging import Page
from trebol.protocols.soap.encode import Encoder
from trebol.runtime.result import Result

COMPILED = compile_contracts([contracts.Samples], project="tests").operations
GET, LIST = COMPILED["samples.v2.get_sample"], COMPILED["samples.v2.list_samples"]
SAMPLE = Sample(id=1, name="a", passengers=[Passenger(name="Zoé <3")])
WRITTEN = (
    '<GetSampleResponse xmlns="urn:tests:samples:v2" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
    "<result>"
    "<id>1</id><name>a</name>"
    "<passengers><passenger><name>Zoé &lt;3</name><seats>1</seats></passenger></passengers>"
    '<note xsi:nil="true"/></result></GetSampleResponse>'
).encode()


def checked(value: Any) -> Result:
    read, raw = GET.judge.checked(value)
    return Result(read, None, raw)


@pytest.mark.parametrize(
    "value",
    [
        SAMPLE,
        {"id": 1, "name": "a", "passengers": [{"name": "Zoé <3"}]},
        Sample(id=1, name="a", passengers=({"name": "Zoé <3"},)),  # type: ignore[arg-type]
    ],
    ids=["a message", "a dict", "a tuple of dicts"],
)
def test_what_keeps_the_contract_is_written_alike(value: Any) -> None:
    assert Encoder(GET).whole.encode(checked(value)) == WRITTEN


def test_rows_in_another_order_than_asked_for() -> None:
    layout = {"note": None, "name": None, "id": None, "passengers": {"seats": None, "name": None}}
    rows = (None, "a", 1, [(1, "Zoé <3")])
    assert Encoder(GET).whole.encode(Result(rows, layout)) == WRITTEN


@pytest.mark.parametrize("name", ["a\x00", "\ud800", "a\uffff", 5, None])
def test_what_xml_cannot_carry_is_not_written(name: Any) -> None:
    asked = Encoder(LIST).whole
    page: Page[Any] = Page(items=[(1, name, [], None)], after=None)
    with pytest.raises((ValueError, TypeError)):
        asked.encode(Result(page, asked.selection))


def test_a_text_is_never_markup() -> None:
    asked = Encoder(LIST).whole
    page: Page[Any] = Page(items=[(1, "</name><id>2</id>&x;]]>", [], "{v}'\"")], after="<after/>")
    written = asked.encode(Result(page, asked.selection)).decode()
    assert "<name>&lt;/name&gt;&lt;id&gt;2&lt;/id&gt;&amp;x;]]&gt;</name>" in written
    assert "<note>{v}'\"</note>" in written
    assert "<after>&lt;after/&gt;</after>" in written
