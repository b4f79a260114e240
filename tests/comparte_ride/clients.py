"""Clients of a server that is really there, each over one of the three standards, all of them at once."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from itertools import cycle
from threading import Barrier
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from msgspec.structs import replace

from tests.conformance.case import Outcome
from tests.conformance.graphql import Graphql
from tests.conformance.rest import Rest
from tests.conformance.soap import SOAP11, SOAP12
from tests.conformance.wire import Answer, Driver, Request
from trebol.bootstrap import assembly
from trebol.contract.compile import Compiled

MIXED: tuple[Driver, ...] = (Rest(), Graphql(), SOAP11, Rest(), Graphql(), SOAP12)
SECONDS = 60


class Wish(NamedTuple):
    """What one client wants: an operation of the rides, what of, by whose token."""

    operation: str
    arguments: dict[str, Any]
    token: str


class Came(NamedTuple):
    """What came of it: the wire's name, the answer as it was, and what it says."""

    wire: str
    answer: Answer
    outcome: Outcome

    @property
    def word(self) -> str:
        """`done`, or the name of the fault, or the code of another refusal."""
        return self.outcome.fault or self.outcome.code or "done"


def operation(name: str) -> Compiled:
    """An operation of the rides, as the application publishes it (tests have another project's name),
    and without references: nobody here asks for one.
    """
    compiled = assembly().compilation.operations[f"rides.v1.{name}"]
    messages = {
        name: replace(message, fields=tuple(field for field in message.fields if not field.reference))
        for name, message in compiled.service.messages.items()
    }
    service = replace(compiled.service, namespace="urn:comparte_ride:rides:v1", messages=messages)
    return replace(compiled, service=service)


def all_at_once(address: str, wishes: Sequence[Wish]) -> list[Came]:
    """Send each over a connection of its own, a third by each standard, started together."""
    gate, place = Barrier(len(wishes)), urlsplit(address)
    said = [
        (driver, wish, operation(wish.operation)) for driver, wish in zip(cycle(MIXED), wishes, strict=False)
    ]

    def send(driver: Driver, wish: Wish, compiled: Compiled) -> Came:
        headers = {"Authorization": f"Bearer {wish.token}"}
        request = driver.request(compiled, wish.arguments, headers)
        connection = HTTPConnection(str(place.hostname), place.port, timeout=SECONDS)
        try:
            connection.connect()
            gate.wait(SECONDS)
            answer = answered(connection, request)
        finally:
            connection.close()
        return Came(driver.name, answer, driver.outcome(compiled, answer))

    with ThreadPoolExecutor(len(said)) as threads:
        return list(threads.map(lambda one: send(*one), said))


def answered(connection: HTTPConnection, request: Request) -> Answer:
    """Send a request and read all of its answer."""
    headers = {"Content-Type": request.content_type, **request.headers}
    connection.request(request.method, request.target, request.body, headers)
    response = connection.getresponse()
    named = {name.title(): value for name, value in response.getheaders()}
    return Answer(response.status, named, response.read())
