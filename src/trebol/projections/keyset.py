"""The rows that follow a place in an order: a condition on the values that the last row had there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Field, Func, Value
from django.db.models.lookups import Exact, GreaterThan, GreaterThanOrEqual, IsNull, LessThan, LessThanOrEqual
from django.db.models.sql.where import AND, OR, WhereNode

from trebol.projections.order import Term

RAW: Any = Field()
"""A field that converts nothing."""


class Raw(Func):
    """What the database holds, as it is."""

    template = "%(expressions)s"
    output_field = RAW

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """Write it behind a ``+``, which changes nothing but that it is no column any longer: Python's
        ``sqlite3`` converts those by their declared type.
        """
        return self.as_sql(compiler, connection, template="(+%(expressions)s)", **context)


class Place:
    """One term in one query: what is read of the last row, and compared with in the next.

    What a database holds and what Django makes of it can differ: SQLite has decimals as doubles, which
    Django rounds, and the day of a moment is without a zone until Django gives it one. Compared with that, a
    row could come twice or never. So what Django would convert is read, and everything compared, as it is.
    """

    def __init__(self, term: Term, expression: Any, connection: Any) -> None:
        self.term, self.expression = term, expression
        converters = connection.ops.get_db_converters(expression), expression.get_db_converters(connection)
        self.raw = any(converters)

    @property
    def selected(self) -> Any:
        """What a query reads for the cursor."""
        return Raw(self.expression) if self.raw else self.expression

    def compared(self, value: Any) -> Any:
        """Return a value of a cursor as the other side of a comparison."""
        return Value(value, output_field=RAW)

    def equal(self, value: Any) -> Any:
        """The rows that are level with the value."""
        return (
            IsNull(self.expression, True) if value is None else Exact(self.expression, self.compared(value))
        )

    def beyond(self, value: Any, *, level: bool = False) -> Any:
        """The rows past the value, those ``level`` with it too; None where there can be none."""
        last = self.term.nulls_last
        if value is None:
            if level:
                return IsNull(self.expression, True) if last else WhereNode()
            return None if last else IsNull(self.expression, False)
        if self.term.descending:
            compare: Any = LessThanOrEqual if level else LessThan
        else:
            compare = GreaterThanOrEqual if level else GreaterThan
        condition = compare(self.expression, self.compared(value))
        if not last:
            return condition
        nothing: Any = IsNull(self.expression, True)
        return WhereNode([condition, nothing], OR)


def following(places: Sequence[Place], values: Sequence[Any]) -> WhereNode:
    """Return the condition on the rows after the one that had these values.

    ``(a, b) > (1, 2)`` is ``a >= 1 AND (a > 1 OR (a = 1 AND b > 2))``: the first part is for an index.
    """
    branches: list[Any] = []
    before: list[Any] = []
    for place, value in zip(places, values, strict=True):
        past = place.beyond(value)
        if past is not None:
            branches.append(WhereNode([*before, past], AND) if before else past)
        before.append(place.equal(value))
    if len(places) == 1:
        return WhereNode(branches, AND)
    return WhereNode([places[0].beyond(values[0], level=True), WhereNode(branches, OR)], AND)
