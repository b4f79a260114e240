"""The WSGI entry: Django's, once the project's contracts are sound.

System checks do not run under an application server, so this one refuses to serve by itself.
"""

from __future__ import annotations

from django.core.handlers.wsgi import WSGIHandler
from django.core.wsgi import get_wsgi_application as django_application

from trebol.bootstrap import assembly


def get_wsgi_application() -> WSGIHandler:
    """Return the application; ``ContractError`` with every problem when there is one."""
    application = django_application()
    assembly().raise_problems()
    return application
