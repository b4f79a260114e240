"""Bodies whose length is not told (RFC 9112 section 7.1), the same for every protocol."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest


def read_chunks(request: HttpRequest, limit: int) -> bytes | None:
    """Return a body without a Content-Length, to one byte over the limit; None where it cannot be read.

    Java's clients, for one, send long requests in chunks. Django gives a WSGI request without a length an
    empty body, though servers such as granian say that their input ends by itself.
    """
    stream: Any = request
    if "wsgi.input" in request.META and request.META.get("HTTP_TRANSFER_ENCODING"):
        if not request.META.get("wsgi.input_terminated"):
            return None
        stream = request.META["wsgi.input"]
    parts, left = [], limit + 1
    while left and (part := stream.read(left)):
        parts.append(part)
        left -= len(part)
    return b"".join(parts)
