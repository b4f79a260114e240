"""Constraints as facets, and what no facet says as documentation."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any, Protocol

import pytest
from lxml import etree

from trebol import Digits, Message, Meta, Service, query
from trebol.contract.compile import compile_contracts
from trebol.contract.description import Constraints, Scalar
from trebol.protocols.soap.facets import facets_of
from trebol.protocols.soap.schema import schema_of

XS = "{http://www.w3.org/2001/XMLSchema}"


class Box(Message):
    """A box\x0c."""

    tags: Annotated[list[str], Meta(min_length=1, max_length=2)]
    word: Annotated[str, Meta(pattern=r"\w+")]
    price: Annotated[Decimal, Digits(5, 2), Meta(gt=0)]
    ratio: Annotated[float, Meta(ge=0.5)]
    extra: Annotated[dict[str, int], Meta(max_length=4)]
    size: Annotated[int, Meta(ge=1, lt=10, multiple_of=3, description="In metres.")] = 3


class Boxes(Service, Protocol, noun="box", plural="boxes"):
    """Boxes of things."""

    @query(public=True)
    def find_boxes(self, box: Box, maybe: str | None = None) -> Box: ...


@pytest.fixture(scope="module")
def schema() -> Any:
    compilation = compile_contracts([Boxes], project="tests")
    assert compilation.problems == ()
    return schema_of(compilation.contract.services[0])


def element(schema: Any, name: str) -> Any:
    return next(found for found in schema.iter(f"{XS}element") if found.get("name") == name)


def facets(schema: Any, name: str) -> dict[str, str]:
    (restriction,) = element(schema, name).findall(f"{XS}simpleType/{XS}restriction")
    return {etree.QName(facet).localname: facet.get("value") for facet in restriction}


def test_numbers_have_their_bounds(schema: Any) -> None:
    assert facets(schema, "size") == {"minInclusive": "1", "maxExclusive": "10"}
    assert facets(schema, "ratio") == {"minInclusive": "0.5"}
    assert facets(schema, "price") == {
        "minExclusive": "0", "maxExclusive": "1000", "totalDigits": "5", "fractionDigits": "2",
    }  # fmt: skip


def test_what_no_facet_says_is_said_in_words(schema: Any) -> None:
    said = element(schema, "size").findtext(f"{XS}annotation/{XS}documentation")
    assert said == "In metres. Left out, it is 3. A multiple of 3."
    assert "\\w+" in element(schema, "word").findtext(f"{XS}annotation/{XS}documentation")
    assert element(schema, "word").get("type") == "xs:string"


def test_lists_and_dicts_are_wrapped_with_their_lengths(schema: Any) -> None:
    item = element(schema, "item")
    assert (item.get("minOccurs"), item.get("maxOccurs")) == ("1", "2")
    entry = element(schema, "entry")
    assert (entry.get("minOccurs"), entry.get("maxOccurs")) == ("0", "4")


def test_absent_and_null_are_told_apart(schema: Any) -> None:
    maybe = element(schema, "maybe")
    assert (maybe.get("minOccurs"), maybe.get("nillable")) == ("0", "true")
    box = element(schema, "box")
    assert (box.get("minOccurs"), box.get("nillable")) == (None, None)


def test_everything_is_qualified_and_the_schema_is_one(schema: Any) -> None:
    assert schema.get("elementFormDefault") == "qualified"
    etree.XMLSchema(etree.fromstring(etree.tostring(schema)))


@pytest.mark.parametrize(
    ("constraints", "found"),
    [
        (Constraints(ge=1, gt=1), [("minExclusive", "1")]),
        (Constraints(ge=2, gt=1), [("minInclusive", "2")]),
        (Constraints(le=1, lt=1), [("maxExclusive", "1")]),
        (Constraints(le="0.5", lt="1"), [("maxInclusive", "0.5")]),
        (Constraints(ge=1.0), [("minInclusive", "1")]),
        (Constraints(le="1E+3"), [("maxInclusive", "1000")]),
        (
            Constraints(total_digits=38, fraction_digits=0),
            [
                ("minExclusive", "-1" + "0" * 38), ("maxExclusive", "1" + "0" * 38), ("totalDigits", "38"),
                ("fractionDigits", "0"),
            ],
        ),
    ],
)  # fmt: skip
def test_each_side_has_one_bound(constraints: Constraints, found: list[tuple[str, str]]) -> None:
    assert list(facets_of(Scalar(name="decimal", constraints=constraints))) == found
