"""A project of two versions of one service, and of one that tells events; its page, read."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from django.test import Client, override_settings
from django.urls import URLPattern, URLResolver, include, path
from lxml import html

from tests.protocols.soap import contracts, older
from tests.runtime.events import project
from trebol.bootstrap import Assembly, assemble
from trebol.urls import urls_of

CONTRACTS = [contracts.Samples, older.Samples, project.Rides]
IMPLEMENTATIONS = [contracts.SamplesService, older.SamplesService, project.RidesService]


@dataclass(frozen=True, eq=False)
class Urls:
    """A URLconf that is no module."""

    urlpatterns: list[URLPattern | URLResolver]


@lru_cache(maxsize=1)
def assembled() -> Assembly:
    found = assemble(CONTRACTS, IMPLEMENTATIONS, project="tests")
    found.raise_problems()
    return found


def site(found: Assembly, prefix: str = "", *, asynchronous: bool = False) -> override_settings:
    """Serve an assembly while a `with` block runs."""
    made = urls_of(found, asynchronous=asynchronous)
    return override_settings(ROOT_URLCONF=Urls([path(prefix, include(made))]))


def page(found: Assembly, language: str = "en") -> html.HtmlElement:
    """The page, read."""
    with site(found):
        answer = Client(headers={"accept-language": language}).get("/services/")
    assert answer.status_code == 200
    return html.document_fromstring(answer.content.decode())


def part(root: html.HtmlElement, anchor: str) -> str:
    """The text of what a link to `anchor` leads to, spaces made one."""
    (found,) = root.xpath("//*[@id=$anchor]", anchor=anchor)
    return " ".join(" ".join(found.itertext()).split()).replace(" ,", ",")
