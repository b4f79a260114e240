"""The URLs of every hosted service in every protocol.

``ROOT_URLCONF = "trebol.urls"`` where there is nothing else to serve, or ``*trebol.urls.urlpatterns`` among
the project's own patterns; ``path("", include("trebol.urls"))`` works too, a resolver slower.
"""

from __future__ import annotations

from django.urls import URLPattern, path

from trebol.bootstrap import Assembly, Interface, assembly
from trebol.runtime.drive import REST_OF_PATH, PrefixPattern, View, async_view_of, view_of
from trebol.runtime.invocation import Endpoint


def urls_of(found: Assembly, *, asynchronous: bool = False) -> list[URLPattern]:
    """Return the patterns of an assembly; ``asynchronous`` for an ASGI server."""
    make = async_view_of if asynchronous else view_of
    return [pattern_of(endpoint, make(endpoint.handle, found.runtime)) for endpoint in found.endpoints]


def pattern_of(endpoint: Endpoint, view: View) -> URLPattern:
    """Return the Django pattern of an endpoint."""
    if endpoint.route.endswith(REST_OF_PATH) and "<" not in endpoint.route.removesuffix(REST_OF_PATH):
        return URLPattern(PrefixPattern(endpoint.route, name=endpoint.name), view, name=endpoint.name)
    return path(endpoint.route, view, name=endpoint.name)


urlpatterns = urls_of(assembly(), asynchronous=Interface.asynchronous)
