"""What is written: aliases, fragments, directives, unions, dicts, pages. Only what is asked for is read."""

from __future__ import annotations

from typing import Any

import pytest

from tests.protocols.graphql.site import COMPILATION, Site
from tests.protocols.graphql.values import wire
from trebol.contract.compile import Compiled

ECHO: Compiled = COMPILATION.operations["trips.v1.echo"]
PLAIN: dict[str, Any] = {
    "yes": True,
    "whole": -3,
    "big": "9223372036854775807",
    "real": 0.1,
    "decimal": "12.500000",
    "text": "Ñandú 🏊",
    "raw": "aGk=",
    "moment": "2026-05-01T10:00:00.000001Z",
    "day": "2026-05-01",
    "clock": "10:00:00",
    "duration": "P1DT7200S",
    "uuid": "123e4567-e89b-12d3-a456-426614174000",
    "color": "red",
    "card": {"last4": "1234", "holder_name": None},
    "pay": {"type": "cash"},
    "ints": [1, 2],
    "matrix": [[1], []],
    "colors": ["red", None],
    "extra": {"a": 1, "b": 2},
    "extra_cards": {"x": None, "y": {"last4": "4321"}},
    "maybe_int": None,
    "maybe_ints": [5],
    "maybe_pay": {"type": "Card", "last4": "9999"},
    "with_default": "red",
}
WHOLE = """
query($v: EverythingInput!) {echo(value: $v) {
  yes whole big real decimal text raw moment day clock duration uuid color
  card {last4 holderName} pay {...P} ints matrix colors
  extra {key value} extraCards {k: key value {last4}} maybeInt maybeInts maybePay {...P} withDefault
}}
fragment P on CardOrCash {__typename ... on Card {last4} ... on Cash {type}}
"""


def test_every_type_comes_back_as_it_went(site: Site) -> None:
    variables = {"v": wire(ECHO.service, ECHO.operation.parameters[0].type, PLAIN)}
    found = site.ask(WHOLE, variables).data["echo"]
    assert found.pop("card") == {"last4": "1234", "holderName": None}
    assert found.pop("pay") == {"__typename": "Cash", "type": "cash"}
    assert found.pop("maybePay") == {"__typename": "Card", "last4": "9999"}
    assert found.pop("extra") == [{"key": "a", "value": 1}, {"key": "b", "value": 2}]
    assert found.pop("extraCards") == [{"k": "x", "value": None}, {"k": "y", "value": {"last4": "4321"}}]
    assert found.pop("duration") == "P1DT7200S"
    same = {
        "yes",
        "whole",
        "big",
        "real",
        "decimal",
        "text",
        "raw",
        "moment",
        "day",
        "clock",
        "uuid",
        "color",
    }
    assert {name: found[name] for name in same} == {name: PLAIN[name] for name in same}
    assert (found["maybeInt"], found["maybeInts"], found["withDefault"]) == (None, [5], "red")
    assert (found["ints"], found["matrix"], found["colors"]) == ([1, 2], [[1], []], ["red", None])


def test_members_come_in_the_order_of_the_document(site: Site) -> None:
    data = site.ask("{b: __typename trip(tripId: 1) {z: circle a: id __typename id} a: __typename}").data
    assert list(data) == ["b", "trip", "a"]
    assert list(data["trip"]) == ["z", "a", "__typename", "id"]
    assert data["trip"]["__typename"] == "Ride"


@pytest.mark.parametrize(
    ("selected", "expected"),
    [
        ("id id a: id", {"id": 1, "a": 1}),
        ("passengers {member} passengers {seatsTaken}", {"passengers": [{"member": 1, "seatsTaken": 1}] * 1}),
        ("...A ...A", {"id": 1, "circle": "cdmx"}),
        ("... {id} ... on Ride {circle}", {"id": 1, "circle": "cdmx"}),
        ("id @skip(if: true) circle @include(if: true)", {"circle": "cdmx"}),
        ("...A @skip(if: true) id", {"id": 1}),
        ("... @include(if: false) {id} circle", {"circle": "cdmx"}),
        ("id @skip(if: false) @include(if: false) circle", {"circle": "cdmx"}),
        ("driver {member}", {"driver": None}),
        ("__typename", {"__typename": "Ride"}),
    ],
)
def test_fields_are_merged_and_fragments_spread(site: Site, selected: str, expected: dict[str, Any]) -> None:
    fragment = " fragment A on Ride {id circle}" if "...A" in selected else ""
    found = site.ask(f"{{trip(tripId: 1) {{{selected}}}}}{fragment}").data["trip"]
    if "passengers" in found:
        found["passengers"] = found["passengers"][:1]
    assert found == expected


def test_a_variable_decides_what_is_written_and_what_runs(site: Site) -> None:
    query = (
        "query($s: Boolean!) {trip(tripId: 1) @skip(if: $s) {id} trips(first: 1) @include(if: $s) {after}}"
    )
    assert site.ask(query, {"s": True}).data == {"trips": {"after": "next"}}
    assert [name for name, _ in site.service.calls] == ["list_trips"]
    assert site.ask(query, {"s": False}).data == {"trip": {"id": 1}}
    assert [name for name, _ in site.service.calls] == ["list_trips", "get_trip"]


def test_a_condition_in_a_fragment_of_a_fragment_is_found(site: Site) -> None:
    query = """query($s: Boolean!) {trip(tripId: 1) {...A}}
    fragment A on Ride {id ...B} fragment B on Ride {...C} fragment C on Ride {circle @skip(if: $s)}"""
    assert site.ask(query, {"s": True}).data == {"trip": {"id": 1}}
    assert site.ask(query, {"s": False}).data == {"trip": {"id": 1, "circle": "cdmx"}}


def test_rows_hold_what_was_asked_for_and_nothing_else(site: Site) -> None:
    query = """{car(plate: "ABC") {
      p: plate painted __typename wheels {worn} w: wheels {place} spareWheel {place} owner {ownerName}
    }}"""
    assert site.ask(query).data["car"] == {
        "p": "ABC",
        "painted": "deep_blue",
        "__typename": "Car",
        "wheels": [{"worn": "0.50"}] * 2,
        "w": [{"place": "front"}] * 2,
        "spareWheel": None,
        "owner": None,
    }
    assert site.service.last is not None
    assert site.service.last.asked == {
        "plate": None,
        "painted": None,
        "wheels": {"worn": None, "place": None},
        "spare_wheel": {"place": None},
        "owner": {"owner_name": None},
    }


@pytest.mark.parametrize(
    ("selected", "asked"),
    [
        ("after", {}),
        ("__typename", {}),
        ("items {__typename}", {}),
        ("items {plate} i: items {painted} after", {"plate": None, "painted": None}),
    ],
)
def test_of_a_page_only_the_fields_of_its_items_are_read(site: Site, selected: str, asked: Any) -> None:
    assert list(site.ask(f"{{cars {{{selected}}}}}").data["cars"])
    assert site.service.last is not None
    assert site.service.last.asked == asked


def test_a_result_may_be_null(site: Site) -> None:
    assert site.ask('{car(plate: "X") {plate}}').data == {"car": None}
