"""Constraints of the contract as facets of XML Schema (part 2 section 4.3)."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from trebol.contract.description import Constraints, Scalar, ScalarName
from trebol.contract.values import GRAMMAR
from trebol.protocols.soap.patterns import xsd_pattern

Facet = tuple[str, str]
"""A facet's name and its value."""

HOURS = "([01][0-9]|2[0-3])"
NARROWING: dict[ScalarName, str] = {
    "float": r"[+\-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+\-]?[0-9]+)?",
    "datetime": GRAMMAR["datetime"].replace("T[0-9]{2}", f"T{HOURS}"),
    "date": GRAMMAR["date"],
    "time": GRAMMAR["time"].replace("[0-9]{2}", HOURS, 1),
    "duration": GRAMMAR["duration"],
    "uuid": GRAMMAR["uuid"],
}
"""The pattern of each type that narrows a built-in one: no INF or NaN, a zone always or never, no 24:00."""


def facets_of(scalar: Scalar) -> Iterator[Facet]:
    """Return the facets of a scalar, in the order XML Schema readers expect."""
    constraints = scalar.constraints
    if scalar.name in ("int", "int64", "float", "decimal"):
        yield from bounds(constraints)
    if constraints.total_digits is not None:
        yield "totalDigits", str(constraints.total_digits)
        yield "fractionDigits", str(constraints.fraction_digits)
    if constraints.min_length is not None:
        yield "minLength", str(constraints.min_length)
    if constraints.max_length is not None:
        yield "maxLength", str(constraints.max_length)
    if constraints.pattern is not None and (pattern := xsd_pattern(constraints.pattern)) is not None:
        yield "pattern", pattern


def bounds(constraints: Constraints) -> Iterator[Facet]:
    """Return the bounds, one for each side: XML Schema takes no two.

    ``Digits(8, 2)`` leaves six digits before the point, which ``totalDigits`` alone does not say.
    """
    low = [(number(constraints.ge), True), (number(constraints.gt), False)]
    high = [(number(constraints.le), True), (number(constraints.lt), False)]
    if constraints.total_digits is not None:
        limit = Decimal(10) ** (constraints.total_digits - (constraints.fraction_digits or 0))
        low.append((-limit, False))
        high.append((limit, False))
    lows = [(value, inclusive) for value, inclusive in low if value is not None]
    highs = [(value, inclusive) for value, inclusive in high if value is not None]
    if lows:
        value, inclusive = max(lows, key=lambda bound: (bound[0], not bound[1]))
        yield ("minInclusive" if inclusive else "minExclusive"), spelled(value)
    if highs:
        value, inclusive = min(highs, key=lambda bound: (bound[0], bound[1]))
        yield ("maxInclusive" if inclusive else "maxExclusive"), spelled(value)


def number(bound: float | str | None) -> Decimal | None:
    """Read a bound."""
    return None if bound is None else Decimal(str(bound))


def spelled(value: Decimal) -> str:
    """Write a bound in plain digits."""
    return format(value.to_integral_value() if value == value.to_integral_value() else value, "f")


def unsaid(scalar: Scalar) -> Iterator[str]:
    """Return what a scalar keeps that no facet says, in words."""
    constraints = scalar.constraints
    if constraints.multiple_of is not None:
        yield f"A multiple of {constraints.multiple_of}."
    if constraints.pattern is not None and xsd_pattern(constraints.pattern) is None:
        yield f"Of the pattern {constraints.pattern} (a regular expression of Python's)."
