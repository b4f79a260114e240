"""What every page is made with: the caller of its session, the site's clock, a frame, headers."""

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, Concatenate, ParamSpec
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.messages import get_messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods

from trebol import InvalidArgument, Unauthenticated
from trebol.service import session_view

P = ParamSpec("P")

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
"""What a page may load: nothing of another origin, and nothing written inside the page."""


def page(
    *methods: str,
) -> Callable[[Callable[Concatenate[HttpRequest, P], HttpResponse]], Callable[..., HttpResponse]]:
    """Make a view a page: it answers `methods` only, as the person of the session."""

    def decorated(view: Callable[Concatenate[HttpRequest, P], HttpResponse]) -> Callable[..., HttpResponse]:
        in_session = require_http_methods([*methods, "HEAD"])(session_view(at_site_time(view)))

        @wraps(view)
        def run(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            return guarded(in_session(request, *args, **kwargs))

        return run

    return decorated


def at_site_time(
    view: Callable[Concatenate[HttpRequest, P], HttpResponse],
) -> Callable[..., HttpResponse]:
    """Let a view read and write local times as the site's clock shows them.

    What it does not mend beside a form came with the address: nothing is at such an address.
    """

    @wraps(view)
    def run(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        try:
            with timezone.override(site_zone()):
                return view(request, *args, **kwargs)
        except InvalidArgument as error:
            raise Http404(error.message) from error

    return run


def site_zone() -> ZoneInfo:
    """The zone of the site's clock: rides leave by it."""
    return ZoneInfo(settings.SITE_TIME_ZONE)


def guarded(response: HttpResponse) -> HttpResponse:
    """Add the headers of a page that is one person's own."""
    response.headers["Content-Security-Policy"] = POLICY
    add_never_cache_headers(response)
    return response


def shown(
    request: HttpRequest, name: str, values: Mapping[str, Any] | None = None, *, status: int = 200
) -> HttpResponse:
    """Render the template `name` in the frame of the site, for its viewer."""
    own = {"viewer": viewer_of(request), "messages": get_messages(request), **(values or {})}
    return framed(request, name, own, status=status)


def framed(request: HttpRequest, name: str, values: Mapping[str, Any], *, status: int) -> HttpResponse:
    """Render a template in the frame of the site; asks neither the session nor the database for anything."""
    frame = {
        "language": get_language(),
        "languages": settings.LANGUAGES,
        "address": request.get_full_path(),
        "section": name.split("/")[0],
        "zone": settings.SITE_TIME_ZONE.rpartition("/")[2].replace("_", " "),
        "now": timezone.now(),
    }
    return render(request, f"pages/{name}.html", frame | dict(values), status=status)


def viewer_of(request: HttpRequest) -> Any:
    """The person who looks at the page; None for nobody."""
    user = getattr(request, "user", None)
    return user if user is not None and user.is_authenticated else None


def viewer_id(request: HttpRequest) -> str:
    """The viewer's account; who is nobody must log in."""
    viewer = viewer_of(request)
    if viewer is None:
        raise Unauthenticated("Log in first.")
    return str(viewer.pk)
