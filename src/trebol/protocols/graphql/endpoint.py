"""The GraphQL endpoint: one request, from its document to the answer."""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from functools import partial
from typing import Any, TypeVar

import msgspec
from django.http import HttpRequest, HttpResponse

from trebol.contract.compile import Compilation, Compiled
from trebol.contract.errors import Internal, InvalidArgument, ServiceError
from trebol.contract.fault import Fault
from trebol.contract.words import said
from trebol.protocols.graphql import graphiql
from trebol.protocols.graphql.cache import Documents
from trebol.protocols.graphql.document import prepared
from trebol.protocols.graphql.errors import Shown, shown
from trebol.protocols.graphql.literals import Variables
from trebol.protocols.graphql.negotiate import HTML, JSON, media_type_of
from trebol.protocols.graphql.outcomes import detail_builder, written
from trebol.protocols.graphql.plan import Plan, RootField
from trebol.protocols.graphql.planner import Planner
from trebol.protocols.graphql.request import Parameters, parameters_of
from trebol.protocols.graphql.response import answered, refusal
from trebol.protocols.graphql.schema import Published
from trebol.protocols.graphql.uploads import of_form
from trebol.runtime.authenticate import credential_of
from trebol.runtime.credential import Credential
from trebol.runtime.failure import internal
from trebol.runtime.forms import MEDIA_TYPE as FORM
from trebol.runtime.invocation import Endpoint, Handling, Invocation
from trebol.runtime.limits import Limits
from trebol.runtime.refusal import HttpRefusal
from trebol.runtime.result import Result
from trebol.runtime.room import form_room, text_room

T = TypeVar("T")
R = TypeVar("R")
METHODS = "GET, HEAD, OPTIONS, POST"
Answering = Generator[Invocation, Result, HttpResponse]
BROKEN = (ValueError, TypeError, AttributeError)
"""What writing a value raises that is not what the contract says it is."""


def endpoints(compilation: Compilation, limits: Limits) -> Sequence[Endpoint]:
    """Publish a contract at ``/graphql``, its schema at ``/schema.graphql``, and a page for people."""
    published = Published(compilation)
    if not any(published.roots.values()):
        return ()
    endpoint = GraphQLEndpoint(published, limits)
    return (
        Endpoint("graphql", endpoint.handle, "trebol-graphql"),
        Endpoint("graphql/assets/<str:name>", graphiql.serve_asset, "trebol-graphiql"),
        Endpoint("schema.graphql", partial(serve_schema, published), "trebol-schema"),
    )


class GraphQLEndpoint:
    """Answers every request at ``/graphql``."""

    def __init__(self, published: Published, limits: Limits) -> None:
        self.published, self.limits = published, limits
        operations = [compiled for root in published.roots.values() for compiled in root.values()]
        self.room, self.form_room = text_room(operations, limits), form_room(operations, limits)
        self.planner = Planner(published)
        self.documents = Documents(limits.plans)
        self.details: dict[str, Callable[[Fault], msgspec.Raw]] = {}

    def handle(self, request: HttpRequest) -> Handling:
        """Decode, plan, call, encode; an error is written as GraphQL writes it."""
        media_type = JSON
        try:
            if request.method == "OPTIONS":
                return HttpResponse(status=204, headers={"Allow": METHODS})
            check_method(request)
            media_type = media_type_of(request)
            if media_type == HTML:
                return graphiql.page(request)
            credential = credential_of(request)
            if request.content_type == FORM and request.method == "POST":
                parameters = of_form(request, self.form_room)
            else:
                parameters = parameters_of(request, self.room)
            plan = self.plan(request, parameters)
            response = yield from self.run(plan, parameters.variables or {}, credential, media_type)
        except ServiceError as error:
            response = refusal(media_type, error)
        return response if request.method == "POST" else read_only(request, response)

    def plan(self, request: HttpRequest, parameters: Parameters) -> Plan:
        """Return the plan of a request; ``RequestError`` when it does not run."""
        variables = parameters.variables or {}
        document, tree = self.documents.find(parameters.query), None
        if document is None:
            document, tree = prepared(parameters.query, self.published, self.limits)
            self.documents.keep(document)
        operation = document.operation(parameters.operation_name or None)
        if operation.kind == "command" and request.method != "POST":
            raise HttpRefusal(405, said("A mutation is sent by POST, not in an address."), {"Allow": "POST"})
        plan = document.plan(operation, variables, self.planner, tree)
        plan.check(variables, self.limits.cost)
        return plan

    def run(self, plan: Plan, variables: Variables, credential: Credential, media_type: str) -> Answering:
        """Run the root fields in their order, each by itself."""
        data: dict[str, Any] = {**plan.blank}
        errors: list[Shown] = []
        if plan.introspection is not None:
            found, wrong = plan.introspection.answer(variables, self.limits.cost // 2)
            data.update(found)
            errors += wrong
        for field in plan.fields:
            try:
                data[field.key] = yield from self.call(field, variables, credential)
            except ServiceError as error:
                errors.append(self.error(field, error, variables))
        return answered(media_type, data, errors)

    def call(
        self, field: RootField, variables: Variables, credential: Credential
    ) -> Generator[Invocation, Result, Any]:
        """Run one root field; ``ServiceError`` for what is not asked for as data."""
        decode = partial(field.arguments.accepted, variables)
        outcome = field.outcome
        try:
            result = yield Invocation(field.compiled, decode, credential, outcome.selection)
        except Fault as fault:
            told = guarded(field.compiled, outcome.of_fault, fault)
            if told is None:
                raise
            return told
        return guarded(field.compiled, outcome.of_result, result)

    def error(self, field: RootField, error: ServiceError, variables: Variables) -> Shown:
        """Write what ended a root field."""
        more: dict[str, Any] = {}
        if isinstance(error, InvalidArgument):
            more["violations"] = field.violations(error, variables)
        if isinstance(error, Fault):
            try:
                more = {
                    "fault": type(error).__name__,
                    "detail": guarded(field.compiled, self.detail_of(field, error), error),
                }
            except Internal as internal:
                error = internal
        return {**shown(error.message, error.code, field.places, **more), "path": [field.key]}

    def detail_of(self, field: RootField, fault: Fault) -> Callable[[Fault], msgspec.Raw]:
        """Return what writes the detail of a fault."""
        name, service = type(fault).__name__, field.compiled.service
        if name not in self.details:
            builder = detail_builder(service, service.faults[name])
            self.details[name] = lambda raised: written(builder(raised))
        return self.details[name]


def guarded(compiled: Compiled, write: Callable[[T], R], value: T) -> R:
    """Write a value; ``Internal`` for one that cannot be written."""
    try:
        return write(value)
    except BROKEN as error:
        raise internal(error, compiled, "gave what cannot be written") from error


def check_method(request: HttpRequest) -> None:
    """Refuse a method that GraphQL over HTTP does not have."""
    if request.method not in ("GET", "HEAD", "POST"):
        raise HttpRefusal(405, said("GraphQL is read with GET and sent with POST."), {"Allow": METHODS})


def read_only(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Answer a GET or HEAD: it is for this caller alone, and in the media type it asked for."""
    response.headers["Cache-Control"] = "no-store"
    response.headers["Vary"] = "Accept"
    return without_body(response) if request.method == "HEAD" else response


def without_body(response: HttpResponse) -> HttpResponse:
    """Answer a HEAD: the headers of the GET."""
    response.headers["Content-Length"] = str(len(response.content))
    response.content = b""
    return response


def serve_schema(published: Published, request: HttpRequest) -> Handling:
    """Serve the schema in GraphQL's language."""
    yield from ()  # a handler is a generator; this one asks for nothing
    if request.method not in ("GET", "HEAD"):
        return refusal(JSON, HttpRefusal(405, said("The schema is only read."), {"Allow": "GET, HEAD"}))
    response = HttpResponse(published.sdl, content_type="text/plain; charset=utf-8")
    return without_body(response) if request.method == "HEAD" else response
