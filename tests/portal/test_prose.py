"""Docstrings as HTML."""

from __future__ import annotations

import pytest

from trebol.portal.prose import coded, prose


@pytest.mark.parametrize(
    ("doc", "written"),
    [
        ("", ""),
        ("One.", "<p>One.</p>"),
        ("One\nline.\n\nTwo.", "<p>One\nline.</p>\n<p>Two.</p>"),
        ("Send `a` or ``b``.", "<p>Send <code>a</code> or <code>b</code>.</p>"),
        ("<script>`<b>`&", "<p>&lt;script&gt;<code>&lt;b&gt;</code>&amp;</p>"),
        ("A `lone one.", "<p>A `lone one.</p>"),
    ],
)
def test_a_docstring_becomes_paragraphs(doc: str, written: str) -> None:
    assert prose(doc) == written


def test_one_paragraph_has_no_element_of_its_own() -> None:
    assert coded("a `b`") == "a <code>b</code>"
