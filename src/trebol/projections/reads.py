"""The columns a query reads, resolved once where a model alone decides, else in each query."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db.models import Model, OuterRef, Subquery
from django.db.models.expressions import Col
from django.db.models.sql.query import Query

from trebol.projections.paths import Reached, reach

VALUE = "trebol_value"


@dataclass(frozen=True, eq=False)
class Read:
    """One column: of the model's own table (``local``), at the end of a path, or an expression."""

    path: str = ""
    local: Col | None = None
    expression: Any = None

    def resolved(self, query: Query, alias: str) -> Any:
        """Return what this query selects; ``alias`` is its base table's."""
        if self.local is not None and self.local.alias == alias:
            return self.local
        if self.expression is not None:
            return self.expression.resolve_expression(query, allow_joins=True, reuse=None, summarize=False)
        return query.resolve_ref(self.path)


@lru_cache(maxsize=4096)
def read_path(model: type[Model], path: str) -> Read:
    """Return the column at the end of a path."""
    found = reach(model, path)
    if isinstance(found, Reached) and "__" not in path and found.field.concrete and not found.many:
        table = model._meta.db_table
        if found.field.model._meta.db_table == table and found.field.column is not None:
            return Read(path, local=found.field.get_col(table))
    return Read(path)


def read_expression(model: type[Model], expression: Any) -> Read:
    """Return the column of an expression.

    An aggregate becomes a subquery of its own row: whatever else the query joins does not change its count.
    """
    resolved = resolved_alone(model, expression)[0]
    if not getattr(resolved, "contains_aggregate", False):
        return Read(expression=expression)
    own = model._base_manager.order_by().filter(pk=OuterRef("pk")).values("pk")
    return Read(expression=Subquery(own.annotate(**{VALUE: expression}).values(VALUE)))


def resolved_alone(model: type[Model], expression: Any) -> tuple[Any, Query]:
    """Resolve an expression in a query of the model alone; Django's ``FieldError`` for an unknown name."""
    query = Query(model)
    query.get_initial_alias()
    return expression.resolve_expression(query, allow_joins=True, reuse=None, summarize=False), query


def joins_many(query: Query, known: Any = ()) -> bool:
    """Tell whether a query joins a to-many relation, besides the aliases in ``known``: rows would double."""
    return any(
        alias not in known and query.alias_refcount[alias] and is_many(join)
        for alias, join in query.alias_map.items()
    )


def is_many(join: Any) -> bool:
    """Tell whether a join of a query can match several rows."""
    field = getattr(join, "join_field", None)
    return field is not None and not (field.many_to_one or field.one_to_one)
