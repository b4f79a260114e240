"""The WSGI entry: Django's, once the project's contracts are sound.

System checks do not run under an application server, so this one refuses to serve by itself.
"""

from __future__ import annotations

from importlib import import_module

from django.core.handlers.wsgi import WSGIHandler
from django.core.wsgi import get_wsgi_application as django_application


def get_wsgi_application() -> WSGIHandler:
    """Return the application; ``ContractError`` with every problem when there is one."""
    application = django_application()
    found = import_module("trebol.bootstrap")  # imports models, so only once Django is set up
    found.assembly().raise_problems()
    return application
