"""The ASGI entry."""

from __future__ import annotations

from trebol.asgi import get_asgi_application

application = get_asgi_application()
