"""The middleware that gives each request its id, and its line in the event stream."""

from __future__ import annotations

import logging
import re
import time
import uuid
from collections.abc import Awaitable, Callable
from inspect import iscoroutinefunction
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.utils.decorators import sync_and_async_middleware
from structlog.contextvars import bound_contextvars

from trebol.deploy.health import PATHS

HEADER = "X-Request-ID"
is_id = re.compile(r"[A-Za-z0-9._:-]{1,128}", re.ASCII).fullmatch
is_trace = re.compile(r"[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}", re.ASCII).fullmatch
logger = logging.getLogger("trebol.request")


@sync_and_async_middleware
def request_events(
    get_response: Callable[[HttpRequest], Any],
) -> Callable[[HttpRequest], HttpResponseBase | Awaitable[HttpResponseBase]]:
    """Middleware, the first of all: every line of a request carries ``request_id``, and ``trace_id`` where a
    W3C ``traceparent`` came with it; the answer carries ``X-Request-ID``.

    An id that a client or a proxy sent is kept. One line tells of each request: method, path without its
    query string, status and milliseconds; health checks tell theirs at level DEBUG.
    """

    def answer(request: HttpRequest) -> HttpResponseBase:
        facts, began = facts_of(request), time.perf_counter()
        with bound_contextvars(**facts):
            response: HttpResponseBase = get_response(request)
            tell(request, response, began)
        response.headers.setdefault(HEADER, facts["request_id"])
        return response

    async def answer_async(request: HttpRequest) -> HttpResponseBase:
        facts, began = facts_of(request), time.perf_counter()
        with bound_contextvars(**facts):
            response: HttpResponseBase = await get_response(request)
            tell(request, response, began)
        response.headers.setdefault(HEADER, facts["request_id"])
        return response

    return answer_async if iscoroutinefunction(get_response) else answer


def facts_of(request: HttpRequest) -> dict[str, str]:
    """Return the ids of a request."""
    said = request.headers.get(HEADER, "")
    trace = is_trace(request.headers.get("traceparent", ""))
    found = {"request_id": said if is_id(said) else uuid.uuid4().hex}
    return {**found, "trace_id": trace[1]} if trace else found


def tell(request: HttpRequest, response: HttpResponseBase, began: float) -> None:
    """Log that a request was answered."""
    level = logging.DEBUG if request.path_info in PATHS else logging.INFO
    facts = {
        "method": request.method,
        "path": request.path,
        "status": response.status_code,
        "ms": round((time.perf_counter() - began) * 1000, 1),
    }
    logger.log(level, "request", extra=facts)
