"""What feeds a field by a column: found on the model, or said to be unclear with the mend."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import FieldError
from django.db.models import Count, GeneratedField, IntegerField, Model, Subquery, Sum
from django.db.models.expressions import Col

from trebol.contract.values import INT32
from trebol.projections.declared import Column
from trebol.projections.nullable import nullable
from trebol.projections.paths import Lost, Reached, reach, value_field
from trebol.projections.ranges import declared_range
from trebol.projections.reads import joins_many, resolved_alone
from trebol.projections.sourced import Source

UNFIT, DISAGREES = "trebol.E041", "trebol.E042"


class Unclear(Exception):
    """A source that cannot be judged further: the id of the problem, the reason and the mend."""

    def __init__(self, id: str, reason: str, mend: str) -> None:
        super().__init__(reason)
        self.id, self.reason, self.mend = id, reason, mend


def source_of(model: type[Model], name: str, spec: Column, *, said: bool) -> Source:
    """Return what feeds the field ``name``; ``Unclear`` where nothing can. ``said``: it was declared."""
    if not isinstance(spec.source, str):
        return computed_source(model, spec.source)
    found = reach(model, spec.source)
    if isinstance(found, Lost):
        feed = f"Feed it: {name} = column(...), one(...) or many(...)."
        raise Unclear(DISAGREES, str(found), "Write a path of fields." if said else feed)
    return named_source(model, name, spec.source, found)


def named_source(model: type[Model], name: str, path: str, found: Reached) -> Source:
    """Return what the end of a path gives."""
    if found.many or (found.field.is_relation and not found.field.concrete):
        raise Unclear(
            UNFIT if found.many else DISAGREES,
            f"{path} leads to rows, not to one value.",
            f'Write {name} = many("{path}", ...), one("{path}", ...) or column(Count("{path}")).',
        )
    field: Any = value_field(found.field)
    if not isinstance(field, GeneratedField):
        return Source(field, found.null)
    computed = computed_source(found.owner, getattr(field, "expression", None))
    return computed._replace(field=field.output_field, null=computed.null or reach_null(model, path))


def reach_null(model: type[Model], path: str) -> bool:
    """Tell whether a relation on the way to a path's end can be missing."""
    way = path.rpartition("__")[0]
    found = reach(model, way) if way else None
    return isinstance(found, Reached) and found.null


def computed_source(model: type[Model], expression: Any) -> Source:
    """Return what an expression gives."""
    resolved, query, field = resolved_source(model, expression)
    if getattr(resolved, "contains_over_clause", False):
        raise Unclear(UNFIT, "a window depends on which other rows are read.", "Use a subquery.")
    if joins_many(query) and not getattr(resolved, "contains_aggregate", False):
        mend = "Use many(...), an aggregate, or Exists(...)."
        raise Unclear(UNFIT, "it has several values for a row.", mend)
    given = "output_field" in getattr(expression, "__dict__", {})  # by the author: Django has not asked yet
    exact = given or isinstance(resolved, Col) or is_column_subquery(resolved)
    null, counted = nullable(resolved, query), isinstance(resolved, Count)
    return Source(value_field(field), null, exact, is_wide(resolved), counted)


def is_wide(part: Any) -> bool:
    """Tell whether an expression can have more than 32 bits though Django calls it an integer."""
    if isinstance(part, Count) or not hasattr(part, "get_source_expressions"):
        return False
    if isinstance(part, Col) and isinstance(part.target, IntegerField):
        held = declared_range(Source(part.target, False))
        return bool(held.low < INT32[0] or held.high > INT32[1])
    return isinstance(part, Sum) or any(is_wide(each) for each in part.get_source_expressions())


def resolved_source(model: type[Model], expression: Any) -> tuple[Any, Any, Any]:
    """Return an expression resolved, the query it was resolved in, and the field of its values."""
    if not hasattr(expression, "resolve_expression"):
        raise Unclear(DISAGREES, f"{expression!r} is no expression.", "Write a path or a Django expression.")
    try:
        resolved, query = resolved_alone(model, expression)
        return resolved, query, resolved.output_field
    except FieldError as error:
        mend = "Write names of the model, and output_field= where types mix."
        raise Unclear(DISAGREES, str(error), mend) from None


def is_column_subquery(resolved: Any) -> bool:
    """Tell whether an expression is a subquery of one column as it stands."""
    return type(resolved) is Subquery and [type(each) for each in resolved.query.select] == [Col]
