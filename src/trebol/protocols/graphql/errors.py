"""Errors as GraphQL writes them, and the refusals of a request as a whole (GraphQL, section 7.1.2)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from graphql import GraphQLError, Node

from trebol.contract.code import Code
from trebol.contract.errors import InvalidArgument, Refusal, ServiceError
from trebol.contract.violations import Violation
from trebol.runtime.refusal import code_of
from trebol.runtime.spoken import spoken

MOST = 100
"""A response tells at most this many errors."""

LONGEST = 500
"""Characters of a message; what a document says is echoed no longer than that."""

Shown = dict[str, Any]
Location = dict[str, int]


class RequestError(Refusal):
    """A document that does not run: nothing of it did. ``errors`` are as they are written."""

    def __init__(self, errors: Sequence[Shown], code: Code = Code.INVALID_ARGUMENT) -> None:
        super().__init__(errors[0]["message"])
        self.errors = list(errors[:MOST])
        self.told = code


def refused(message: str, *, code: Code = Code.INVALID_ARGUMENT, nodes: Sequence[Node] = ()) -> RequestError:
    """Refuse a document for one reason, at these places."""
    return RequestError([shown(message, code, locations_of(nodes))], code)


def exhausted(what: str, limit: int, mend: str, nodes: Sequence[Node] = ()) -> RequestError:
    """Refuse a document that passes a limit: ``what`` passes it, ``mend`` says what to do."""
    return refused(f"{what} than the limit of {limit}. {mend}", code=Code.RESOURCE_EXHAUSTED, nodes=nodes)


def of_graphql(errors: Sequence[GraphQLError]) -> RequestError:
    """Refuse a document for what graphql-core found in it."""
    return RequestError([shown(e.message, Code.INVALID_ARGUMENT, written(e)) for e in errors])


def written(error: GraphQLError) -> list[Location]:
    """The places of an error of graphql-core."""
    return [{"line": place.line, "column": place.column} for place in error.locations or ()]


def locations_of(nodes: Sequence[Node]) -> list[Location]:
    """The places of some nodes, lines and columns from 1."""
    return written(GraphQLError("", nodes)) if nodes else []


def shown(message: str, code: Code, locations: Sequence[Location] = (), **more: Any) -> Shown:
    """Write an error; ``more`` joins its extensions."""
    message = spoken(message)
    text = message if len(message) <= LONGEST else message[:LONGEST] + "..."
    places = {"locations": list(locations)} if locations else {}
    return {"message": text, **places, "extensions": {"code": code.value, **more}}


def of_service(error: ServiceError) -> list[Shown]:
    """Write what ended a request before any of it ran."""
    if isinstance(error, RequestError):
        return error.errors
    code = code_of(error)
    if isinstance(error, InvalidArgument):
        return [shown(error.message, code, violations=[of_violation(one) for one in error.violations])]
    return [shown(error.message, code)]


def of_violation(violation: Violation, wire: str | None = None) -> dict[str, str]:
    """Write a violation: the contract's path, and the path by the names of the schema."""
    path = violation.path
    return {
        "path": path, "wire": path if wire is None else wire,
        "reason": violation.reason, "expected": spoken(violation.expected),
    }  # fmt: skip
