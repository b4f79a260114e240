"""The WSGI entry."""

from __future__ import annotations

from trebol.wsgi import get_wsgi_application

application = get_wsgi_application()
