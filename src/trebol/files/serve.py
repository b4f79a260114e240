"""The view of stored files: what a browser is told of one, it is told by us and not by who sent it."""

from __future__ import annotations

import hashlib

from django.core.files.storage import default_storage
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from trebol.contract.media import media_type_of
from trebol.files.address import Ticket, read_ticket

ROUTE = "files/<str:ticket>/<path:name>"
NAME = "trebol-file"
YEAR = 31_536_000
UNKNOWN = "application/octet-stream"
POLICY = "sandbox; default-src 'none'"
"""Whatever a file is, it runs nothing here and loads nothing."""


@transaction.non_atomic_requests
@require_safe
def serve(request: HttpRequest, ticket: str, name: str) -> HttpResponseBase:
    """Serve a stored file at an address that was signed here; 404 for any other, as for a file that is gone.

    Its media type is told from its content. Only images are shown in place; anything else is downloaded.
    """
    found = read_ticket(ticket, name)
    content = None if found is None else content_of(name)
    if found is None or content is None:
        missing = "There is no such file, or its address is good no more: ask for it again."
        return HttpResponse(
            missing, status=404, content_type="text/plain; charset=utf-8",
            headers={"Cache-Control": "no-store"},
        )  # fmt: skip
    etag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    response = HttpResponse(content, content_type=media_type_of(content) or UNKNOWN)
    response.headers["Content-Length"] = str(len(content))
    whole = get_conditional_response(request, etag=etag, response=response)
    assert whole is not None  # a response was given
    for header, value in headers_of(found, content).items():
        whole.headers[header] = value
    whole.headers["ETag"] = etag
    return whole


def content_of(name: str) -> bytes | None:
    """Return the content of a stored file; None where it is gone."""
    try:
        with default_storage.open(name) as file:
            content: bytes = file.read()
            return content
    except FileNotFoundError:
        return None


def headers_of(found: Ticket, content: bytes) -> dict[str, str]:
    """Return what is told beside the content: how to show it, and who may keep it for how long."""
    is_image = (media_type_of(content) or "").startswith("image/")
    kept = f"private, max-age={found.seconds_left}" if found.until else f"public, max-age={YEAR}"
    return {
        "Content-Disposition": "inline" if is_image else "attachment",
        "Content-Security-Policy": POLICY,
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": f"{kept}, immutable",
    }
