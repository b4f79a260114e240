"""Whether an expression can be null. What cannot be shown not to be, can."""

from __future__ import annotations

from typing import Any

from django.db.models import Aggregate, Case, Exists, ExpressionWrapper, Value, functions
from django.db.models.expressions import Col, CombinedExpression, OrderBy, Ref, When
from django.db.models.functions.datetime import Extract, TruncBase
from django.db.models.lookups import IsNull, Lookup
from django.db.models.sql.constants import LOUTER
from django.db.models.sql.query import Query
from django.db.models.sql.where import WhereNode

TEXTUAL = (
    functions.Upper, functions.Lower, functions.Length, functions.Trim, functions.LTrim, functions.RTrim,
    functions.Concat, functions.ConcatPair, functions.Substr, functions.Left, functions.Right,
    functions.Replace,
)  # fmt: skip
KEEPING = (
    *TEXTUAL, ExpressionWrapper, functions.Cast, functions.Abs, functions.Round, functions.Ceil,
    functions.Floor, functions.Greatest, functions.Least, functions.Now, Extract, TruncBase, Lookup,
    WhereNode, OrderBy, Ref, When,
)  # fmt: skip
"""Null only where an argument is."""

DIVIDING = ("/", "%%", "^")
"""Null, or an error, where the divisor is zero."""


def nullable(expression: Any, query: Query) -> bool:
    """Tell whether an expression, resolved in ``query``, can be null."""
    match expression:
        case Col():
            return column_nullable(expression, query)
        case Value():
            return expression.value is None
        case Exists() | IsNull() | functions.RowNumber() | functions.Rank() | functions.DenseRank():
            return False
        case functions.Coalesce():
            return all(nullable(each, query) for each in expression.get_source_expressions())
        case Case():
            results = [case.result for case in expression.cases]
            return any(nullable(each, query) for each in (*results, expression.default))
        case Aggregate():
            return expression.empty_result_set_value is None
        case CombinedExpression() if expression.connector in DIVIDING:
            return True
        case CombinedExpression():
            return sources_nullable(expression, query)
    return not isinstance(expression, KEEPING) or sources_nullable(expression, query)


def sources_nullable(expression: Any, query: Query) -> bool:
    """Tell whether one of the arguments can be null."""
    sources = getattr(expression, "children", None) or expression.get_source_expressions()
    return any(nullable(each, query) for each in sources if each is not None)


def column_nullable(column: Col, query: Query) -> bool:
    """Tell whether a column can be null: by itself, or because its table is joined from outside."""
    alias: str | None = column.alias
    while alias is not None:
        join = query.alias_map[alias]
        if join.join_type == LOUTER:
            return True
        alias = join.parent_alias
    target: Any = column.target
    return bool(target.null and not target.primary_key)
