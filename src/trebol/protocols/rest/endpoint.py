"""The REST endpoint: one request, from method and path to the response."""

from __future__ import annotations

import logging
import uuid
from collections.abc import Sequence
from functools import lru_cache, partial

from django.http import HttpRequest, HttpResponse

from trebol.contract.compile import Compilation, Compiled
from trebol.contract.errors import Internal, ServiceError
from trebol.contract.selection import Selection
from trebol.protocols.rest.decode import Decoder, pairs_of
from trebol.protocols.rest.encode import Asked, Encoder
from trebol.protocols.rest.fields import selection_of
from trebol.protocols.rest.multipart import Form
from trebol.protocols.rest.negotiate import ANY, check_accept
from trebol.protocols.rest.openapi import openapi_document
from trebol.protocols.rest.problem import HttpRefusal, problem_response
from trebol.protocols.rest.routing import Methods, Routes
from trebol.runtime.authenticate import credential_of
from trebol.runtime.invocation import Endpoint, Handling, Invocation
from trebol.runtime.limits import Limits

NOT_HERE = "There is nothing at this address; /openapi.json says what there is."
NO_CHOICE = ("", "")
logger = logging.getLogger("trebol.rest")


class Resource:
    """An operation as REST serves it."""

    def __init__(self, compiled: Compiled) -> None:
        self.compiled = compiled
        self.decoder = Decoder(compiled)
        self.encoder = Encoder(compiled, f"/api/v{compiled.operation.version}")


def endpoints(compilation: Compilation, limits: Limits) -> Sequence[Endpoint]:
    """Publish a contract under ``/api/v<version>/``, with its OpenAPI document."""
    published = [c for c in compilation.operations.values() if "rest" not in c.operation.withheld]
    routes = Routes(
        (f"v{c.operation.version}{c.operation.path}", c.operation.method, Resource(c)) for c in published
    )
    rest = RestEndpoint(routes, limits)
    document = openapi_document(compilation.contract)
    return (
        Endpoint("api/<path:path>", rest.handle, "trebol-rest"),
        Endpoint("openapi.json", partial(serve_document, document), "trebol-openapi"),
    )


class RestEndpoint:
    """Answers every request under ``/api/``."""

    def __init__(self, routes: Routes[Resource], limits: Limits) -> None:
        self.plain, self.placed, self.match = routes.plain, routes.placed, routes.pattern.fullmatch
        self.limits = limits
        self.chosen = lru_cache(maxsize=1024)(self.choose)

    def handle(self, request: HttpRequest, path: str) -> Handling:
        """Decode, call, encode; an error is a problem document."""
        try:
            placed: tuple[str, ...] = ()
            methods: Methods[Resource] | None = self.plain.get(path)
            if methods is None:
                found = self.match(path)
                if found is None:
                    raise HttpRefusal(
                        404, "There is nothing at this address; /openapi.json says what there is."
                    )
                methods, groups = self.placed[found.lastgroup or ""]
                placed = found.groups()[groups]
            method = request.method or "GET"
            if method == "OPTIONS":
                return HttpResponse(status=204, headers={"Allow": allowed(methods)})
            resource = methods.get("GET" if method == "HEAD" else method)
            if resource is None:
                raise HttpRefusal(405, f"{method} is not for this address.", {"Allow": allowed(methods)})
            response = yield from self.answer(request, resource, placed)
        except ServiceError as error:
            return problem_response(error, body=request.method != "HEAD")
        if request.method == "HEAD":
            response.headers["Content-Length"] = str(len(response.content))
            response.content = b""
        return response

    def answer(self, request: HttpRequest, resource: Resource, placed: tuple[str, ...]) -> Handling:
        """Serve one operation."""
        if request.META.get("HTTP_ACCEPT") not in ANY:
            check_accept(request)
        credential = credential_of(request)
        raw: bytes | Form = b""
        if resource.decoder.has_body:
            raw = resource.decoder.body_of(request, self.limits.body)
        query = request.META.get("QUERY_STRING", "")
        choice = choice_in(query) if "fields=" in query or "include=" in query else NO_CHOICE
        asked = self.chosen(resource, choice) if choice != NO_CHOICE else resource.encoder.whole
        result = yield Invocation(
            resource.compiled,
            lambda: resource.decoder.arguments(placed, query, raw),
            credential,
            asked.selection,
        )
        try:
            return resource.encoder.response(request, result, asked, choice)
        except ValueError as error:
            raise broken(resource.compiled, error) from error

    def choose(self, resource: Resource, choice: tuple[str, str]) -> Asked:
        """Read what a request chooses, once for each text."""
        service, operation = resource.compiled.service, resource.compiled.operation
        selection: Selection = selection_of(service, operation.result, *choice)
        return resource.encoder.asked(selection)


def allowed(methods: Methods[Resource]) -> str:
    """Write the ``Allow`` header of an address (RFC 9110 section 10.2.1)."""
    return ", ".join(sorted({*methods, "OPTIONS", *(("HEAD",) if "GET" in methods else ())}))


def choice_in(query: str) -> tuple[str, str]:
    """Return the ``fields`` and ``include`` parameters, of several the last."""
    said = dict(pairs_of(query))
    return said.get("fields", ""), said.get("include", "")


def broken(compiled: Compiled, error: Exception) -> Internal:
    """A result that cannot be written: logged whole, told as its id."""
    incident = uuid.uuid4().hex
    logger.error(
        "%s gave what cannot be written (incident %s)", compiled.operation.id, incident, exc_info=error
    )
    return Internal(incident)


def serve_document(document: bytes, request: HttpRequest) -> Handling:
    """Serve the OpenAPI document."""
    yield from ()  # a handler is a generator; this one asks for nothing
    if request.method not in ("GET", "HEAD"):
        return problem_response(HttpRefusal(405, "This document is only read.", {"Allow": "GET, HEAD"}))
    return HttpResponse(document, content_type="application/json")
