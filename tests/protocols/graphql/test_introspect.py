"""Introspection: by graphql-core, beside data, with variables and fragments."""

from __future__ import annotations

from graphql import build_client_schema, get_introspection_query, print_schema

from tests.protocols.graphql.site import Site


def test_the_schema_is_learned_from_it(site: Site) -> None:
    query = get_introspection_query(
        specified_by_url=True,
        directive_is_repeatable=True,
        schema_description=True,
        input_value_deprecation=True,
        one_of=True,
    )
    data = site.ask(query).data
    sdl = site.send("GET", "/schema.graphql", b"", "trebol-schema").response.content.decode()
    assert print_schema(build_client_schema(data)).strip() == sdl.strip()


def test_it_stands_beside_data_in_the_order_of_the_document(site: Site) -> None:
    query = '{a: __typename t: __type(name: "Ride") {name} trip(tripId: 1) {id} __schema {queryType {name}}}'
    data = site.ask(query).data
    assert list(data) == ["a", "t", "trip", "__schema"]
    assert data["t"] == {"name": "Ride"}
    assert data["trip"] == {"id": 1}


def test_only_its_own_variables_are_looked_at(site: Site) -> None:
    query = """query($n: String!, $id: Int!, $f: Boolean!) {
      __type(name: $n) {...T} trip(tripId: $id) {id}
    }
    fragment T on __Type {name fields @include(if: $f) {...N}}
    fragment N on __Field {name}"""
    answer = site.ask(query, {"n": "Card", "id": "x", "f": True})
    assert answer.document["data"] == {
        "__type": {"name": "Card", "fields": [{"name": "last4"}, {"name": "holderName"}]},
        "trip": None,
    }
    assert answer.error["path"] == ["trip"]


def test_an_argument_that_is_wrong_is_an_error_of_its_field(site: Site) -> None:
    answer = site.ask("{__type {name} __typename}")
    assert answer.document["data"] == {"__type": None, "__typename": "Query"}
    assert (answer.error["path"], answer.error["extensions"]) == (["__type"], {"code": "invalid_argument"})


def test_a_type_that_is_not_there_is_null(site: Site) -> None:
    assert site.ask('{__type(name: "Run🏃Swim🏊") {name}}').data == {"__type": None}


def test_a_mutation_does_not_have_it(site: Site) -> None:
    assert "Cannot query field '__schema'" in site.ask("mutation {__schema {description}}").error["message"]
