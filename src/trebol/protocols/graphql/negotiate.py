"""Media types of requests and answers (GraphQL over HTTP, sections 6.2, 7.1; RFC 9110, section 12.5.1)."""

from __future__ import annotations

from functools import lru_cache

from django.http import HttpRequest

from trebol.contract.words import said
from trebol.runtime.refusal import HttpRefusal

JSON = "application/json"
RESPONSE = "application/graphql-response+json"
HTML = "text/html"
EXPLICIT = (RESPONSE, JSON, HTML)
"""What is preferred of those that are named with one weight."""
UNSAID = (JSON, RESPONSE, HTML)
"""What is preferred where a range leaves it open: what clients from before the specification read."""


def media_type_of(request: HttpRequest) -> str:
    """Return the media type to answer in: one of the two of GraphQL, ``text/html`` for a browser's GET.

    ``HttpRefusal`` 406 when none is taken.
    """
    accept = request.META.get("HTTP_ACCEPT") or "*/*"
    found = chosen(accept, page=request.method in ("GET", "HEAD"))
    if found is None:
        taken = {"type": RESPONSE, "other": JSON}
        raise HttpRefusal(
            406, said("The answer is {type} or {other}; the Accept header takes neither.", **taken)
        )
    return found


@lru_cache(maxsize=256)
def chosen(accept: str, *, page: bool) -> str | None:
    """Choose the media type with the highest weight."""
    offered = EXPLICIT if page else EXPLICIT[:2]
    ranges = ranges_of(accept)
    ranked = []
    for media_type in offered:
        rank, quality = best_match(ranges, media_type)
        order = EXPLICIT if rank == 2 else UNSAID
        ranked.append((quality, rank, -order.index(media_type), media_type))
    best = max(ranked)
    return best[3] if best[0] > 0 else None


def ranges_of(accept: str) -> list[tuple[str, float]]:
    """Read an Accept header; a range in another charset than UTF-8 does not count."""
    found = []
    for part in accept.split(","):
        name, *parameters = (piece.strip().lower() for piece in part.split(";"))
        told = dict(parameter.partition("=")[::2] for parameter in parameters)
        if told.get("charset", "utf-8").strip('"') in ("utf-8", "utf8"):
            found.append((name, quality_of(told.get("q", "1"))))
    return found


def best_match(ranges: list[tuple[str, float]], media_type: str) -> tuple[int, float]:
    """Return the rank of the most specific range that matches, and its weight."""
    kinds = {"*/*": 0, media_type.partition("/")[0] + "/*": 1, media_type: 2}
    return max(((kinds[name], quality) for name, quality in ranges if name in kinds), default=(-1, 0.0))


def quality_of(text: str) -> float:
    """Read a weight; one that cannot be read counts as 1."""
    try:
        return min(max(float(text), 0.0), 1.0)
    except ValueError:
        return 1.0
