"""The docstrings of a contract as HTML: paragraphs, and what stands between backticks as code."""

from __future__ import annotations

import re

from django.template import Library
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

register = Library()
PARAGRAPHS = re.compile(r"\n[ \t]*\n")
CODE = re.compile(r"(`+)(.+?)\1")


@register.filter
def prose(doc: str) -> SafeString:
    """Write a docstring as paragraphs."""
    return format_html_join("\n", "<p>{}</p>", ((coded(part),) for part in PARAGRAPHS.split(doc) if part))


@register.filter
def coded(text: str) -> SafeString:
    """Write one paragraph: everything escaped, code marked."""
    written, end = SafeString(""), 0
    for found in CODE.finditer(text):
        written += format_html("{}<code>{}</code>", text[end : found.start()], found[2])
        end = found.end()
    return written + format_html("{}", text[end:])
