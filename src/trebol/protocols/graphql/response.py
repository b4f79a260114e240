"""The answer over HTTP (GraphQL over HTTP, section 7)."""

from __future__ import annotations

from typing import Any

import msgspec
from django.http import HttpResponse

from trebol.contract.errors import InvalidArgument, ServiceError, Unauthenticated
from trebol.protocols.graphql.errors import RequestError, Shown, of_service
from trebol.protocols.graphql.negotiate import HTML, JSON, RESPONSE
from trebol.runtime.refusal import HttpRefusal

encode = msgspec.json.Encoder().encode
CONTENT_TYPES = {JSON: f"{JSON}; charset=utf-8", RESPONSE: f"{RESPONSE}; charset=utf-8"}


def answered(media_type: str, data: dict[str, Any], errors: list[Shown]) -> HttpResponse:
    """Answer with what ran: 200, whatever became of its fields."""
    document = {"errors": errors, "data": data} if errors else {"data": data}
    return made(media_type, 200, document)


def refusal(media_type: str, error: ServiceError) -> HttpResponse:
    """Answer that nothing ran, and why."""
    response = made(media_type, status_of(media_type, error), {"errors": of_service(error)})
    if isinstance(error, HttpRefusal):
        for name, value in error.headers.items():
            response.headers[name] = value
    if isinstance(error, Unauthenticated):
        response.headers["WWW-Authenticate"] = 'Bearer realm="trebol", Basic realm="trebol"'
    return response


def status_of(media_type: str, error: ServiceError) -> int:
    """Return the status; in ``application/json`` it is 200 for a well-formed request (section 7.4.1)."""
    if isinstance(error, HttpRefusal):
        return error.status
    if isinstance(error, Unauthenticated):
        return 401
    if isinstance(error, InvalidArgument):
        return 400
    return 200 if isinstance(error, RequestError) and media_type == JSON else 400


def made(media_type: str, status: int, document: dict[str, Any]) -> HttpResponse:
    """Make a response."""
    content_type = CONTENT_TYPES[JSON if media_type == HTML else media_type]
    return HttpResponse(encode(document), status=status, content_type=content_type)
