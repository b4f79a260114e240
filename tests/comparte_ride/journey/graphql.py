"""GraphQL: gql, and documents that it checks by the schema which it asked the site for."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from gql import Client, gql
from gql.transport.exceptions import TransportQueryError
from gql.transport.requests import RequestsHTTPTransport
from graphql import GraphQLObjectType, GraphQLSchema, GraphQLUnionType, get_named_type

from tests.comparte_ride.journey.rest import texted
from tests.comparte_ride.journey.wire import Call, Plain, Refused, camel, renamed

FIELDS = {
    "get_account": "account",
    "get_circle": "circle",
    "get_invitations": "invitations",
    "get_profile": "profile",
    "get_ride": "ride",
    "list_members": "circleMembers",
    "list_own_rides": "ownRides",
    "list_rides": "rides",
}
"""The fields of the queries; those of commands carry their names."""
REFERENCES = {("Ride", "driver"), ("Ride", "circle"), ("Passenger", "account"), ("Member", "account")}
"""Selected only when they are asked for."""


class Graphql:
    """Sends documents, and reads faults as members of a command's union, other refusals as errors."""

    def __init__(self, site: str) -> None:
        self.endpoint = f"{site}/graphql"
        with Client(
            transport=RequestsHTTPTransport(self.endpoint), fetch_schema_from_transport=True
        ) as asked:
            schema = asked.client.schema
        assert schema is not None
        self.schema: GraphQLSchema = schema

    def call(self, call: Call) -> Plain:
        """Select all there is, and the references that are asked for."""
        field = FIELDS.get(call.operation, camel(call.operation))
        document = gql(self.document(call, field))
        document.variable_values = {camel(name): texted(value) for name, value in call.said.items()}
        transport = RequestsHTTPTransport(self.endpoint, headers=call.headers, timeout=30)
        try:
            with Client(transport=transport, schema=self.schema) as session:
                answer = session.execute(document)[field]
        except TransportQueryError as error:
            raise refusal(error, field) from None
        return renamed(answer) if call.operation in FIELDS else result(answer)

    def document(self, call: Call, field: str) -> str:
        """The text of a document with one root field."""
        kind, root = "query", self.schema.query_type
        if call.operation not in FIELDS:
            kind, root = "mutation", self.schema.mutation_type
        assert root is not None
        declared = root.fields[field]
        names = [camel(name) for name in call.said]
        variables = ", ".join(f"${name}: {declared.args[name].type}" for name in names)
        arguments = ", ".join(f"{name}: ${name}" for name in names)
        selected = self.selection(get_named_type(declared.type), [path.split(".") for path in call.include])
        if names:
            return f"{kind}({variables}) {{ {field}({arguments}){selected} }}"
        return f"{kind} {{ {field}{selected} }}"

    def selection(self, type: Any, include: Iterable[list[str]]) -> str:
        """Everything of a type but references that are not asked for."""
        if isinstance(type, GraphQLUnionType):
            members = "".join(f" ... on {each.name}{self.selection(each, include)}" for each in type.types)
            return f" {{ __typename{members} }}"
        if not isinstance(type, GraphQLObjectType):
            return ""
        parts = []
        for name, field in type.fields.items():
            transparent = name in ("items", "result")  # of a page, of a command: no field of the contract
            inner = include if transparent else [path[1:] for path in include if path[:1] == [name]]
            if (type.name, name) not in REFERENCES or list(inner):
                parts.append(name + self.selection(get_named_type(field.type), inner))
        return f" {{ {' '.join(parts)} }}"

    def close(self) -> None:
        """Nothing is held between two calls."""


def result(answer: Plain) -> Plain:
    """The result of a command; `Refused` where the answer is one of its faults."""
    name = answer.pop("__typename")
    if name.endswith("Success"):
        return renamed(answer.get("result"))
    code, message = answer.pop("code"), answer.pop("message")
    assert message
    raise Refused(code, name, renamed(answer))


def refusal(error: TransportQueryError, field: str) -> Refused:
    """What the one error of an answer says."""
    assert error.errors is not None
    (told,) = error.errors
    assert told["path"] == [field]
    assert error.data == {field: None}
    extensions = told["extensions"]
    return Refused(
        extensions["code"], violations=tuple(one["path"] for one in extensions.get("violations", ()))
    )
