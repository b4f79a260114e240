"""Patterns that XML Schema can say fit the very same texts; the others are left to the documentation."""

from __future__ import annotations

import re
import warnings
from functools import lru_cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from trebol.contract.values import ending
from trebol.protocols.soap.patterns import xsd_pattern

XSD = "http://www.w3.org/2001/XMLSchema"
EXPRESSIBLE = [
    "^[0-9]{4}$",
    "^a$",
    r"\Aa\Z",
    "a",
    "^a",
    "b$",
    "a|b",
    "^(a|bb)+$",
    "(?:ab)*c",
    "(?P<x>a)?b",
    "a.b",
    "^[^a-c]+$",
    r"^[a\]\-^\\]*$",
    "^[]a]+$",
    "^[a-]+$",
    r"^\$\^\.\*\+\?\(\)\[\]\{\}\|\\$",
    "^[$]a$",
    r"\d{2,}-\D",
    r"^\S(.*\S)?$",
    r"^[\s,]+\s$",
    "a{2}b{1,3}c{,2}",
    "a{b}",
    "a+?b*?c??",
    r"\n|\t",
    "é",
    "^$",
    "",
    "(a|)b",
]
INEXPRESSIBLE = [
    "^a|b", "^a|b$", "a|b$", r"\w+", r"[a\S]", r"\bword", "(?i)abc", "(?=a)b", "(?<!a)b", r"(a)\1", "a++",
    "a*+", "(?P=x)", r"\x41", "(?>a)b", "a^b", "a$b", "(^a)", "(a$)", "\x01", "(a", "[a", "a\\", "*a",
]  # fmt: skip


@lru_cache
def validator(pattern: str) -> etree.XMLSchema:
    """What fits a pattern, by libxml2."""
    schema = etree.Element(f"{{{XSD}}}schema", nsmap={"xs": XSD})
    element = etree.SubElement(schema, f"{{{XSD}}}element", {"name": "a"})
    simple = etree.SubElement(element, f"{{{XSD}}}simpleType")
    restriction = etree.SubElement(simple, f"{{{XSD}}}restriction", {"base": "xs:string"})
    etree.SubElement(restriction, f"{{{XSD}}}pattern", {"value": pattern})
    return etree.XMLSchema(schema)


def carried(text: str) -> bool:
    """Whether XML can carry a text, of characters that were there when libxml2's table of digits was made."""
    return max(text, default="") < "\u0700" and (
        text.replace("\xa0", "").isprintable() or set(text) <= set("\n\t,ab")
    )


@pytest.mark.parametrize("pattern", EXPRESSIBLE)
@settings(max_examples=25)
@given(data=st.data())
def test_it_fits_the_same_texts(pattern: str, data: st.DataObject) -> None:
    translated = xsd_pattern(pattern)
    assert translated is not None
    fitting = st.from_regex(ending(pattern)).filter(carried)
    text = data.draw(fitting | st.text("abc01-]^$.\\\n é{},\t\xa0", max_size=6))
    element = etree.Element("a")
    element.text = text
    assert validator(translated).validate(element) is (re.search(ending(pattern), text) is not None)


@pytest.mark.parametrize("pattern", INEXPRESSIBLE)
def test_what_would_not_mean_the_same_is_not_translated(pattern: str) -> None:
    assert xsd_pattern(pattern) is None


@given(pattern=st.text("ab^$.*+?{}()[]|\\dwsZA-0,", max_size=8))
def test_any_text_is_translated_or_not_but_never_breaks(pattern: str) -> None:
    translated = xsd_pattern(pattern)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FutureWarning)  # of a set that a later Python may read otherwise
        try:
            re.compile(pattern)
        except re.error:
            return
    if translated is not None:
        validator(translated)
