"""The URLs of every hosted service in every protocol.

``ROOT_URLCONF = "trebol.urls"`` where there is nothing else to serve, or ``*trebol.urls.urlpatterns`` among
the project's own patterns; ``path("", include("trebol.urls"))`` works too, a resolver slower.
"""

from __future__ import annotations

from typing import Any

from django.urls import URLPattern, path
from django.urls.resolvers import RoutePattern

from trebol.bootstrap import Assembly, Interface, assembly
from trebol.runtime.drive import View, async_view_of, view_of
from trebol.runtime.invocation import Endpoint

REST_OF_PATH = "<path:path>"


def urls_of(found: Assembly, *, asynchronous: bool = False) -> list[URLPattern]:
    """Return the patterns of an assembly; ``asynchronous`` for an ASGI server."""
    make = async_view_of if asynchronous else view_of
    return [pattern_of(endpoint, make(endpoint.handle, found.runtime)) for endpoint in found.endpoints]


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


urlpatterns = urls_of(assembly(), asynchronous=Interface.asynchronous)
