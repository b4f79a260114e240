"""The URLs of every hosted service in every protocol.

``ROOT_URLCONF = "trebol.urls"`` where there is nothing else to serve, or ``*trebol.urls.urlpatterns`` among
the project's own patterns; ``path("", include("trebol.urls"))`` works too, a resolver slower.
"""

from __future__ import annotations

from trebol.bootstrap import Interface, assembly, urls_of

urlpatterns = urls_of(assembly(), asynchronous=Interface.asynchronous)
