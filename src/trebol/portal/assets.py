"""Bytes that a browser keeps: the page and its files, each with a tag that changes with it."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from django.http import HttpRequest, HttpResponse

FOLDER = Path(__file__).parent / "static"
TYPES = {".css": "text/css; charset=utf-8", ".svg": "image/svg+xml"}


class Asset(NamedTuple):
    """Something to serve: its bytes, its media type, a tag that changes with it."""

    content: bytes
    media_type: str
    tag: str


def asset(content: bytes, media_type: str) -> Asset:
    """Make an asset; its tag is a hash of its bytes."""
    return Asset(content, media_type, hashlib.sha256(content).hexdigest()[:16])


@lru_cache(maxsize=1)
def files() -> dict[str, Asset]:
    """Read the page's files."""
    return {path.name: asset(path.read_bytes(), TYPES[path.suffix]) for path in sorted(FOLDER.iterdir())}


def served(request: HttpRequest, found: Asset | None, headers: dict[str, str]) -> HttpResponse:
    """Serve an asset: 304 where the browser has it (RFC 9110, section 13.1.2), 404 where there is none."""
    if request.method not in ("GET", "HEAD"):
        return plain(405, "This is only read.", {"Allow": "GET, HEAD"})
    if found is None:
        return plain(404, "There is no such file.", {})
    headers = {"ETag": f'"{found.tag}"', "X-Content-Type-Options": "nosniff", **headers}
    if request.META.get("HTTP_IF_NONE_MATCH") == headers["ETag"]:
        return HttpResponse(status=304, headers=headers)
    body = found.content if request.method == "GET" else b""
    response = HttpResponse(body, content_type=found.media_type, headers=headers)
    response.headers["Content-Length"] = str(len(found.content))
    return response


def plain(status: int, text: str, headers: dict[str, str]) -> HttpResponse:
    """Answer with a line of text."""
    return HttpResponse(f"{text}\n", status=status, content_type="text/plain; charset=utf-8", headers=headers)
