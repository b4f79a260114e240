"""What is told is written down, slowly enough to be killed in the middle of it."""

from __future__ import annotations

import time

from tests.crash.contract import Listeners, Tellers, Told
from tests.tally.models import Entry
from trebol.service import consumes, emit

PAUSE = 0.03


class TellersService(Tellers):
    def tell_teller(self, teller_key: str, number: int) -> None:
        emit(Told(key=teller_key, number=number))


class ListenersService(Listeners):
    def get_listener(self, listener_id: int) -> int:
        return listener_id

    @consumes(Told)
    def write_down(self, event: Told) -> None:
        Entry.objects.create(who="heard", key=event.key, number=event.number)
        time.sleep(PAUSE)

    @consumes(Told)
    def write_again(self, event: Told) -> None:
        Entry.objects.create(who="again", key=event.key, number=event.number)
