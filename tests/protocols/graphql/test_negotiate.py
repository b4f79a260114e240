"""Which media type an answer is in."""

from __future__ import annotations

import pytest

from tests.protocols.graphql.site import Site
from trebol.protocols.graphql.negotiate import HTML, JSON, RESPONSE, chosen

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


@pytest.mark.parametrize(
    ("accept", "posted", "got"),
    [
        (RESPONSE, RESPONSE, RESPONSE),
        (JSON, JSON, JSON),
        ("*/*", JSON, JSON),
        ("application/*", JSON, JSON),
        (f"{RESPONSE}, {JSON}", RESPONSE, RESPONSE),
        (f"{JSON}, {RESPONSE}", RESPONSE, RESPONSE),
        (f"{RESPONSE}; charset=utf-8, {JSON}; charset=utf-8", RESPONSE, RESPONSE),
        (f"{RESPONSE};q=0.5, {JSON}", JSON, JSON),
        (f"{RESPONSE}, {JSON};q=0.9", RESPONSE, RESPONSE),
        (f"{JSON}; charset=latin-1, {RESPONSE};q=0.1", RESPONSE, RESPONSE),
        (BROWSER, JSON, HTML),
        ("text/html", None, HTML),
        (f"{JSON};q=0", None, None),
        (f"*/*, {JSON};q=0", RESPONSE, RESPONSE),
        ("image/png", None, None),
        (f"{JSON};q=much", JSON, JSON),
        (f"{RESPONSE};q=7, {JSON};q=1", RESPONSE, RESPONSE),
        ("", None, None),
    ],
)
def test_the_accept_header_decides(accept: str, posted: str | None, got: str | None) -> None:
    assert (chosen(accept, page=False), chosen(accept, page=True)) == (posted, got)


def test_without_the_header_clients_from_before_the_specification_are_answered(site: Site) -> None:
    answer = site.send("POST", "/graphql", b'{"query": "{__typename}"}')
    assert answer.response.headers["Content-Type"] == "application/json; charset=utf-8"


def test_what_is_not_taken_is_said(site: Site) -> None:
    answer = site.send("POST", "/graphql", b'{"query": "{__typename}"}', Accept="image/png")
    assert answer.status == 406
    assert RESPONSE in answer.error["message"]
