"""The page for a browser and its files."""

from __future__ import annotations

import re

import pytest
from django.conf import LazySettings

from tests.protocols.graphql.site import Answer, Site
from trebol.protocols.graphql import graphiql

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


def asset(site: Site, method: str, name: str, **headers: str) -> Answer:
    return site.send(
        method, f"/graphql/assets/{name}", b"", "trebol-graphiql", arguments={"name": name}, **headers
    )


def test_a_browser_gets_a_page_that_loads_our_files_alone(site: Site) -> None:
    answer = site.send("GET", "/graphql", Accept=BROWSER)
    text = answer.response.content.decode()
    assert answer.status == 200
    assert answer.response.headers["Content-Type"] == "text/html; charset=utf-8"
    loaded = re.findall(r'(?:src|href)="(/graphql/assets/([^?"]+)\?[^"]*)"', text)
    assert [name for _, name in loaded] == [*graphiql.STYLES, *graphiql.SCRIPTS]
    assert not re.search(r'(?:src|href)="(?!/|data:,")', text)
    assert "<script>" not in text
    assert "style=" not in text
    for _, name in loaded:
        assert asset(site, "GET", name).status == 200


def test_the_policy_lets_nothing_else_in(site: Site) -> None:
    policy = site.send("GET", "/graphql", Accept=BROWSER).response.headers["Content-Security-Policy"]
    sources = {word for part in policy.split(";") for word in part.split()[1:]}
    assert sources == {"'none'", "'self'", "data:"}


def test_the_page_brings_the_csrf_token(site: Site, settings: LazySettings) -> None:
    settings.CSRF_COOKIE_NAME = 'a"b'
    text = site.send("GET", "/graphql", Accept=BROWSER).response.content.decode()
    assert re.search(r'data-token="\w{64}"', text)
    assert 'data-cookie="a&quot;b"' in text
    assert 'data-header="X-CSRFTOKEN"' in text


@pytest.mark.parametrize(
    ("language", "said"), [("es-mx", "Esta página"), ("en", "This page"), ("fr", "This page")]
)
def test_the_page_speaks_english_and_spanish(site: Site, language: str, said: str) -> None:
    request = site.request("GET", "/graphql", Accept=BROWSER)
    request.LANGUAGE_CODE = language
    assert said in graphiql.page(request).content.decode()


def test_a_file_is_kept_by_the_browser(site: Site) -> None:
    answer = asset(site, "GET", "boot.js")
    tag = answer.response.headers["ETag"]
    assert "immutable" in answer.response.headers["Cache-Control"]
    assert answer.response.headers["Content-Type"] == "text/javascript; charset=utf-8"
    assert asset(site, "GET", "boot.js", **{"If-None-Match": tag}).status == 304
    head = asset(site, "HEAD", "boot.js").response
    assert (head.content, head.headers["Content-Length"]) == (b"", str(len(answer.response.content)))


@pytest.mark.parametrize("name", ["README.md", "..", "endpoint.py", "boot.js.map"])
def test_other_files_are_not_served(site: Site, name: str) -> None:
    assert asset(site, "GET", name).status == 404


def test_a_file_is_only_read(site: Site) -> None:
    answer = asset(site, "POST", "boot.js")
    assert (answer.status, answer.response.headers["Allow"]) == (405, "GET, HEAD")


def test_every_file_that_others_wrote_has_its_licence() -> None:
    licences = (graphiql.FOLDER / "LICENSES.txt").read_text(encoding="utf-8")
    for package in ("graphiql", "react-dom", "codemirror", "graphql", "@radix-ui/react-dialog"):
        assert package in licences


def test_the_page_asks_no_other_origin() -> None:
    for name in ("boot.js", "page.css"):
        assert b"http" not in (graphiql.FOLDER / name).read_bytes().replace(b"XMLHttpRequest", b"")
