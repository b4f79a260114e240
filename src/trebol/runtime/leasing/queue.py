"""Leases rows of work, runs them, and tells how each ended; several workers at once, none needing another."""

from __future__ import annotations

import traceback
from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Generic, Literal, TypeVar

import msgspec
from django.db import connections, transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from trebol.runtime.leasing.backoff import backoff
from trebol.runtime.leasing.patience import patiently
from trebol.runtime.leasing.row import Leased, State

M = TypeVar("M", bound=Leased)
Outcome = Literal["done", "retry", "dead", "lost"]
LONGEST_ERROR = 20_000
LOST = "The worker that held this ended before it did."


class Terms(msgspec.Struct, frozen=True, kw_only=True):
    """How work is held. ``holder``: the worker, unique. ``seconds``: of a lease. ``attempts``: at most."""

    holder: str
    seconds: int = 60
    attempts: int = 15


class Queue(ABC, Generic[M]):
    """The rows of one model in one database (``alias``), as one worker sees them."""

    model: type[M]
    name: str
    """What its work is called in the log."""
    held_state = State.WAITING
    """Where work stands while it runs."""

    def __init__(self, alias: str, terms: Terms) -> None:
        self.alias, self.terms = alias, terms

    @abstractmethod
    def eligible(self, now: datetime) -> QuerySet[M]:
        """Return the rows of this worker's kind that may run, in order; ``due`` says which are due."""

    @abstractmethod
    def work(self, row: M) -> None:
        """Do the work of a row; whatever it raises means that it is tried again."""

    @abstractmethod
    def sweep(self, keep: timedelta) -> None:
        """Forget work that was done that long ago; what is dead stays."""

    def facts(self, row: M) -> dict[str, str | int]:
        """Return what the log says of a row."""
        return {"id": str(row.pk)}

    @property
    def rows(self) -> QuerySet[M]:
        """All rows."""
        return self.model._default_manager.using(self.alias)

    def lease(self, limit: int) -> Sequence[M]:
        """Take at most ``limit`` rows for this worker; each is tried once more by that."""
        now = timezone.now()
        ready = self.eligible(now).filter(due(now), attempts__lt=self.terms.attempts)
        if connections[self.alias].features.has_select_for_update_skip_locked:
            return patiently(lambda: self.lease_locked(ready, now, limit))
        return patiently(lambda: self.lease_one_by_one(ready, now, limit))

    def lease_locked(self, ready: QuerySet[M], now: datetime, limit: int) -> Sequence[M]:
        """Take rows that no other worker is taking at this moment."""
        with transaction.atomic(using=self.alias):
            keys = [row.pk for row in ready.select_for_update(skip_locked=True)[:limit]]
            self.rows.filter(pk__in=keys).update(**self.held(now))
        return self.ordered(keys)

    def lease_one_by_one(self, ready: QuerySet[M], now: datetime, limit: int) -> Sequence[M]:
        """Take rows by an update each that repeats the conditions: without a lock that outlives it."""
        keys = list(ready.values_list("pk", flat=True)[:limit])
        return self.ordered([key for key in keys if ready.order_by().filter(pk=key).update(**self.held(now))])

    def held(self, now: datetime) -> dict[str, Any]:
        """Return what a lease changes."""
        until = now + timedelta(seconds=self.terms.seconds)
        return {"lease_until": until, "leased_by": self.terms.holder, "attempts": F("attempts") + 1}

    def ordered(self, keys: Sequence[object]) -> Sequence[M]:
        """Read rows in the order of their keys."""
        if not keys:
            return []
        found = {row.pk: row for row in self.rows.filter(pk__in=keys)}
        return [found[key] for key in keys]

    def run(self, row: M) -> Outcome:
        """Do the work of a leased row and keep how it ended."""
        try:
            self.work(row)
        except BaseException as error:  # noqa: BLE001 - one piece of work never ends the worker
            return self.fail(row, error)
        return self.finish(row)

    def mine(self, row: M) -> QuerySet[M]:
        """Return the row, if this lease is still the one that holds it."""
        return self.rows.filter(
            pk=row.pk, state=self.held_state, leased_by=self.terms.holder, attempts=row.attempts
        )

    def finish(self, row: M) -> Outcome:
        """Keep that the work is done; ``lost`` where another worker holds it by now."""
        now = timezone.now()
        told = {"state": State.DONE, "finished_at": now, "error": "", "lease_until": None, **self.ended(row)}
        return "done" if patiently(lambda: self.mine(row).update(**told)) else "lost"

    def fail(self, row: M, error: BaseException) -> Outcome:
        """Keep why the work failed: it is due again after a while, or dead after the last attempt."""
        now = timezone.now()
        dead = row.attempts >= self.terms.attempts
        text = "".join(traceback.format_exception(error))[-LONGEST_ERROR:]
        told = {"error": text, "lease_until": None, **self.failed(row, error)}
        if dead:
            told |= {"state": State.DEAD, "finished_at": now}
        else:
            told |= {"state": State.WAITING, "available_at": now + backoff(row.attempts)}
        kept = patiently(lambda: self.mine(row).update(**told))
        return "lost" if not kept else "dead" if dead else "retry"

    def ended(self, row: M) -> dict[str, Any]:
        """Return what else is kept of work that is done."""
        return {}

    def failed(self, row: M, error: BaseException) -> dict[str, Any]:
        """Return what else is kept of work that failed."""
        return {}

    def give_back(self, rows: Iterable[M]) -> None:
        """Let others have rows that this worker will not finish; the attempt does not count."""
        for row in rows:
            patiently(partial(self.mine(row).update, attempts=F("attempts") - 1, lease_until=None))

    def renew(self, rows: Iterable[M]) -> None:
        """Hold rows for longer: what runs for long is not run by another meanwhile."""
        until = timezone.now() + timedelta(seconds=self.terms.seconds)
        held = self.rows.filter(
            pk__in=[row.pk for row in rows], leased_by=self.terms.holder, lease_until__isnull=False
        )
        patiently(lambda: held.update(lease_until=until))

    def bury(self) -> int:
        """Let die what was held for the last time by a worker that is gone; return how many."""
        now = timezone.now()
        lost = self.rows.filter(due(now), attempts__gte=self.terms.attempts)
        if not lost.exists():
            return 0
        told = {"state": State.DEAD, "finished_at": now, "error": LOST, "lease_until": None}
        return patiently(lambda: lost.update(**told))


def due(now: datetime) -> Q:
    """Select what waits, is due, and is held by nobody, or by one whose lease is over."""
    free = Q(lease_until=None) | Q(lease_until__lt=now)
    return Q(state=State.WAITING, available_at__lte=now) & free


def revived(rows: QuerySet[M]) -> int:
    """Let dead rows be tried again, from the first attempt, and those that a broker lost; return how many."""
    now = timezone.now()
    dead = rows.filter(state__in=(State.DEAD, State.SENT))
    return patiently(lambda: dead.update(state=State.WAITING, attempts=0, available_at=now, finished_at=None))
