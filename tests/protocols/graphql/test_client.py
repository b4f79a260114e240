"""The client that others wrote, gql, with a transport in this process."""

from __future__ import annotations

import json
from typing import Any

import pytest
from gql import Client, GraphQLRequest, gql
from gql.transport import Transport
from gql.transport.exceptions import TransportQueryError
from graphql import ExecutionResult, print_ast

from tests.protocols.graphql.site import Site

pytestmark = pytest.mark.django_db(transaction=True)


class InProcess(Transport):
    """Sends documents to a site."""

    def __init__(self, site: Site) -> None:
        self.site = site

    def execute(self, request: GraphQLRequest, *args: Any, **kwargs: Any) -> ExecutionResult:
        body: dict[str, Any] = {"query": print_ast(request.document), "variables": request.variable_values}
        answer = self.site.send("POST", "/graphql", json.dumps(body).encode()).document
        return ExecutionResult(data=answer.get("data"), errors=answer.get("errors"))


@pytest.fixture
def client(site: Site) -> Client:
    return Client(transport=InProcess(site), fetch_schema_from_transport=True)


def test_it_learns_the_schema_and_validates_with_it(client: Client) -> None:
    with client as session:
        assert session.client.schema is not None
        found = session.execute(gql("{trip(tripId: 7) {id passengers {paidBy {... on Card {last4}}}}}"))
    assert found["trip"]["passengers"][0] == {"paidBy": {"last4": "1234"}}


def test_it_sends_what_it_serialized(client: Client) -> None:
    document = gql("query($c: Color, $p: CardOrCashInput) {echoArguments(color: $c, pay: $p)}")
    document.variable_values = {"c": "deep_blue", "p": {"card": {"last4": "1234"}}}
    with client as session:
        assert session.execute(document, serialize_variables=True) == {"echoArguments": "heard"}


def test_a_fault_is_data_or_an_error(client: Client) -> None:
    with client as session:
        asked = session.execute(gql("mutation {joinTrip(tripId: 101) {... on RideFull {rideId}}}"))
        assert asked == {"joinTrip": {"rideId": 101}}
        with pytest.raises(TransportQueryError) as raised:
            session.execute(gql("mutation {joinTrip(tripId: 101) {__typename}}"))
    assert raised.value.errors is not None
    assert raised.value.errors[0]["extensions"]["code"] == "failed_precondition"
    assert raised.value.data == {"joinTrip": None}
