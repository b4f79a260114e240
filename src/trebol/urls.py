"""The URLs of every hosted service in every protocol, and of the page that tells about them.

``ROOT_URLCONF = "trebol.urls"`` where there is nothing else to serve, or ``*trebol.urls.urlpatterns`` among
the project's own patterns; ``path("", include("trebol.urls"))`` works too, a resolver slower.
"""

from __future__ import annotations

from django.urls import URLPattern

from trebol import bootstrap, portal
from trebol.bootstrap import Assembly, Interface, assembly


def urls_of(found: Assembly, *, asynchronous: bool = False) -> list[URLPattern]:
    """Return the patterns of an assembly and of its page; ``asynchronous`` for an ASGI server."""
    return bootstrap.urls_of(found, *portal.endpoints(found), asynchronous=asynchronous)


urlpatterns = urls_of(assembly(), asynchronous=Interface.asynchronous)
