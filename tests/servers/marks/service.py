"""Each command writes one row."""

from __future__ import annotations

import time

from tests.servers.marks.contract import Marks, Tally
from tests.tally.models import Entry


class MarksService(Marks):
    def create_mark(self, number: int, wait_ms: int = 0) -> Tally:
        time.sleep(wait_ms / 1000)
        Entry.objects.create(who="mark", key="", number=number)
        return Tally(marks=1)

    def tell_tally(self, wait_ms: int = 0) -> Tally:
        time.sleep(wait_ms / 1000)
        return Tally(marks=Entry.objects.count())
