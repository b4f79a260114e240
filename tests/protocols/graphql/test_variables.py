"""Variables that must be there, and those that directives ask."""

from __future__ import annotations

from typing import Any

import pytest

from tests.protocols.graphql.site import Site


@pytest.mark.parametrize(
    ("query", "variables", "said"),
    [
        ("query($n: Int!) {trip(tripId: $n) {id}}", {}, "Variable $n of type Int! is missing."),
        (
            "query($n: Int!) {trip(tripId: $n) {id}}",
            {"n": None},
            "Variable $n of type Int! must not be null.",
        ),
        ("query($n: [Int!]) {echoArguments(ints: $n)}", {"n": [None]}, "of type [Int!] must not be null."),
        ("query($n: [Int!]!) {echoArguments(ints: $n)}", {"n": None}, "of type [Int!]! must not be null."),
        (
            "query($n: Int! = 3) {trip(tripId: $n) {id}}",
            {"n": None},
            "Variable $n of type Int! must not be null.",
        ),
        ("query($s: Boolean!) {__typename @skip(if: $s)}", {"s": "x"}, "$s is asked by a directive"),
        ("query($s: Boolean!) {__typename @skip(if: $s)}", {}, "$s is asked by a directive"),
        ("query($s: Boolean = true) {__typename @skip(if: $s)}", {"s": None}, "$s is asked by a directive"),
    ],
)
def test_a_variable_that_is_missing_or_null_ends_the_request(
    site: Site, query: str, variables: dict[str, Any], said: str
) -> None:
    answer = site.ask(query, variables)
    assert answer.status == 400
    assert "data" not in answer.document
    assert said in answer.errors[0]["message"]
    assert answer.errors[0]["extensions"]["code"] == "invalid_argument"


def test_with_a_missing_variable_everything_else_is_said_too(site: Site) -> None:
    query = "query($n: Int!, $c: Color!) {echoArguments(whole: $n, color: $c, text: 3)}"
    answer = site.ask(query, {"c": "green"})
    assert answer.error["locations"] == [{"line": 1, "column": 7}]
    assert sorted(answer.violations) == [("color", "color", "value"), ("text", "text", "value")]
    answer = site.ask("query($n: Int!) {trip(tripId: $n) {id}}")
    assert answer.violations == [("trip_id", "tripId", "missing")]


def test_every_missing_variable_is_told(site: Site) -> None:
    answer = site.ask("query($a: Int!, $b: Int!) {a: trip(tripId: $a) {id} b: trip(tripId: $b) {id}}")
    assert [error["message"][:11] for error in answer.errors] == ["Variable $a", "Variable $b"]


def test_variables_that_are_not_declared_do_not_matter(site: Site) -> None:
    assert site.ask("{__typename}", {"other": 1}).data == {"__typename": "Query"}


def test_a_default_stands_for_a_missing_variable(site: Site) -> None:
    query = "query($n: Int! = 3, $s: Boolean = true) {trip(tripId: $n) {id circle @skip(if: $s)}}"
    assert site.ask(query).data == {"trip": {"id": 3}}
    assert site.ask(query, {"s": False, "n": 4}).data == {"trip": {"id": 4, "circle": "cdmx"}}
