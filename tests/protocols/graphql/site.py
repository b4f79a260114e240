"""A site that publishes the contract of ``trips`` in GraphQL, and what tests ask it with."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.test import RequestFactory

from tests.protocols.graphql.trips import Trips, TripsService
from trebol.contract.compile import compile_contracts
from trebol.protocols.graphql import endpoints
from trebol.runtime.drive import adrive, drive
from trebol.runtime.host import Host
from trebol.runtime.invocation import Endpoint
from trebol.runtime.limits import Limits
from trebol.runtime.perform import Runtime

RESPONSE = "application/graphql-response+json"
COMPILATION = compile_contracts([Trips], project="tests")


@dataclass
class Answer:
    """A response, read."""

    response: HttpResponse

    @property
    def status(self) -> int:
        return self.response.status_code

    @property
    def document(self) -> Any:
        return json.loads(self.response.content)

    @property
    def data(self) -> Any:
        assert "errors" not in self.document, self.document
        return self.document["data"]

    @property
    def errors(self) -> Any:
        return self.document["errors"]

    @property
    def error(self) -> Any:
        assert len(self.errors) == 1, self.errors
        return self.errors[0]

    @property
    def violations(self) -> list[tuple[str, str, str]]:
        """Path, path by the schema's names, reason."""
        return [(v["path"], v["wire"], v["reason"]) for v in self.error["extensions"]["violations"]]


class Site:
    """Asks the endpoints of one contract, with the real runtime."""

    def __init__(self, limits: Limits | None = None) -> None:
        self.service = TripsService()
        self.runtime = Runtime(Host(COMPILATION, {"trips.v1": self.service}))
        self.endpoints: Mapping[str, Endpoint] = {
            e.name: e for e in endpoints(COMPILATION, limits or Limits())
        }

    def request(self, method: str, path: str, body: bytes = b"", **headers: str) -> Any:
        content_type = headers.pop("content_type", "application/json")
        return RequestFactory().generic(method, path, body, content_type, headers=headers)

    def send(
        self,
        method: str,
        path: str = "/graphql",
        body: bytes = b"",
        name: str = "trebol-graphql",
        /,
        **headers: Any,
    ) -> Answer:
        arguments = headers.pop("arguments", {})
        handling = self.endpoints[name].handle(self.request(method, path, body, **headers), **arguments)
        response = drive(handling, self.runtime)
        assert isinstance(response, HttpResponse)
        return Answer(response)

    def ask(self, query: str, variables: Any = None, **more: Any) -> Answer:
        body = {"query": query, "variables": variables, **more}
        return self.send("POST", "/graphql", json.dumps(body).encode(), Accept=RESPONSE)

    async def aask(self, query: str, variables: Any = None) -> Answer:
        body = json.dumps({"query": query, "variables": variables}).encode()
        handling = self.endpoints["trebol-graphql"].handle(self.request("POST", "/graphql", body))
        response = await adrive(handling, self.runtime)
        assert isinstance(response, HttpResponse)
        return Answer(response)
