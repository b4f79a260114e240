"""The URLs of a project that publishes the contract of the GraphQL tests, answered by nobody's caller."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase
from django.urls import path

from tests.protocols.graphql.site import Site
from trebol.runtime.drive import drive
from trebol.runtime.invocation import Endpoint

SITE = Site()


def view(endpoint: Endpoint) -> Callable[..., HttpResponseBase]:
    def answer(request: HttpRequest, **arguments: str) -> HttpResponseBase:
        return drive(endpoint.handle(request, **arguments), SITE.runtime)

    return answer


urlpatterns = [path(endpoint.route, view(endpoint)) for endpoint in SITE.endpoints.values()]
