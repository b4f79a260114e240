"""The URLs of every hosted service in every protocol: ``path("", include("trebol.urls"))``."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path

from trebol.bootstrap import Assembly, Interface, assembly
from trebol.runtime.drive import adrive, drive
from trebol.runtime.invocation import Endpoint
from trebol.runtime.perform import Runtime

View = Callable[..., Any]


def urls_of(found: Assembly, *, asynchronous: bool = False) -> list[URLPattern]:
    """Return the patterns of an assembly; ``asynchronous`` for an ASGI server."""
    make = async_view if asynchronous else sync_view
    return [
        path(endpoint.route, make(endpoint, found.runtime), name=endpoint.name)
        for endpoint in found.endpoints
    ]


def sync_view(endpoint: Endpoint, runtime: Runtime) -> View:
    """Make the view of an endpoint for WSGI."""

    def view(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return drive(endpoint.handle(request, **kwargs), runtime)

    return marked(view, runtime)


def async_view(endpoint: Endpoint, runtime: Runtime) -> View:
    """Make the view of an endpoint for ASGI."""

    async def view(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return await adrive(endpoint.handle(request, **kwargs), runtime)

    return marked(view, runtime)


def marked(view: View, runtime: Runtime) -> View:
    """Tell Django what the runtime does itself: CSRF where a cookie brought the caller, and transactions."""
    view.csrf_exempt = True  # type: ignore[attr-defined]
    aliases = {"default", *runtime.databases.values()}
    view._non_atomic_requests = aliases  # type: ignore[attr-defined]
    return view


urlpatterns = urls_of(assembly(), asynchronous=Interface.asynchronous)
