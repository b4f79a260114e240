"""One query's part of a result, and the levels that hang on it: read, and put together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import QuerySet

from trebol.contract.errors import Unavailable
from trebol.contract.service import Caller
from trebol.projections.declared import Declared
from trebol.projections.order import Order
from trebol.projections.reads import Read
from trebol.projections.rows import AskEach, Row, Rows


class Scope(NamedTuple):
    """Where and for whom a result is read. ``using``: the alias of the database."""

    rows: Rows
    using: str
    caller: Caller | None


@dataclass(frozen=True, eq=False)
class Level:
    """What one query reads.

    ``assemble`` makes a value of a row and of what the children found; None: the row is the value.
    ``checks`` refuse rows that no value can be made of.
    """

    columns: tuple[Read, ...]
    assemble: Callable[..., Any] | None
    checks: tuple[Callable[[Sequence[Row]], None], ...]
    children: tuple[Child, ...]

    def values(self, rows: list[Row], scope: Scope) -> list[Any]:
        """Read the levels below, and make the value of each row."""
        for check in self.checks:
            check(rows)
        found = [child.found(rows, scope) for child in self.children]
        if self.assemble is not None:
            return [self.assemble(row, *found) for row in rows]
        size = len(self.columns)
        return rows if not rows or len(rows[0]) == size else [row[:size] for row in rows]


@dataclass(frozen=True, eq=False)
class Child:
    """A level that hangs on another: the rows whose ``link`` is the value at ``key`` of a row above.

    ``many``: a list of them; else one, which is ``due`` when the contract has no null there.
    """

    declared: Declared
    level: Level
    key: int
    link: Read
    many: bool = False
    due: bool = False
    limit: int | None = None
    order: Order | None = None
    doubled: bool = False

    def found(self, above: Sequence[Row], scope: Scope) -> Mapping[Any, Any]:
        """Return the values by the key they hang on."""
        key = self.key
        keys = dict.fromkeys([row[key] for row in above])
        keys.pop(None, None)
        rows = scope.rows.read_each(self.ask(list(keys), scope)) if keys else []
        values, link = self.level.values(rows, scope), len(self.level.columns)
        if not self.many:
            pairs = [(row[link], value) for row, value in zip(rows, values, strict=True)]
            return Present(pairs) if self.due else dict(pairs)
        groups = defaultdict(list)
        for row, value in zip(rows, values, strict=True):
            groups[row[link]].append(value)
        return groups

    def ask(self, keys: Sequence[Any], scope: Scope) -> AskEach:
        """Return the question for the rows of these keys."""
        model = self.declared.model
        manager = model._default_manager if self.many else model._base_manager
        rows: QuerySet[Any, Any] = manager.using(scope.using)
        condition = self.declared.restriction(scope.caller)
        return AskEach(
            rows, self.level.columns, condition, self.link, keys, self.limit, self.order, self.doubled
        )


class Present(dict[Any, Any]):
    """Rows that foreign keys promise: one can be missing only if it was deleted between two queries."""

    def __missing__(self, key: object) -> Any:
        raise Unavailable("What was asked for changed while it was read; ask again.")
