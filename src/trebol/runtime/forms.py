"""Forms with files (multipart/form-data, RFC 7578), the same for every protocol.

Browsers send forms across sites without asking, with their cookies and their Basic credentials. So a form is
read only where the request says something that a page of another site could not make a browser say.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, UnreadablePostError
from django.http.multipartparser import MultiPartParser, MultiPartParserError
from django.utils.datastructures import MultiValueDictKeyError

from trebol.contract.errors import InvalidArgument
from trebol.contract.violations import Violation
from trebol.contract.words import said
from trebol.runtime.refusal import HttpRefusal, too_large

MEDIA_TYPE = "multipart/form-data"
PREFLIGHT = "Apollo-Require-Preflight"
BYTES = "iso-8859-1"
"""Reads any bytes as characters, and gives them back."""
NO_LENGTH = said("A form is sent with its Content-Length, not in chunks.")
COMPRESSED = said("A form is not compressed: send it without Content-Encoding.")
TOO_MANY = said("The form has too many parts, or texts that are too long.")


class Form(NamedTuple):
    """The parts of a form in their order, by name: texts, and the contents of files."""

    texts: dict[str, list[str]]
    files: dict[str, list[bytes]]


def is_deliberate(request: HttpRequest) -> bool:
    """Tell whether a program sent a form on purpose: no page of another site makes a browser say this.

    An access token, a CSRF token's header, or any header that CORS asks about first.
    """
    meta = request.META
    if meta.get("HTTP_AUTHORIZATION", "").lower().startswith("bearer "):
        return True
    return bool(meta.get(settings.CSRF_HEADER_NAME) or meta.get("HTTP_APOLLO_REQUIRE_PREFLIGHT"))


def read_form(request: HttpRequest, limit: int) -> Form:
    """Read a form. ``limit``: bytes of the body, looked at before any of it is read.

    ``HttpRefusal``, or ``InvalidArgument`` where it is not a form in UTF-8.
    """
    length = request.META.get("CONTENT_LENGTH") or ""
    if not length.isdigit():
        raise HttpRefusal(411, NO_LENGTH)
    if int(length) > limit:
        raise too_large(limit)
    if request.META.get("HTTP_CONTENT_ENCODING", "identity").strip().lower() not in ("", "identity"):
        raise HttpRefusal(415, COMPRESSED)
    was_read = hasattr(request, "_files")  # by a middleware that asked for POST: it cannot be read twice
    try:
        texts, files = (request.POST, request.FILES) if was_read else parts_of(request)
    except (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent):
        raise HttpRefusal(413, TOO_MANY) from None
    except (MultiPartParserError, UnreadablePostError, MultiValueDictKeyError):
        raise malformed() from None
    own = str if was_read else utf8
    try:
        return Form(
            {own(name): [own(text) for text in found] for name, found in texts.lists()},
            {own(name): [content_of(upload) for upload in found] for name, found in files.lists()},
        )
    except UnicodeDecodeError:
        raise malformed() from None


def parts_of(request: HttpRequest) -> tuple[Any, Any]:
    """Let Django read the parts, whatever the method; texts as they came, to be decoded strictly."""
    return MultiPartParser(request.META, request, request.upload_handlers, BYTES).parse()


def utf8(text: str) -> str:
    """Decode what was read as bytes."""
    return text.encode(BYTES).decode()


def content_of(upload: Any) -> bytes:
    """Return the content of a file, and let go of what Django kept it in."""
    with upload:
        content: bytes = upload.read()
        return content


def malformed() -> InvalidArgument:
    """The refusal of what is not a form."""
    return InvalidArgument([Violation((), "syntax", said("multipart/form-data (RFC 7578) in UTF-8"))])
