"""Results that are read when it is known what is asked for: what ``page``, ``one`` and ``all`` give."""

from __future__ import annotations

from abc import abstractmethod
from typing import Any

from django.db.models import Model, QuerySet

from trebol.contract.deferred import Deferred, Facts, Links
from trebol.contract.errors import Misuse, NotFound
from trebol.contract.paging import LARGEST_PAGE, Page, Paging
from trebol.contract.selection import Selection
from trebol.projections import cursor
from trebol.projections.declared import Declared
from trebol.projections.instance import row_of
from trebol.projections.level import Level, Scope
from trebol.projections.order import order_of
from trebol.projections.plan import message_plan, plan_of
from trebol.projections.rows import Ask, Source
from trebol.projections.surely import surely_meets
from trebol.projections.unique import accepted, narrowed


class Lazy(Deferred):
    """A result of a projection, typed as what it will be. It has no attributes: give it back as it is."""

    def __init__(self, declared: Declared) -> None:
        self.declared = declared

    def rows(self, selection: Selection, facts: Facts) -> Any:
        """Read what is asked for, as tuples in the order of the selection."""
        return self.read(plan_of(self.declared, selection), facts)

    def links(self) -> Links:
        """Return where the references come from."""
        return self.declared.links

    def messages(self, facts: Facts) -> Any:
        """Read all of it, as messages."""
        return self.read(message_plan(self.declared), facts)

    @abstractmethod
    def read(self, plan: Level, facts: Facts) -> Any:
        """Read what a plan says."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        raise AttributeError(
            f"{name!r}: a result of {self.declared.name} is read after the operation has returned it. "
            "Return it as it is; to work with the rows, use the queryset."
        )


class LazyOne(Lazy):
    """The one row of a queryset."""

    def __init__(self, declared: Declared, queryset: Any) -> None:
        super().__init__(declared)
        self.queryset = accepted(queryset, declared.model, f"{declared.name}.one()")

    def read(self, plan: Level, facts: Facts) -> Any:
        """Read the row; ``NotFound`` where there is none that the caller sees, ``Misuse`` for several."""
        scope = Scope(Source.rows, self.queryset.db, facts.caller)
        ask = Ask(self.queryset, plan.columns, self.declared.restriction(facts.caller), limit=2)
        rows = scope.rows.read(ask).rows
        if not rows:
            raise not_found(self.declared)
        if len(rows) > 1:
            raise Misuse(
                f"{self.declared.name}.one() found several rows: narrow the queryset, or give a list."
            )
        return plan.values(rows, scope)[0]


class LazyInstance(Lazy):
    """The row of an instance: as it was saved, or read again where that does not tell all."""

    def __init__(self, declared: Declared, instance: Model) -> None:
        super().__init__(declared)
        if not isinstance(instance, declared.model) or instance.pk is None:
            raise Misuse(f"{declared.name}.one() takes a queryset or a saved {declared.model.__name__}.")
        self.instance = instance

    def read(self, plan: Level, facts: Facts) -> Any:
        """Take the row from the instance where the caller surely sees it; else read it by its key."""
        using = self.instance._state.db or "default"
        scope = Scope(Source.rows, using, facts.caller)
        condition = self.declared.restriction(facts.caller)
        seen = condition is None or surely_meets(self.instance, condition, using)
        row = row_of(plan, self.instance, scope) if seen else None
        if row is not None:
            return plan.values([row], scope)[0]
        own = self.declared.model._base_manager.using(using).filter(pk=self.instance.pk)
        return LazyOne(self.declared, own).read(plan, facts)


class LazyList(Lazy):
    """The first rows of a queryset, in its order."""

    def __init__(self, declared: Declared, queryset: Any, limit: int) -> None:
        super().__init__(declared)
        self.queryset = accepted(queryset, declared.model, f"{declared.name}.all()")
        self.order, self.limit = order_of(self.queryset), limit
        if limit < 1:
            raise Misuse(f"{declared.name}.all(..., limit={limit}): a list takes at least one row.")

    def read(self, plan: Level, facts: Facts) -> list[Any]:
        """Read the rows."""
        scope = Scope(Source.rows, self.queryset.db, facts.caller)
        condition = self.declared.restriction(facts.caller)
        ask = Ask(self.queryset, plan.columns, condition, self.limit, self.order)
        return plan.values(scope.rows.read(ask).rows, scope)


class LazyPage(Lazy):
    """A page of a queryset: keyset paging by its order."""

    def __init__(self, declared: Declared, queryset: Any, paging: Paging) -> None:
        super().__init__(declared)
        self.queryset = accepted(queryset, declared.model, f"{declared.name}.page()")
        self.order, self.paging = order_of(self.queryset), paging
        if not 1 <= paging.first <= LARGEST_PAGE:
            raise Misuse(f"A page holds 1 to {LARGEST_PAGE} items, not {paging.first}.")

    def read(self, plan: Level, facts: Facts) -> Page[Any]:
        """Read the page; ``InvalidArgument`` for a cursor that is not of this list."""
        first, after = self.paging.first, self.paging.after
        values = None if after is None else cursor.read(after, self.bound(facts))
        scope = Scope(Source.rows, self.queryset.db, facts.caller)
        condition = self.declared.restriction(facts.caller)
        found = scope.rows.read(Ask(self.queryset, plan.columns, condition, first + 1, self.order, values))
        rows, following = found.rows, None
        if len(rows) > first:
            rows = rows[:first]
            last = [rows[-1][place] for place in found.places]
            following = cursor.write(last, self.order.keys, self.bound(facts))
        return Page(items=plan.values(rows, scope), after=following)

    def bound(self, facts: Facts) -> bytes:
        """What a cursor is good for: this operation with these arguments, in this order."""
        return self.order.text.encode() + b"\x00" + facts.fingerprint()


def not_found(declared: Declared) -> NotFound:
    """What a caller is told of a row that is not there or not theirs to see."""
    return NotFound(f"There is no such {declared.message.__name__}.")


def visible_rows(declared: Declared, caller: Any, queryset: Any) -> QuerySet[Any, Any]:
    """Return the rows of a queryset that a caller sees, each once."""
    from_rows = accepted(queryset, declared.model, f"{declared.name}.visible_to()")
    return narrowed(from_rows, declared.restriction(caller))
