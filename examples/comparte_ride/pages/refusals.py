"""The pages for what cannot be shown: 400, 403, 404 and 500, in the person's language."""

from typing import Any

from django.http import HttpRequest, HttpResponse

from pages.page import framed, guarded, shown


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return guarded(shown(request, "refusals/bad_request", status=400))


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return guarded(shown(request, "refusals/forbidden", status=403))


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return guarded(shown(request, "refusals/not_found", status=404))


def forged(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Django's answer to a form whose CSRF token is missing or wrong."""
    return guarded(shown(request, "refusals/forged", status=403))


def broken(request: HttpRequest, *args: Any) -> HttpResponse:
    """Something failed: nothing is asked of the database, the session or the caller here."""
    return guarded(framed(request, "refusals/broken", {}, status=500))
