"""The ranges of numbers: what a column can hold, what a field takes, whether the one is within the other."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, NamedTuple

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.backends.base.operations import BaseDatabaseOperations

from trebol.contract import description as d
from trebol.contract.values import INT32, INT64
from trebol.projections.sourced import Source

DECLARED = BaseDatabaseOperations.integer_field_ranges
"""By declaration, the same for every database: SQLite by itself lets every integer have 64 bits."""
WIDTHS = {"int": INT32, "int64": INT64}


class Range(NamedTuple):
    """From ``low`` to ``high`` (None: without end), an end itself left out where it is open."""

    low: Any = None
    high: Any = None
    low_open: bool = False
    high_open: bool = False

    def __str__(self) -> str:
        low = "any" if self.low is None else f"more than {self.low}" if self.low_open else str(self.low)
        high = "any" if self.high is None else f"less than {self.high}" if self.high_open else str(self.high)
        return f"{low} to {high}"

    def above(self, low: Any, *, open: bool = False) -> Range:
        """Return the part from ``low`` on."""
        if low is None or (self.low is not None and self.low >= low and not (open and self.low == low)):
            return self
        return self._replace(low=low, low_open=open)

    def below(self, high: Any, *, open: bool = False) -> Range:
        """Return the part up to ``high``."""
        if high is None or (self.high is not None and self.high <= high and not (open and self.high == high)):
            return self
        return self._replace(high=high, high_open=open)

    def within(self, outer: Range) -> bool:
        """Tell whether all of it is in another."""
        return self.starts_in(outer) and self.ends_in(outer)

    def starts_in(self, outer: Range) -> bool:
        """Tell whether its low end is in another."""
        if outer.low is None:
            return True
        if self.low is None or self.low < outer.low:
            return False
        return bool(self.low > outer.low) or self.low_open or not outer.low_open

    def ends_in(self, outer: Range) -> bool:
        """Tell whether its high end is in another."""
        if outer.high is None:
            return True
        if self.high is None or self.high > outer.high:
            return False
        return bool(self.high < outer.high) or self.high_open or not outer.high_open


def range_of_field(type: d.Scalar) -> Range:
    """Return what a field takes, its width counted."""
    said = type.constraints
    found = Range(*WIDTHS.get(type.name, (None, None)))
    found = found.above(number(said.ge)).above(number(said.gt), open=True)
    return found.below(number(said.le)).below(number(said.lt), open=True)


def range_of_column(source: Source) -> Range:
    """Return what a column can hold: by its declaration, and its validators."""
    found = declared_range(source)
    for low in source.validators(MinValueValidator):
        found = found.above(settled(low))
    for high in source.validators(MaxValueValidator):
        found = found.below(settled(high))
    return found


def declared_range(source: Source) -> Range:
    """Return the range of a column's declaration alone."""
    field = source.field
    if isinstance(field, models.IntegerField):
        low, high = DECLARED.get(field.get_internal_type(), INT64)
        if not source.exact:
            wide = source.widened or low < INT32[0] or high > INT32[1]
            low, high = INT64 if wide else INT32
        return Range(low, high).above(0 if source.counted else None)
    if isinstance(field, models.DecimalField) and source.exact and field.max_digits is not None:
        end = Decimal(10) ** (field.max_digits - (field.decimal_places or 0))
        return Range(-end, end, True, True)
    return Range()


def number(bound: Any) -> Any:
    """Return a bound as a number: those of decimals are texts."""
    return Decimal(bound) if isinstance(bound, str) else bound


def settled(validator: Any) -> Any:
    """Return the limit of a validator, which may be a function."""
    limit = validator.limit_value
    return limit() if callable(limit) else limit
