"""What is said of documents that do not run: where, and what is wrong."""

from __future__ import annotations

import pytest

from tests.protocols.graphql.site import Site

WRONG = {
    "{": ("Syntax Error: Expected Name, found <EOF>.", [(1, 2)]),
    '{trip(tripId: "}': ("Syntax Error: Unterminated string.", [(1, 17)]),
    "{trip(tripId: 1) {id}} \x01": ("Syntax Error: Unexpected character: U+0001.", [(1, 24)]),
    "": ("Syntax Error: Unexpected <EOF>.", [(1, 1)]),
    "{nope}": ("Cannot query field 'nope' on type 'Query'.", [(1, 2)]),
    "{trip(tripId: 1) {ide}}": ("Cannot query field 'ide' on type 'Ride'. Did you mean 'id'?", [(1, 19)]),
    "{trip(tripId: 1)}": ("Field 'trip' of type 'Ride' must have a selection of subfields", [(1, 2)]),
    "{trip(tripId: 1) {id(a: 1)}}": ("Unknown argument 'a' on field 'Ride.id'.", [(1, 22)]),
    "{__type(nome: 1) {name}}": ("Unknown argument 'nome' on field 'Query.__type'.", [(1, 9)]),
    "subscription {a}": ("The subscription operation is not supported by the schema.", [(1, 1)]),
    "type A {a: Int} {__typename}": ("The 'A' definition is not executable.", [(1, 1)]),
    "{...f}": ("Unknown fragment 'f'.", [(1, 5)]),
    "query($a: Int) {__typename}": ("Variable '$a' is never used.", [(1, 7)]),
    "{trip(tripId: $a) {id}}": ("Variable '$a' is not defined.", [(1, 15), (1, 1)]),
    "query($a: String) {trip(tripId: $a) {id}}": (
        "used in position expecting type 'Int!'",
        [(1, 7), (1, 33)],
    ),
    "query($a: Card) {trip(tripId: $a) {id}}": ("Variable '$a' cannot be non-input type 'Card'.", [(1, 11)]),
    "{a: __typename @skip(if: 1)}": ("@skip takes true, false or a Boolean variable.", [(1, 26)]),
    "{a: __typename @skip}": ("Argument '@skip(if:)' of type 'Boolean!' is required", [(1, 16)]),
    "{a: __typename @skip(unless: true, if: true)}": ("Unknown argument 'unless'", [(1, 22)]),
    "{a: __typename @other}": ("Unknown directive '@other'.", [(1, 16)]),
    "{trip(tripId: 1, tripId: 2) {id}}": (
        "There can be only one argument named 'tripId'.",
        [(1, 7), (1, 18)],
    ),
    "{echoArguments(pay: {card: {}, card: {}})}": ("only one input field named 'card'", [(1, 22), (1, 32)]),
    "{a: trip(tripId: 1) {id} a: trip(tripId: 2) {id}}": ("they have differing arguments", [(1, 2), (1, 26)]),
    "query A {a: __typename} query A {a: __typename}": ("only one operation named 'A'", [(1, 7), (1, 31)]),
}


@pytest.mark.parametrize("query", WRONG)
def test_a_wrong_document_is_refused_with_its_places(site: Site, query: str) -> None:
    answer = site.ask(query)
    message, places = WRONG[query]
    assert answer.status == 400
    assert "data" not in answer.document
    assert message in answer.errors[0]["message"]
    assert answer.errors[0]["extensions"] == {"code": "invalid_argument"}
    assert [(place["line"], place["column"]) for place in answer.errors[0]["locations"]] == places


def test_no_more_than_a_hundred_errors_are_told(site: Site) -> None:
    assert len(site.ask("{trip(tripId: 1) {" + " ".join(f"a{i}" for i in range(1000)) + "}}").errors) == 100


def test_a_message_is_bounded(site: Site) -> None:
    answer = site.ask("{" + "a" * 100_000 + "}")
    assert len(answer.error["message"]) < 600


def test_similar_names_are_looked_for_only_where_little_is_wrong(site: Site) -> None:
    assert "Did you mean" in site.ask("{tripz {items {id}}}").error["message"]
    assert "Did you mean" not in site.ask("{tripz triq tri tr}").errors[0]["message"]


@pytest.mark.parametrize(
    ("query", "name", "said"),
    [
        ("query A {__typename} query B {__typename}", None, "Say which operation by operationName: A, B."),
        ("query A {__typename} query B {__typename}", "C", "The document has no operation C."),
        ("{__typename}", "A", "The document has no operation A."),
        ("fragment f on Ride {id}", None, "Say which operation"),
    ],
)
def test_an_operation_that_cannot_be_told_is_said(site: Site, query: str, name: str, said: str) -> None:
    answer = site.ask(query, operationName=name)
    assert answer.status == 400
    assert said in answer.errors[0]["message"] or "Fragment 'f' is never used." in answer.errors[0]["message"]


def test_the_operation_is_chosen_by_its_name(site: Site) -> None:
    query = "query A {a: __typename} mutation B {b: __typename}"
    assert site.ask(query, operationName="B").data == {"b": "Mutation"}
    assert site.ask(query, operationName="A").data == {"a": "Query"}


def test_a_well_formed_request_is_answered_with_200_in_plain_json(site: Site) -> None:
    for query in ("{", "{nope}", "query($n: Int!) {trip(tripId: $n) {id}}"):
        body = f'{{"query": "{query}"}}'.encode()
        answer = site.send("POST", "/graphql", body, Accept="application/json")
        assert (answer.status, "data" in answer.document) == (200, False)
