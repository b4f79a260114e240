"""One of several workers does something alone: a lease in a row."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Q
from django.utils import timezone

from trebol.runtime.leasing.patience import patiently
from trebol.runtime.tasks.models import Lead


class Leadership:
    """The lease of ``name`` in a database: ``seconds`` long, one ``holder`` at a time, renewed half-way."""

    def __init__(self, name: str, holder: str, seconds: int, alias: str = "default") -> None:
        self.name, self.holder, self.alias = name, holder, alias
        self.length = timedelta(seconds=seconds)
        self.until = timezone.now()

    def held(self) -> bool:
        """Tell whether this holder leads, taking the lead where nobody has it."""
        now = timezone.now()
        if self.until - now > self.length / 2:
            return True
        rows = Lead.objects.using(self.alias)
        row = rows.filter(name=self.name).first()
        if row is not None and row.holder != self.holder and row.until > now:
            return False
        if row is None:
            fresh = Lead(name=self.name, holder="", until=now - self.length)
            patiently(lambda: rows.bulk_create([fresh], ignore_conflicts=True))
        until = now + self.length
        free = rows.filter(Q(holder=self.holder) | Q(until__lte=now), name=self.name)
        if not patiently(lambda: free.update(holder=self.holder, until=until)):
            return False
        self.until = until
        return True

    def leave(self) -> None:
        """Let another one lead at once."""
        self.until = timezone.now()
        mine = Lead.objects.using(self.alias).filter(name=self.name, holder=self.holder)
        patiently(lambda: mine.update(until=self.until - self.length))
