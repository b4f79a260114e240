"""Drives a protocol's handler: each invocation it yields is performed and its result sent back.

The views are made here, so that a request goes from Django into one module and through it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls.resolvers import RoutePattern

from trebol.contract.errors import ServiceError
from trebol.runtime.invocation import Handling
from trebol.runtime.perform import Runtime

View = Callable[..., Any]
REST_OF_PATH = "<path:path>"


def drive(handling: Handling, runtime: Runtime) -> HttpResponse:
    """Run a handler to its response."""
    try:
        invocation = next(handling)
        while True:
            try:
                result = runtime.perform(invocation)
            except ServiceError as error:
                invocation = handling.throw(error)
            else:
                invocation = handling.send(result)
    except StopIteration as done:
        response: HttpResponse = done.value
        return response


async def adrive(handling: Handling, runtime: Runtime) -> HttpResponse:
    """Run a handler to its response on an event loop."""
    try:
        invocation = next(handling)
        while True:
            try:
                result = await runtime.aperform(invocation)
            except ServiceError as error:
                invocation = handling.throw(error)
            else:
                invocation = handling.send(result)
    except StopIteration as done:
        response: HttpResponse = done.value
        return response


def view_of(handle: Callable[..., Handling], runtime: Runtime) -> View:
    """Make the view of an endpoint for WSGI."""

    def view(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return drive(handle(request, **kwargs), runtime)

    return marked(view, runtime)


def async_view_of(handle: Callable[..., Handling], runtime: Runtime) -> View:
    """Make the view of an endpoint for ASGI."""

    async def view(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if "HTTP_AUTHORIZATION" not in request.META and hasattr(request, "auser"):
            request.user = (
                await request.auser()
            )  # a session is read from the database, which may not wait here
        return await adrive(handle(request, **kwargs), runtime)

    return marked(view, runtime)


def marked(view: View, runtime: Runtime) -> View:
    """Tell Django what the runtime does itself: CSRF where a cookie brought the caller, and transactions."""
    view.csrf_exempt = True  # type: ignore[attr-defined]
    aliases = {"default", *runtime.databases.values()}
    view._non_atomic_requests = aliases  # type: ignore[attr-defined]
    return view


class PrefixPattern(RoutePattern):
    """The route ``<prefix>/<path:path>``, matched as the prefix it is: no regular expression runs."""

    def __init__(self, route: str, *, name: str) -> None:
        super().__init__(route, name=name, is_endpoint=True)
        self.prefix = route.removesuffix(REST_OF_PATH)

    def match(self, path: str) -> tuple[str, tuple[Any, ...], dict[str, int | str]] | None:
        """Match as Django's own pattern would."""
        if path.startswith(self.prefix) and path != self.prefix:
            return "", (), {"path": path[len(self.prefix) :]}
        return None
