"""The forms of a report: text, JSON, SARIF, JUnit, HTML. Each is a function from a `Report` to a text."""

from __future__ import annotations

from collections.abc import Callable

from trebol.factors.engine import Report
from trebol.factors.reports import html, json, junit, sarif, text

FORMS: dict[str, Callable[[Report], str]] = {
    "text": text.render,
    "json": json.render,
    "sarif": sarif.render,
    "junit": junit.render,
    "html": html.render,
}
