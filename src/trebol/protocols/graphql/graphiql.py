"""GraphiQL for a browser: a page and its assets, our own files (``static/trebol/graphiql/README.md``)."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from html import escape
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token

from trebol.contract.words import said
from trebol.protocols.graphql.negotiate import HTML, JSON
from trebol.protocols.graphql.response import refusal
from trebol.runtime.invocation import Handling
from trebol.runtime.refusal import HttpRefusal

FOLDER = Path(__file__).parent / "static" / "trebol" / "graphiql"
TYPES = {".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8"}
STYLES = ("graphiql.css", "page.css")
SCRIPTS = ("react.js", "react-dom.js", "graphiql.js", "boot.js")
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self' data:; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
"""What the page may load: this origin only. ``data:`` is how the style sheet holds its letters and icons."""
WORDS = {
    "en": ("GraphQL", "This page needs JavaScript. The schema is at", "Loading..."),
    "es": ("GraphQL", "Esta página necesita JavaScript. El esquema está en", "Cargando..."),
}


class Asset(NamedTuple):
    """A file of the page: its bytes, its media type, a tag that changes with it."""

    content: bytes
    media_type: str
    tag: str


@lru_cache(maxsize=1)
def assets() -> dict[str, Asset]:
    """Read the files that the page loads."""
    return {name: read(FOLDER / name) for name in (*STYLES, *SCRIPTS)}


def read(path: Path) -> Asset:
    """Read one file."""
    content = path.read_bytes()
    return Asset(content, TYPES[path.suffix], hashlib.sha256(content).hexdigest()[:16])


def page(request: HttpRequest) -> HttpResponse:
    """Serve the page; with it comes the cookie of Django's CSRF token, which its commands send back."""
    language = getattr(request, "LANGUAGE_CODE", "en").partition("-")[0]
    title, without_script, loading = WORDS.get(language, WORDS["en"])
    base = escape(request.path.rstrip("/"))
    schema = base.rpartition("/")[0] + "/schema.graphql"
    found = assets()
    styles = "".join(f'<link rel="stylesheet" href="{base}/assets/{n}?{found[n].tag}">\n' for n in STYLES)
    scripts = "".join(f'<script defer src="{base}/assets/{n}?{found[n].tag}"></script>\n' for n in SCRIPTS)
    token = escape(get_token(request))
    text = f"""<!doctype html>
<html lang="{language if language in WORDS else "en"}">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<link rel="icon" href="data:,">
{styles}{scripts}<div id="graphiql" data-url="{base}" data-token="{token}"
 data-cookie="{escape(settings.CSRF_COOKIE_NAME)}" data-header="{escape(csrf_header())}">{loading}</div>
<noscript>{without_script} <a href="{schema}">{schema}</a>.</noscript>
</html>
"""
    response = HttpResponse(text, content_type=f"{HTML}; charset=utf-8")
    response.headers["Content-Security-Policy"] = POLICY
    response.headers["Cache-Control"] = "no-store"
    response.headers["Vary"] = "Accept"
    return response


def csrf_header() -> str:
    """The header Django reads its CSRF token from: ``HTTP_X_CSRFTOKEN`` -> ``X-CSRFTOKEN``."""
    return str(settings.CSRF_HEADER_NAME).removeprefix("HTTP_").replace("_", "-")


def serve_asset(request: HttpRequest, name: str) -> Handling:
    """Serve a file of the page; a browser keeps it, its address changes with it."""
    yield from ()  # a handler is a generator; this one asks for nothing
    asset = assets().get(name)
    if request.method not in ("GET", "HEAD"):
        return refusal(JSON, HttpRefusal(405, said("This file is only read."), {"Allow": "GET, HEAD"}))
    if asset is None:
        return refusal(JSON, HttpRefusal(404, said("There is no such file.")))
    headers = {"ETag": f'"{asset.tag}"', "Cache-Control": "public, max-age=31536000, immutable"}
    if request.META.get("HTTP_IF_NONE_MATCH") == headers["ETag"]:
        return HttpResponse(status=304, headers=headers)
    body = asset.content if request.method == "GET" else b""
    response = HttpResponse(body, content_type=asset.media_type, headers=headers)
    response.headers["Content-Length"] = str(len(asset.content))
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
