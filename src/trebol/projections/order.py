"""The order of a queryset, made total: its terms, and the primary key at the end.

Where a term can be null, nulls come last in ascending and first in descending order, on every database.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from django.db.models import F, Model, QuerySet
from django.db.models.expressions import OrderBy
from django.db.models.sql.query import Query

from trebol.contract.errors import Misuse
from trebol.projections.nullable import nullable
from trebol.projections.paths import Lost, Reached, reach, value_field
from trebol.projections.reads import Read, is_many, read_path
from trebol.projections.stored import is_document

DEEPEST = 8
"""Relations that the order of a model may lead through, each by the order of the next."""


@dataclass(frozen=True, eq=False)
class Term:
    """One part of an order. ``nulls_last``: None where it cannot be null."""

    read: Read
    name: str
    descending: bool = False
    nulls_last: bool | None = None

    @property
    def text(self) -> str:
        """What tells this term from another, the same in every process."""
        nulls = {None: "", True: "<", False: ">"}[self.nulls_last]
        return f"{'-' if self.descending else '+'}{self.name}{nulls}"

    def ordering(self, expression: Any) -> OrderBy:
        """Return the term as a query has it."""
        first, last = self.nulls_last is False or None, self.nulls_last or None
        return OrderBy(expression, descending=self.descending, nulls_first=first, nulls_last=last)


@dataclass(frozen=True, eq=False)
class Order:
    """A total order of rows: its last ``keys`` terms are the primary key. ``text``: as of its terms."""

    terms: tuple[Term, ...]
    keys: int
    text: str


def order_of(queryset: QuerySet[Any, Any]) -> Order:
    """Return the order of a queryset, its model's own where it has none; ``Misuse`` where it is not one."""
    query = queryset.query
    items: Any = query.order_by or (tuple(query.get_meta().ordering or ()) if query.default_ordering else ())
    annotations = query.annotations
    plain = all(isinstance(item, str) and item.lstrip("-+") not in annotations for item in items)
    if plain:
        model: Any = queryset.model
        return plain_order(model, items, not query.standard_ordering)
    return total(terms_of(queryset.model, items, not query.standard_ordering, query), queryset.model)


@lru_cache(maxsize=1024)
def plain_order(model: type[Model], items: Sequence[str], backwards: bool = False) -> Order:
    """Return the order by these names."""
    return total(terms_of(model, items, backwards, Query(model)), model)


def total(terms: Iterable[Term], model: type[Model]) -> Order:
    """Append the primary key, and leave out what follows it."""
    keys = [field.attname for field in model._meta.pk_fields]
    kept: list[Term] = []
    for term in terms:
        kept.append(term)
        if [each.name for each in kept[-len(keys) :]] == keys:
            break
    else:
        kept += [Term(read_path(model, key), key) for key in keys]
    return Order(tuple(kept), len(keys), ",".join(term.text for term in kept))


def terms_of(model: type[Model], items: Iterable[Any], backwards: bool, query: Query) -> Iterable[Term]:
    """Return the terms of what ``order_by`` takes."""
    for item in items:
        if isinstance(item, str):
            yield from named_terms(model, item, backwards, query)
        else:
            yield expression_term(item, backwards, query)


def named_terms(model: type[Model], item: str, backwards: bool, query: Query) -> Iterable[Term]:
    """Return the terms of a name: several where it names a relation whose model has an order of its own."""
    name, descending = item.lstrip("-+"), item.startswith("-") != backwards
    if name in query.annotations:
        yield expression_term(OrderBy(F(name), descending=item.startswith("-")), backwards, query)
        return
    found = single(model, name)
    inner = found.field.related_model if found.field.is_relation and found.named else None
    if inner is not None and inner._meta.ordering and name.count("__") < DEEPEST:
        prefixed = [with_prefix(name, each) for each in inner._meta.ordering]
        yield from terms_of(model, prefixed, descending, query)
        return
    for path in column_paths(name, found):
        last = (not descending) if found.null else None
        yield Term(read_path(model, path), path, descending, nulls_last=last)


def single(model: type[Model], name: str) -> Reached:
    """Return where a name leads; ``Misuse`` where it does not lead to one value for each row."""
    found = reach(model, name)
    if isinstance(found, Lost):
        why = "at random" if name == "?" else f"by {name!r}: {found}"
        raise Misuse(
            f"Rows cannot be ordered {why} Name a field, a path of to-one relations or an expression."
        )
    if found.many:
        raise Misuse(
            f"Rows cannot be ordered by {name!r}, which has several values for a row: annotate Max(...)."
        )
    if is_document(value_field(found.field)):
        raise Misuse(f"Rows cannot be ordered by {name!r}, which holds a document.")
    return found


def path_term(query: Query, name: str) -> Term:
    """Return the term of ``F(name)``: the column itself, a relation's own order left aside."""
    model: Any = query.get_meta().model
    found = single(model, name)
    path, *more = column_paths(name, found)
    if more:
        raise Misuse(f"Rows cannot be ordered by F({name!r}), which is several columns: name each of them.")
    return Term(read_path(model, path), path, nulls_last=True if found.null else None)


def with_prefix(path: str, item: Any) -> str:
    """Put a relation before a name in its model's order."""
    if not isinstance(item, str):
        raise Misuse(
            f"The order by {path!r} takes its model's ordering, an expression: name a field instead."
        )
    return f"{'-' if item.startswith('-') else ''}{path}__{item.lstrip('-+')}"


def column_paths(path: str, found: Reached) -> list[str]:
    """Return a path with the columns at its end: ``circle`` is ``circle_id``, ``pk`` is ``id``."""
    field, head = found.field, path[: -len(path.rpartition("__")[2])]
    if not field.is_relation and not field.concrete:
        return [f"{head}{each.attname}" for each in found.owner._meta.pk_fields]
    if not field.concrete:
        return [f"{path}__{each.attname}" for each in field.related_model._meta.pk_fields]
    return [f"{head}{field.attname}"]


def expression_term(item: Any, backwards: bool, query: Query) -> Term:
    """Return the term of an expression, or of the name of an annotation."""
    said: Any = item if isinstance(item, OrderBy) else OrderBy(item)
    name: Any = getattr(said.expression, "name", None) if isinstance(said.expression, F) else None
    own = name is not None and name not in query.annotations
    term = path_term(query, name) if own else computed_term(said.expression, query)
    descending = said.descending != backwards
    nulls_last = (not descending) if term.nulls_last is not None else None
    if said.nulls_first or said.nulls_last:
        nulls_last = bool(said.nulls_last) != backwards
    return replace(term, descending=descending, nulls_last=nulls_last)


def computed_term(expression: Any, query: Query) -> Term:
    """Return the term of a computed value."""
    trial = query.chain()
    trial.get_initial_alias()
    known = set(trial.alias_map)
    resolved = expression.resolve_expression(trial, allow_joins=True, reuse=None, summarize=False)
    doubling = any(is_many(join) for name, join in trial.alias_map.items() if name not in known)
    if doubling or getattr(resolved, "contains_over_clause", False):
        raise Misuse(
            "Rows cannot be ordered by a value that depends on other rows: annotate Max(...) or Exists(...)."
        )
    return Term(Read(expression=expression), shape(expression), nulls_last=nullable(resolved, trial) or None)


def shape(expression: Any) -> str:
    """Return what an expression is made of, the same in every process."""
    parts = [expression]
    if hasattr(expression, "flatten"):
        parts = list(expression.flatten())
    return " ".join(f"{type(each).__name__}:{getattr(each, 'name', '')}" for each in parts)
