"""Every row once: what a queryset must be, and conditions that never double its rows."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, Model, OuterRef, Q, QuerySet
from django.db.models.sql.query import Query

from trebol.contract.errors import Misuse
from trebol.projections.reads import joins_many


def accepted(queryset: Any, model: type[Model], name: str) -> QuerySet[Any, Any]:
    """Return a queryset a projection can read, each row once; ``Misuse`` says what to write instead."""
    if not isinstance(queryset, QuerySet):
        shown = type(queryset).__name__
        raise Misuse(f"{name} reads a QuerySet, not a {shown}: write {model.__name__}.objects.filter(...).")
    if queryset.model._meta.concrete_model is not model._meta.concrete_model:
        raise Misuse(f"{name} reads {model.__name__}, not {queryset.model.__name__}.")
    query = queryset.query
    if wrong := unfit(queryset, query):
        raise Misuse(f"{name} cannot read {wrong}")
    if query.group_by is None and joins_many(query):
        return once(queryset)
    return queryset


def unfit(queryset: Any, query: Query) -> str:
    """Say why a queryset cannot be narrowed and ordered further; empty when it can."""
    if query.is_sliced:
        return "a slice: leave the slice out, paging or limit= says how many rows are read."
    if query.combinator:
        return f"a {query.combinator}(): write one filter() with Q(...) | Q(...) instead."
    if query.distinct:
        return "a distinct() queryset: leave distinct() out, every row is given once anyway."
    if queryset._fields is not None:
        return "values(): leave it out, the projection says which columns are read."
    if query.extra_order_by:
        return "extra(order_by=...): write order_by() with a field or an expression."
    return ""


def once(queryset: QuerySet[Any, Any]) -> QuerySet[Any, Any]:
    """Return the same rows in the same order, each once, of a queryset that joins a to-many relation."""
    order, annotations = queryset.query.order_by, queryset.query.annotations
    if annotations and any(not isinstance(item, str) or item.lstrip("-") in annotations for item in order):
        raise Misuse("A to-many filter() beside an annotated order: filter by Exists(...) or pk__in instead.")
    keys = queryset.order_by().values("pk")
    rows: Any = queryset.model._base_manager.using(queryset.db).filter(pk__in=keys)
    rows.query.order_by, rows.query.standard_ordering = order, queryset.query.standard_ordering
    rows.query.default_ordering = queryset.query.default_ordering
    found: QuerySet[Any, Any] = rows
    return found


def restricted(queryset: QuerySet[Any, Any], condition: Q | None) -> Query:
    """Return a query of the rows that meet a condition, none of them doubled by its joins."""
    query = queryset.query.chain()
    if condition is None:
        return query
    query.add_q(condition)
    if len(query.alias_map) > 1 and joins_many(query, queryset.query.alias_map):
        query = queryset.query.chain()
        query.add_q(Q(own_row_meets(queryset, condition)))
    return query


def own_row_meets(queryset: QuerySet[Any, Any], condition: Q) -> Exists:
    """Return the condition as one that a row meets or not, however many related rows meet it."""
    rows = queryset.model._base_manager.using(queryset.db).order_by()
    return Exists(rows.filter(condition).filter(pk=OuterRef("pk")))


def narrowed(queryset: QuerySet[Any, Any], condition: Q | None) -> QuerySet[Any, Any]:
    """Return a queryset of the rows that meet a condition, none of them doubled by its joins."""
    if condition is None:
        return queryset
    found = queryset.filter(condition)
    if joins_many(found.query, queryset.query.alias_map):
        return queryset.filter(own_row_meets(queryset, condition))
    return found
