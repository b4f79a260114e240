"""Pages that the backend renders: Django views that call operations as the person of their session."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from inspect import iscoroutinefunction
from typing import Any, TypeVar
from urllib.parse import urlencode

from django.conf import settings
from django.core import exceptions
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import resolve_url
from django.views.decorators.csrf import csrf_protect

from trebol.contract.errors import NotFound, PermissionDenied, Unauthenticated
from trebol.contract.service import Caller
from trebol.runtime.authenticate import person_of, surroundings_of
from trebol.runtime.frame import Frame, entered

V = TypeVar("V", bound=Callable[..., Any])


def session_view(view: V) -> V:
    """Let a Django view, sync or async, call operations as the person of its Django session.

    ``consume`` and ``acall`` find the caller and the language in the view's context. What the view passes
    on was typed by a person, so input that breaks the contract raises ``InvalidArgument`` with its
    violations, to be shown beside the form. Refusals that the view lets out become Django's own: ``NotFound``
    its 404, ``PermissionDenied`` its 403, ``Unauthenticated`` the way to ``LOGIN_URL`` and back.
    An unsafe request must carry Django's CSRF token, whatever the middleware.
    """
    run: Any = async_view(view) if iscoroutinefunction(view) else sync_view(view)
    protected: V = csrf_protect(run)
    return protected


def sync_view(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Enter the session's context around a sync view."""

    @wraps(view)
    def run(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            with in_session(request, person_of(getattr(request, "user", None))):
                return view(request, *args, **kwargs)
        except Unauthenticated:
            return to_log_in(request)

    return run


def async_view(view: Callable[..., Any]) -> Callable[..., Any]:
    """Enter the session's context around an async view."""

    @wraps(view)
    async def run(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        user = await request.auser() if hasattr(request, "auser") else None
        try:
            with in_session(request, person_of(user)):
                response: HttpResponse = await view(request, *args, **kwargs)
                return response
        except Unauthenticated:
            return to_log_in(request)

    return run


@contextmanager
def in_session(request: HttpRequest, caller: Caller | None) -> Iterator[None]:
    """Run a block as the caller of a request; refusals become Django's."""
    context = surroundings_of(request).context(caller)
    try:
        with entered(Frame(context, by_hand=True)):
            yield
    except NotFound as error:
        raise Http404(error.message) from error
    except PermissionDenied as error:
        raise exceptions.PermissionDenied(error.message) from error


def to_log_in(request: HttpRequest) -> HttpResponse:
    """Send somebody to ``LOGIN_URL``; ``next`` brings them back."""
    back = urlencode({"next": request.get_full_path()})
    return HttpResponseRedirect(f"{resolve_url(settings.LOGIN_URL)}?{back}")
