"""Every operation of the application, asked over the three standards: a new one is in it by itself."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any
from urllib.parse import quote

from django.core.cache import cache
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from circles.models import Circle
from rides.models import Ride
from tests.conformance.graphql import Graphql
from tests.conformance.rest import Rest
from tests.conformance.soap import SOAP11
from tests.conformance.wire import Driver, Request, sent
from tests.pictures import png
from trebol.bootstrap import assembly
from trebol.contract.compile import Compiled
from trebol.contract.description import Field, ListOf, MessageRef, PageOf, Service, Type
from trebol.contract.names import camel

STANDARDS: tuple[Driver, ...] = (Rest(), Graphql(), SOAP11)
PNG = png()
OPERATIONS = {
    id: compiled
    for id, compiled in assembly().compilation.operations.items()
    if id.partition(".")[0] in ("accounts", "circles", "rides")
}
NEVER_EQUAL = re.compile(
    rb"\d{4}-\d\d-\d\dT[\d:.]+Z?"  # a time
    rb"|eyJ[\w.-]+|[\w-]{22}\.[\w-]{43}"  # a token
    rb"|/files/[^\"<\s]+"  # the address of a file
)


@dataclass(frozen=True)
class Target:
    """What somebody asks about: a circle, a ride of it, a person."""

    circle: Circle
    ride: Ride
    account_id: str
    own_id: str = "0"


Value = Callable[[Target], Any]
VALUES: dict[str, Value] = {
    "account_id": lambda target: target.account_id,
    "after": lambda target: None,
    "arrives_at": lambda target: target.ride.arrives_at + timedelta(minutes=1),
    "biography": lambda target: "I sing.",
    "circle_slug": lambda target: target.circle.slug,
    "code": lambda target: "ABCD2345WXYZ",
    "departs_after": lambda target: timezone.now().replace(microsecond=0),
    "departs_before": lambda target: target.ride.departs_at + timedelta(days=9),
    "departs_at": lambda target: target.ride.departs_at,
    "description": lambda target: "New here",
    "destination": lambda target: "Santa Fe",
    "email": lambda target: "nobody@example.test",
    "first": lambda target: 1000,
    "first_name": lambda target: "Ana",
    "ids": lambda target: [target.account_id, target.own_id],
    "key": lambda target: "of this test",
    "language": lambda target: "es",
    "last_name": lambda target: "Núñez",
    "members_limit": lambda target: 10,
    "name": lambda target: target.circle.name,
    "notes": lambda target: "",
    "order": lambda target: "newest",
    "origin": lambda target: "Copilco",
    "password": lambda target: "correct horse battery",
    "phone": lambda target: "+525500000000",
    "picture": lambda target: PNG,
    "public": lambda target: True,
    "refresh_token": lambda target: "handle.secret",
    "ride_id": lambda target: target.ride.pk,
    "seats": lambda target: 1,
    "slugs": lambda target: [target.circle.slug],
    "stars": lambda target: 5,
    "text": lambda target: "familia",
    "texts": lambda target: [{"language": "en", "subject": "s", "body": "b"}],
    "to_come": lambda target: True,
    "token": lambda target: "no token",
    "username": lambda target: "somebody",
}
"""What each parameter is given, by its name: an operation with a new one is tried once that stands here."""


def wishes(compiled: Compiled, target: Target) -> Iterator[tuple[str, dict[str, Any]]]:
    """The ways to ask: with what is required, with everything, and of oneself in place of another."""
    parameters = compiled.operation.parameters
    said = {field.name: VALUES[field.name](target) for field in parameters if field.name != "after"}
    required = {field.name: said[field.name] for field in parameters if field.required}
    yield "required", required
    if said.keys() != required.keys():
        yield "everything", said
    if "account_id" in said:
        yield "of oneself", {**said, "account_id": target.own_id}


@dataclass(frozen=True)
class Told:
    """All of an answer, and how many statements the database was sent for it.

    `masked` is without what differs from one time to the next.
    """

    status: int
    headers: Mapping[str, str]
    body: bytes
    statements: int

    @property
    def masked(self) -> tuple[int, Mapping[str, str], bytes]:
        """What can be compared."""
        headers = {name: value for name, value in self.headers.items() if name not in UNLIKE}
        return self.status, headers, NEVER_EQUAL.sub(b"<>", self.body)

    def holds(self, text: str) -> bool:
        """Whether it says this somewhere, in whatever case."""
        said = repr(dict(self.headers)) + self.body.decode()
        return text.lower() in said.lower()


UNLIKE = ("X-Request-Id", "Content-Length")


def ask(driver: Driver, compiled: Compiled, arguments: dict[str, Any], token: str) -> Told:
    """Ask, with every reference that there is; what it changes is undone."""
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    request = including(driver, compiled, driver.request(compiled, arguments, headers))
    cache.clear()
    with undone(), CaptureQueriesContext(connection) as queries:
        answer = sent(request)
    told = Told(answer.status, answer.headers, answer.body, len(queries))
    assert not told.holds("internal"), told
    return told


@contextmanager
def undone() -> Iterator[None]:
    """Roll a block back, in which a command's transaction is as durable as elsewhere."""
    block: Any = transaction.atomic()
    block._from_testcase = True
    with block:
        yield
        transaction.set_rollback(True)


def including(driver: Driver, compiled: Compiled, request: Request) -> Request:
    """The request, asking for all references; in GraphQL it does already."""
    names = list(references(compiled.service, compiled.operation.result, ()))
    if not names or driver.name == "graphql":
        return request
    if driver.name == "rest":
        more = "&" if "?" in request.target else "?"
        return replace(request, target=f"{request.target}{more}include={quote(','.join(names))}")
    items = "".join(f"<item>{'.'.join(map(camel, name.split('.')))}</item>" for name in names)
    end = f"</{compiled.operation.element}>".encode()
    return replace(request, body=request.body.replace(end, f"<include>{items}</include>".encode() + end))


def references(service: Service, type: Type | None, seen: tuple[str, ...]) -> Iterator[str]:
    """The paths of the references of a result, those inside of what is referred to as well."""
    for field in fields(service, type, seen):
        inside = [
            f"{field.name}.{name}" for name in references(service, field.type, (*seen, named(field.type)))
        ]
        if field.reference and not inside:
            yield field.name
        yield from inside


def fields(service: Service, type: Type | None, seen: tuple[str, ...]) -> tuple[Field, ...]:
    """The fields of the message that a result is of; none where that is on the way here already."""
    name = named(type)
    return service.messages[name].fields if name and name not in seen else ()


def named(type: Type | None) -> str:
    """The message that a result is, or has many of; empty for anything else."""
    while isinstance(type, ListOf | PageOf):
        type = type.item
    return type.name if isinstance(type, MessageRef) else ""
