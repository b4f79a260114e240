"""The ASGI entry: Django's, once the project's contracts are sound.

System checks do not run under an application server, so this one refuses to serve by itself.
"""

from __future__ import annotations

from django.core.asgi import get_asgi_application as django_application
from django.core.handlers.asgi import ASGIHandler

from trebol.bootstrap import Interface, assembly


def get_asgi_application() -> ASGIHandler:
    """Return the application; ``ContractError`` with every problem when there is one."""
    Interface.asynchronous = True
    application = django_application()
    assembly().raise_problems()
    return application
