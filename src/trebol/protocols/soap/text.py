"""The text of an XML element: from XML Schema's spellings to the plain value the contract judges, and back.

XML Schema reads more spellings than JSON has: white space around a value collapses (part 2 section 4.3.6),
booleans are also 1 and 0, numbers may have a plus sign, leading zeros and a bare point. Each is brought to
the contract's one spelling. What is no spelling at all is left as it is, for the contract to refuse.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from typing import Any

import msgspec

from trebol.contract.description import ScalarName
from trebol.contract.values import NOT_XML, decimal_text, text_of

builtins_of = msgspec.to_builtins
WHOLE = re.compile(r"[+\-]?0*[0-9]{1,19}", re.ASCII).fullmatch
FLOAT = re.compile(r"[+\-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+\-]?[0-9]+)?", re.ASCII).fullmatch
DECIMAL = re.compile(r"([+\-]?)0*([0-9]*)(\.([0-9]*))?", re.ASCII).fullmatch
ZERO_CALENDAR = re.compile(r"^(-?P)(?:0+Y)?(?:0+M)?", re.ASCII)
BOOLEANS = {"true": True, "1": True, "false": False, "0": False}
SPACE = " \t\r\n"
WITHOUT_SPACE = str.maketrans("", "", SPACE)


def collapsed(text: str) -> str:
    """Take the white space off: what stands inside a value of these types makes it wrong anyway."""
    return text.strip(SPACE)


def read_bool(text: str) -> Any:
    """``xs:boolean``: true, false, 1, 0."""
    return BOOLEANS.get(text.strip(SPACE), text)


def read_whole(text: str) -> Any:
    """``xs:int``, ``xs:long``: a sign and leading zeros may be there."""
    text = text.strip(SPACE)
    return int(text) if WHOLE(text) else text


def read_float(text: str) -> Any:
    """``xs:double`` without INF and NaN; what no double can hold is not read."""
    text = text.strip(SPACE)
    if FLOAT(text) and math.isfinite(number := float(text)):
        return number
    return text


def read_decimal(text: str) -> str:
    """``xs:decimal``: ``+5``, ``.5``, ``5.`` and ``005`` are 5 and 0.5 in the contract's spelling."""
    text = text.strip(SPACE)
    found = DECIMAL(text)
    if found is None or not any(character.isdigit() for character in text):
        return text
    sign, whole, _, places = found.groups()
    return f"{'-' if sign == '-' else ''}{whole or '0'}{f'.{places}' if places else ''}"


def read_bytes(text: str) -> str:
    """``xs:base64Binary``: white space may break its lines anywhere."""
    return text.translate(WITHOUT_SPACE)


def read_duration(text: str) -> str:
    """``xs:duration``: no years and no months may be written as ``0Y0M``, as Java does."""
    return ZERO_CALENDAR.sub(r"\1", text.strip(SPACE))


READERS: dict[ScalarName, Callable[[str], Any]] = {
    "bool": read_bool,
    "int": read_whole,
    "int64": read_whole,
    "float": read_float,
    "decimal": read_decimal,
    "str": str,
    "bytes": read_bytes,
    "datetime": collapsed,
    "date": collapsed,
    "time": collapsed,
    "duration": read_duration,
    "uuid": collapsed,
}
"""For each scalar of the table, what reads its text; never raises."""

TRUTH = {True: "true", False: "false"}
to_escape = re.compile(f"[&<>\r{NOT_XML}]").search
not_carried = re.compile(f"[{NOT_XML}]")


def escaped(text: str) -> str:
    """Escape a text; ``ValueError`` for a character that XML 1.0 cannot carry (section 2.2)."""
    if to_escape(text) is None:
        return text
    if not_carried.search(text):
        raise ValueError("a text of the result has a character that XML 1.0 cannot carry")
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\r", "&#13;")


def shown(text: str) -> str:
    """Escape a text of ours that may quote others: what XML cannot carry becomes U+FFFD."""
    return escaped(not_carried.sub("\ufffd", text))


def attribute(text: str) -> str:
    """Escape a text for an attribute in double quotes."""
    return shown(text).replace('"', "&quot;")


def enum_text(value: Any) -> str:
    """Write an enum's member, or the text that rows have in its place."""
    return escaped(value if type(value) is str else value.value)


def float_text(value: Any) -> str:
    """Write a float; ``ValueError`` for INF and NaN."""
    if not math.isfinite(value):
        raise ValueError("a float of the result is not finite")
    return text_of(value)


def plain_digits(value: Any) -> str:
    """Write a decimal in plain digits; ``ValueError`` for INF and NaN, which a database may hold."""
    if not value.is_finite():
        raise ValueError("a decimal of the result is not finite")
    return decimal_text(value)


def datetime_text(value: Any) -> str:
    """Write a datetime; ``ValueError`` for one without a zone."""
    if value.tzinfo is None:
        raise ValueError("a datetime of the result has no zone")
    return other_text(value)


def other_text(value: Any) -> str:
    """Write any other value as the one text it has; what has a text in JSON has the same one here."""
    written = builtins_of(value)
    return written if type(written) is str else text_of(value)


WRITERS: dict[ScalarName, Callable[[Any], str]] = {
    "float": float_text,
    "decimal": plain_digits,
    "str": escaped,
    "bytes": other_text,
    "datetime": datetime_text,
    "date": other_text,
    "time": other_text,
    "duration": other_text,
    "uuid": other_text,
}
"""For each scalar that is neither a whole number nor a truth value, what writes its text."""
