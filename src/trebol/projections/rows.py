"""Where rows come from: a seam. Here they come of Django's queries; compiled SQL can come in its place."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar, NamedTuple, Protocol

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import Q, QuerySet, Window
from django.db.models.functions import DenseRank
from django.db.models.sql.query import Query
from django.db.models.sql.where import AND

from trebol.projections.among import Among
from trebol.projections.cursor import refused
from trebol.projections.keyset import Place, following
from trebol.projections.order import Order
from trebol.projections.reads import Read
from trebol.projections.unique import restricted

Row = tuple[Any, ...]


class Ask(NamedTuple):
    """The rows of one queryset that meet ``condition``, at most ``limit`` of them.

    With an ``order`` they come in it, ``after`` the row that had these values there, or this primary key.
    """

    queryset: QuerySet[Any, Any]
    columns: Sequence[Read]
    condition: Q | None
    limit: int
    order: Order | None = None
    after: Sequence[Any] | None = None


class AskEach(NamedTuple):
    """The rows that hang on each of ``keys`` by the column ``link``, at most ``limit`` for each key.

    No ``limit``: all. ``doubled``: one row may hang on one key several times; it is given once.
    """

    queryset: QuerySet[Any, Any]
    columns: Sequence[Read]
    condition: Q | None
    link: Read
    keys: Sequence[Any]
    limit: int | None = None
    order: Order | None = None
    doubled: bool = False


class Found(NamedTuple):
    """Rows, the columns in the order they were asked for, perhaps more behind them.

    ``places``: where in a row the values of the order are.
    """

    rows: list[Row]
    places: Sequence[int] = ()


class Rows(Protocol):
    """Reads rows. Every call is one query."""

    def read(self, ask: Ask) -> Found:
        """Return the rows of a queryset."""
        ...

    def read_each(self, ask: AskEach) -> list[Row]:
        """Return rows with the value of ``link`` right behind the columns, in order for each key."""
        ...


class QuerySetRows:
    """Rows of Django's queries, built on a copy of the queryset's own and compiled by Django each time."""

    def read(self, ask: Ask) -> Found:
        """Return the rows of a queryset."""
        query, using = restricted(ask.queryset, ask.condition), ask.queryset.db
        if query.group_by is True:
            group_by_model(query)
        alias = query.get_initial_alias()
        selected = [column.resolved(query, alias) for column in ask.columns]
        query.clear_ordering(force=True)
        query.standard_ordering = True  # the order is turned round already, if it was to be
        places: list[int] = []
        if ask.order is not None:
            terms = [Place(t, t.read.resolved(query, alias), connections[using]) for t in ask.order.terms]
            places = [position(place, ask.columns, selected) for place in terms]
            query.order_by = tuple([place.term.ordering(place.expression) for place in terms])
            if ask.after is not None:
                after = ask.after if len(ask.after) == len(terms) else located(ask, using)
                query.where.add(following(terms, after), AND)
        select(query, selected)
        query.set_limits(0, ask.limit)
        return Found(list(query.get_compiler(using).results_iter(tuple_expected=True)), places)

    def read_each(self, ask: AskEach) -> list[Row]:
        """Return the rows that hang on each key."""
        query, using = restricted(ask.queryset, ask.condition), ask.queryset.db
        alias = query.get_initial_alias()
        link = ask.link.resolved(query, alias)
        query.where.add(Among(link, ask.keys), AND)
        selected = [*(column.resolved(query, alias) for column in ask.columns), link]
        query.clear_ordering(force=True)
        if ask.limit is None or ask.order is None:
            select(query, selected)
            return list(query.get_compiler(using).results_iter(tuple_expected=True))
        order = [term.ordering(term.read.resolved(query, alias)) for term in ask.order.terms]
        select(query, [*selected, Window(DenseRank(), partition_by=link, order_by=order)])
        query.distinct = ask.doubled
        return first_of_each(query, using, ask.limit)


class Source:
    """The rows that this process reads; ``bootstrap`` may put others in their place."""

    rows: ClassVar[Rows] = QuerySetRows()


def located(ask: Ask, using: str) -> Sequence[Any]:
    """Return the order values of the row whose primary key is in ``after``."""
    query = ask.queryset.query.chain()
    alias = query.get_initial_alias()
    terms = ask.order.terms if ask.order else ()
    places = [Place(term, term.read.resolved(query, alias), connections[using]) for term in terms]
    keys = ask.after or ()
    for place, value in zip(places[-len(keys) :], keys, strict=True):
        query.where.add(place.equal(value), AND)
    if query.group_by is True:
        group_by_model(query)
    query.clear_ordering(force=True)
    select(query, [place.selected for place in places])
    for row in query.get_compiler(using).results_iter(tuple_expected=True):
        return tuple(row)
    raise refused()


def position(place: Place, columns: Sequence[Read], selected: list[Any]) -> int:
    """Return where in a row the value of a term is; it is selected too where it is not yet."""
    if not place.raw:
        for index, column in enumerate(columns):
            if column is place.term.read:
                return index
    selected.append(place.selected)
    return len(selected) - 1


def select(query: Query, columns: Sequence[Any]) -> None:
    """Select these columns and nothing else."""
    query.clear_select_clause()
    query.set_select(list(columns))


def group_by_model(query: Query) -> None:
    """Group by all columns of the model, as ``values()`` does before it replaces what is selected."""
    names = [field.attname for field in query.get_meta().concrete_fields]
    query.add_fields(names, False)
    query.set_group_by(allow_aliases=False)
    query.clear_select_fields()


def first_of_each(query: Query, using: str, limit: int) -> list[Row]:
    """Return the rows whose rank, the last column, is within the limit, by rank.

    Django filters by a rank too, with two more selects around this one and each compiled twice.
    """
    compiler = query.get_compiler(using)
    try:
        inner, params = compiler.as_sql(with_col_aliases=True)
    except EmptyResultSet:
        return []
    rank = f"col{len(query.select)}"
    sql = f"SELECT * FROM ({inner}) ranked WHERE {rank} <= {limit:d} ORDER BY {rank}"  # noqa: S608 - no values
    with connections[using].cursor() as cursor:
        cursor.execute(sql, params)
        found = cursor.fetchall()
    return list(compiler.results_iter(results=[found], tuple_expected=True))
