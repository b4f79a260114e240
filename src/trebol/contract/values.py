"""The closed table of types: for each, its Python type, the text we read, the text we write.

===========  ==================  =======================================  ================================
name         Python              range and grammar read                   written
===========  ==================  =======================================  ================================
bool         bool                true, false                              the same
int          int                 32 bit                                   digits
int64        Int64 (int)         64 bit; a JSON number or its text        number (REST), text (GraphQL)
float        float               finite, IEEE 754 double                  shortest that reads back the same
decimal      Decimal             38 digits, no exponent; text or number   plain digits
str          str                 what XML 1.0 section 2.2 can carry       the same
bytes        bytes               base64, RFC 4648 section 4               the same
datetime     datetime            RFC 3339 with a zone, to microseconds    the same
date         date                RFC 3339 full-date                       the same
time         time                RFC 3339 partial-time, no zone           the same
duration     timedelta           ISO 8601 in D, H, M, S; microseconds     the same, in days and seconds
uuid         UUID                RFC 9562 section 4, hyphens              lower case
===========  ==================  =======================================  ================================

Every wire gives the reader the same plain value (a text, where it has a text), so a grammar is read
by one function whatever the protocol: msgspec's own for instants and UUIDs (which also takes the space
and the lower case that RFC 3339 allows), and ours for the others: a narrowed type is a class that stands
in an annotation where the author wrote ``Decimal``, and msgspec calls its ``read``.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any, ClassVar

import msgspec

from trebol.contract.description import Constraints, ScalarName

INT32 = (-(2**31), 2**31 - 1)
INT64 = (-(2**63), 2**63 - 1)
DECIMAL_DIGITS = 38
NOT_XML = "\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff"
"""The characters XML 1.0 cannot carry (section 2.2, Char), for a character class."""

DATE = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
GRAMMAR: dict[ScalarName, str] = {
    "decimal": r"-?[0-9]{1,38}(\.[0-9]{1,38})?",
    "datetime": DATE + r"T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,9})?(Z|[+\-][0-9]{2}:[0-9]{2})",
    "date": DATE,
    "time": r"[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,9})?",
    "duration": r"-?P([0-9]{1,9}D)?(T([0-9]{1,14}H)?([0-9]{1,14}M)?([0-9]{1,14}(\.[0-9]{1,9})?S)?)?",
    "uuid": r"[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}",
    "int64": r"-?[0-9]{1,19}",
}
"""The text of a type as we write it, a regular expression that XSD, ECMA-262 and Python read alike."""

MATCH = {name: re.compile(pattern, re.ASCII).fullmatch for name, pattern in GRAMMAR.items()}
NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?([eE][+\-]?[0-9]+)?", re.ASCII).fullmatch
WHOLE = re.compile(r"[+\-]?[0-9]{1,20}", re.ASCII).fullmatch


class Digits(msgspec.Struct, frozen=True):
    """How many digits a decimal may have: ``Annotated[Decimal, Digits(8, 2)]``.

    ``total``: all digits, 1 to 38 (XSD 1.0 section 4.3.11). ``places``: those after the point (4.3.12).
    """

    total: int
    places: int


def matched(name: ScalarName, value: object) -> str:
    """Return the text when it is of the type's grammar; ``ValueError`` when not."""
    if isinstance(value, str) and MATCH[name](value):
        return value
    raise ValueError(name)


def read_decimal(value: object) -> Decimal:
    """Read plain digits; a JSON number only where a double carries all its digits."""
    if isinstance(value, Decimal):
        exponent = value.as_tuple().exponent
        if not isinstance(exponent, int) or value.adjusted() >= DECIMAL_DIGITS or exponent < -DECIMAL_DIGITS:
            raise ValueError("decimal")
        return value
    if isinstance(value, float):
        text = repr(value)
        if "e" in text or len(text) > 17:
            raise ValueError("decimal")
        return Decimal(text)
    text = str(value) if type(value) is int else matched("decimal", value)
    if len(text) - text.startswith("-") - ("." in text) > DECIMAL_DIGITS:
        raise ValueError("decimal")
    return Decimal(text)


def read_duration(value: object) -> timedelta:
    """Read ISO 8601 durations of days, hours, minutes and seconds."""
    if isinstance(value, timedelta):
        return value
    text = matched("duration", value)
    if text[-1] in "PT":
        raise ValueError("duration")
    return msgspec.convert(text, timedelta)


def read_int64(value: object) -> int:
    """Read a whole number, or the text of one (GraphQL clients keep 53 bits of a number)."""
    number = value if type(value) is int else int(matched("int64", value))
    if not INT64[0] <= number <= INT64[1]:
        raise ValueError("int64")
    return number


READERS: dict[ScalarName, tuple[type, Callable[[object], Any]]] = {
    "decimal": (Decimal, read_decimal),
    "duration": (timedelta, read_duration),
    "int64": (int, read_int64),
}


class NarrowedMeta(type):
    """Lets the author's own type be an instance of the class that reads it."""

    python: type

    def __instancecheck__(cls, value: object) -> bool:
        return isinstance(value, cls.python)


class Narrowed(metaclass=NarrowedMeta):
    """A type of the table as msgspec sees it: read by ``read``, which raises ``ValueError``."""

    python: ClassVar[type] = object

    @staticmethod
    def read(value: object) -> Any:
        """Return the Python value of a plain one."""
        raise NotImplementedError


def narrowed(python: type, read: Callable[[object], Any], constraints: Constraints) -> type[Narrowed]:
    """Make the class that reads one type of the table within its constraints."""

    def read_within(value: object) -> Any:
        found = read(value)
        if not within(found, constraints):
            raise ValueError(python.__name__)
        return found

    bounded = constraints != Constraints()
    return type(
        f"Narrowed_{python.__name__}",
        (Narrowed,),
        {"python": python, "read": staticmethod(read_within if bounded else read)},
    )


def within(value: Any, constraints: Constraints) -> bool:
    """Tell whether a decimal or 64-bit number keeps its bounds and digits."""
    kind = type(value)
    for bound, holds in (
        (constraints.ge, kind.__ge__),
        (constraints.gt, kind.__gt__),
        (constraints.le, kind.__le__),
        (constraints.lt, kind.__lt__),
    ):
        if bound is not None and not holds(value, kind(bound)):
            return False
    if constraints.total_digits is not None and constraints.fraction_digits is not None:
        return has_digits(value, constraints.total_digits, constraints.fraction_digits)
    return True


def has_digits(value: Decimal, total: int, places: int) -> bool:
    """Tell whether a decimal has at most these digits, zeros at its end not counted."""
    shortened = value.normalize()
    exponent = shortened.as_tuple().exponent
    fraction = max(0, -exponent) if isinstance(exponent, int) else places + 1
    return fraction <= places and max(shortened.adjusted() + 1, 0) + places <= total


DOLLAR = re.compile(r"(\\.|\[\^?\]?(?:\\.|[^\]\\])*\])|\$", re.DOTALL)


def ending(pattern: str) -> str:
    """Return a pattern whose ``$`` is the end of the text: Python's also stands before a last line break.

    ECMA-262, which reads the pattern in the OpenAPI document, knows the end only.
    """
    return DOLLAR.sub(lambda found: found[1] or r"\Z", pattern)


def hook(wanted: type, value: Any) -> Any:
    """Read a narrowed type: msgspec's ``dec_hook``."""
    return wanted.read(value)  # type: ignore[attr-defined]


def plain_of_text(name: ScalarName, text: str) -> Any:
    """Turn the text of a query string or an XML element into the plain value JSON would have.

    What does not fit is returned as it is, for the contract to refuse.
    """
    if name in ("int", "int64") and WHOLE(text):
        return int(text)
    if name == "float" and NUMBER(text):
        return float(text)
    if name == "bool":
        return {"true": True, "false": False}.get(text, text)
    return text


def decimal_text(value: Decimal) -> str:
    """Write a decimal in plain digits."""
    return format(value, "f")


def text_of(value: Any) -> str:
    """Write a value of the table as the one text it has in XML, query strings and cursors."""
    if value is True or value is False:
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return decimal_text(value)
    if isinstance(value, float):
        return msgspec.json.encode(value).decode()
    return str(msgspec.to_builtins(value))
