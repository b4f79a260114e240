"""``manage.py outbox``: look at deliveries of events, try dead ones again, discard them."""

from __future__ import annotations

from trebol.management.ledger import LedgerCommand
from trebol.runtime.events.models import Delivery


class Command(LedgerCommand):
    help = "List, show, replay or discard deliveries of events (dead ones stay until somebody decides)."
    model = Delivery
    noun = "delivery"
    columns = ("destination", "stream", "attempts", "available_at")
    details = (
        "outbox__event",
        "outbox__uid",
        "outbox__emitted_at",
        "outbox__request_id",
        "leased_by",
        "outbox__body",
    )
