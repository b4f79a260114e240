"""The REST endpoint: one request, from method and path to the response."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache, partial

from django.http import HttpRequest, HttpResponse

from trebol.contract.compile import Compilation, Compiled
from trebol.contract.errors import ServiceError
from trebol.contract.selection import Selection
from trebol.contract.words import said
from trebol.protocols.rest.decode import Decoder, pairs_of
from trebol.protocols.rest.encode import Asked, Choice, Encoder
from trebol.protocols.rest.fields import selection_of
from trebol.protocols.rest.negotiate import ANY, check_accept
from trebol.protocols.rest.openapi import openapi_document
from trebol.protocols.rest.problem import problem_response
from trebol.protocols.rest.routing import Methods, Routes
from trebol.runtime.authenticate import credential_of
from trebol.runtime.failure import internal
from trebol.runtime.invocation import Endpoint, Handling, Invocation
from trebol.runtime.limits import Limits
from trebol.runtime.refusal import HttpRefusal
from trebol.runtime.result import Result

NOT_HERE = "There is nothing at this address; /openapi.json says what there is."
NO_CHOICE = ("", "")
DOCUMENT = "/openapi.json"


class Resource:
    """An operation as REST serves it."""

    def __init__(self, compiled: Compiled, limits: Limits) -> None:
        self.compiled = compiled
        self.decoder = Decoder(compiled, limits)
        self.encoder = Encoder(compiled, f"/api/v{compiled.operation.version}")


def endpoints(compilation: Compilation, limits: Limits) -> Sequence[Endpoint]:
    """Publish a contract under ``/api/v<version>/``, with its OpenAPI document."""
    published = [c for c in compilation.operations.values() if "rest" not in c.operation.withheld]
    routes = Routes(
        (f"v{c.operation.version}{c.operation.path}", c.operation.method, Resource(c, limits))
        for c in published
    )
    rest = RestEndpoint(routes)
    document = openapi_document(compilation.contract)
    return (
        Endpoint("api/<path:path>", rest.handle, "trebol-rest"),
        Endpoint("openapi.json", partial(serve_document, document), "trebol-openapi"),
    )


class RestEndpoint:
    """Answers every request under ``/api/``."""

    def __init__(self, routes: Routes[Resource]) -> None:
        self.plain, self.placed, self.match = routes.plain, routes.placed, routes.pattern.fullmatch
        self.chosen = lru_cache(maxsize=1024)(self.choose)

    def handle(self, request: HttpRequest, path: str) -> Handling:
        """Decode, call, encode; an error is a problem document."""
        method = request.method or "GET"
        try:
            methods, placed = self.address(path)
            resource = methods.get(method)
            if resource is None:
                if method == "OPTIONS":
                    return HttpResponse(status=204, headers={"Allow": allowed(methods)})
                resource = methods.get("GET") if method == "HEAD" else None
                if resource is None:
                    message = said("{method} is not for this address.", method=method)
                    raise HttpRefusal(405, message, {"Allow": allowed(methods)})
            asked, choice = self.asked(request, resource)
            result = yield self.invocation(request, resource, placed, asked)
            response = encoded(resource, request, result, asked, choice)
        except ServiceError as error:
            return problem_response(error, body=method != "HEAD")
        if method == "HEAD":
            response.headers["Content-Length"] = str(len(response.content))
            response.content = b""
        return response

    def address(self, path: str) -> tuple[Methods[Resource], tuple[str, ...]]:
        """Return what answers at an address, by method, and the values of its placeholders; 404 else."""
        methods: Methods[Resource] | None = self.plain.get(path)
        if methods is not None:
            return methods, ()
        found = self.match(path)
        if found is None:
            message = said(
                "There is nothing at this address; {document} says what there is.", document=DOCUMENT
            )
            raise HttpRefusal(404, message)
        methods, groups = self.placed[found.lastgroup or ""]
        return methods, found.groups()[groups]

    def asked(self, request: HttpRequest, resource: Resource) -> tuple[Asked, Choice]:
        """Return what a request asks for; 406 when it does not take JSON."""
        if request.META.get("HTTP_ACCEPT") not in ANY:
            check_accept(request)
        query = request.META.get("QUERY_STRING", "")
        if "fields=" in query or "include=" in query:
            choice = choice_in(query)
            return self.chosen(resource, choice), choice
        return resource.encoder.whole, NO_CHOICE

    def invocation(
        self, request: HttpRequest, resource: Resource, placed: tuple[str, ...], asked: Asked
    ) -> Invocation:
        """Say what to run, for whom, and how to decode its arguments."""
        credential = credential_of(request)
        decoder = resource.decoder
        raw = decoder.body_of(request) if decoder.has_body else b""
        query = request.META.get("QUERY_STRING", "")
        return Invocation(
            resource.compiled, lambda: decoder.arguments(placed, query, raw), credential, asked.selection
        )

    def choose(self, resource: Resource, choice: Choice) -> Asked:
        """Read what a request chooses, once for each text."""
        service, operation = resource.compiled.service, resource.compiled.operation
        selection: Selection = selection_of(service, operation.result, *choice)
        return resource.encoder.asked(selection)


def allowed(methods: Methods[Resource]) -> str:
    """Write the ``Allow`` header of an address (RFC 9110 section 10.2.1)."""
    return ", ".join(sorted({*methods, "OPTIONS", *(("HEAD",) if "GET" in methods else ())}))


def choice_in(query: str) -> Choice:
    """Return the ``fields`` and ``include`` parameters, of several the last."""
    said = dict(pairs_of(query))
    return said.get("fields", ""), said.get("include", "")


def encoded(
    resource: Resource, request: HttpRequest, result: Result, asked: Asked, choice: Choice
) -> HttpResponse:
    """Encode a result; what cannot be written is an incident."""
    try:
        return resource.encoder.response(request, result, asked, choice)
    except ValueError as error:
        raise internal(error, resource.compiled, "gave what cannot be written") from error


def serve_document(document: bytes, request: HttpRequest) -> Handling:
    """Serve the OpenAPI document."""
    yield from ()  # a handler is a generator; this one asks for nothing
    if request.method not in ("GET", "HEAD"):
        message = said("This document is only read.")
        return problem_response(HttpRefusal(405, message, {"Allow": "GET, HEAD"}))
    return HttpResponse(document, content_type="application/json")
