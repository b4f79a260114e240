"""The endpoint of the page: ``/services/`` and its files."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from django.http import HttpRequest
from django.template import Context, Engine

from trebol.bootstrap import Assembly
from trebol.contract.description import Contract
from trebol.portal.assets import Asset, asset, files, served
from trebol.portal.entries import entries_of
from trebol.portal.words import SPOKEN, language_of
from trebol.runtime.invocation import Endpoint, Handling

ROUTE = "services/"
POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'"
)
"""What the page may load: our style sheet and our picture. It has no script."""
ENGINE = Engine(dirs=[str(Path(__file__).parent / "templates")], builtins=["trebol.portal.prose"])
"""Our own: a project need not have templates, and cannot replace ours by chance."""
KEPT = {"Cache-Control": "public, max-age=31536000, immutable"}


def endpoints(found: Assembly) -> Sequence[Endpoint]:
    """Publish the page of an assembly; nothing where its settings say so, or it has no sound contract."""
    if not found.portal or found.compilation.problems:
        return ()
    portal = Portal(found)
    return (
        Endpoint(ROUTE, portal.handle, "trebol-portal"),
        Endpoint(f"{ROUTE}assets/<str:name>", serve_file, "trebol-portal-file"),
    )


class Portal:
    """Answers at ``/services/``: the services that this process hosts."""

    def __init__(self, found: Assembly) -> None:
        self.contract, self.hosted = found.compilation.contract, frozenset(found.runtime.host.implementations)
        self.page = lru_cache(maxsize=16)(self.made)

    def handle(self, request: HttpRequest) -> Handling:
        """Serve the page in the browser's language."""
        yield from ()  # a handler is a generator; this one asks for nothing
        language = language_of(request)
        headers = {
            "Content-Security-Policy": POLICY,
            "Content-Language": language,
            "Cache-Control": "no-cache",
            "Vary": "Accept-Language, Cookie",
        }
        return served(request, self.page(language, request.path.removesuffix(ROUTE)), headers)

    def made(self, language: str, root: str) -> Asset:
        """Make the page. ``root``: the path below which Trébol's URLs are, with its slash."""
        words = SPOKEN[language]
        values = {
            "w": words,
            "root": root,
            "files": {name.replace(".", "_"): f"{name}?{file.tag}" for name, file in files().items()},
            "project": self.contract.project,
            "lead": words["lead"].format(project=self.contract.project),
            "has_graphql": publishes_graphql(self.contract),
            "services": entries_of(self.contract, self.hosted, words),
        }
        text = ENGINE.get_template("services.html").render(Context(values))
        return asset(text.encode(), "text/html; charset=utf-8")


def publishes_graphql(contract: Contract) -> bool:
    """Tell whether GraphQL has a schema: the newest version of some service has an operation for it."""
    return any("graphql" not in o.withheld for service in contract.newest() for o in service.operations)


def serve_file(request: HttpRequest, name: str) -> Handling:
    """Serve a file of the page; a browser keeps it, its address changes with it."""
    yield from ()  # as above
    return served(request, files().get(name), KEPT)
