"""Media types of requests and responses (RFC 9110 section 8.3, 12.5.1)."""

from __future__ import annotations

from functools import lru_cache

from django.http import HttpRequest

from trebol.contract.words import said
from trebol.runtime.refusal import HttpRefusal, too_large

JSON = "application/json"
ANY = {None, "", "*/*", JSON}
"""Accept headers that need no reading."""
PLAIN = {JSON, "application/json; charset=utf-8"}
"""Content types that need no reading."""
READ = {JSON, "application/merge-patch+json"}


def check_accept(request: HttpRequest) -> None:
    """Refuse a request that does not take JSON (406)."""
    accept = request.META.get("HTTP_ACCEPT")
    if accept and not takes_json(accept):
        raise HttpRefusal(406, said("The answer is {type}; the Accept header does not take it.", type=JSON))


@lru_cache(maxsize=256)
def takes_json(accept: str) -> bool:
    """Tell whether an Accept header takes JSON: the most specific range that matches decides."""
    best = (-1, False)
    for part in accept.split(","):
        range_, *parameters = (piece.strip().lower() for piece in part.split(";"))
        rank = {"*/*": 0, "application/*": 1, JSON: 2}.get(range_)
        if rank is not None:
            best = max(best, (rank, quality(parameters) > 0))
    return best[1]


def quality(parameters: list[str]) -> float:
    """Read a range's weight; one that cannot be read counts as 1."""
    for parameter in parameters:
        if parameter.startswith("q="):
            try:
                return float(parameter[2:])
            except ValueError:
                return 1.0
    return 1.0


def check_body(request: HttpRequest, raw: bytes, limit: int) -> None:
    """Refuse a body over the limit in bytes (413), and one that is not plain JSON (415)."""
    if len(raw) > limit:
        raise too_large(limit)
    check_content(request)


def check_content(request: HttpRequest) -> None:
    """Refuse a body that is not JSON in UTF-8, or that is compressed."""
    type_, _, parameters = request.META.get("CONTENT_TYPE", "").partition(";")
    charset = parameters.partition("charset=")[2].strip(' "').lower()
    encoding = request.META.get("HTTP_CONTENT_ENCODING", "identity").strip().lower()
    if type_.strip().lower() not in READ or charset not in ("", "utf-8") or encoding not in ("", "identity"):
        message = said("The body must be {type} in UTF-8, not compressed.", type=JSON)
        raise HttpRefusal(415, message, {"Accept": ", ".join(sorted(READ))})
