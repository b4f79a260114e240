"""The URLs of every hosted service in every protocol.

``ROOT_URLCONF = "trebol.urls"`` where there is nothing else to serve, or ``*trebol.urls.urlpatterns`` among
the project's own patterns; ``path("", include("trebol.urls"))`` works too, a resolver slower.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.urls.resolvers import RoutePattern

from trebol.bootstrap import Assembly, Interface, assembly
from trebol.runtime.drive import adrive, drive
from trebol.runtime.invocation import Endpoint
from trebol.runtime.perform import Runtime

View = Callable[..., Any]
REST_OF_PATH = "<path:path>"


def urls_of(found: Assembly, *, asynchronous: bool = False) -> list[URLPattern]:
    """Return the patterns of an assembly; ``asynchronous`` for an ASGI server."""
    make = async_view if asynchronous else sync_view
    return [pattern_of(endpoint, make(endpoint, found.runtime)) for endpoint in found.endpoints]


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


def pattern_of(endpoint: Endpoint, view: View) -> URLPattern:
    """Return the Django pattern of an endpoint."""
    if endpoint.route.endswith(REST_OF_PATH) and "<" not in endpoint.route.removesuffix(REST_OF_PATH):
        return URLPattern(PrefixPattern(endpoint.route, name=endpoint.name), view, name=endpoint.name)
    return path(endpoint.route, view, name=endpoint.name)


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
