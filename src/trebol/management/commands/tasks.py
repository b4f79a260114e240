"""``manage.py tasks``: look at enqueued tasks, try dead ones again, discard them."""

from __future__ import annotations

from trebol.management.ledger import LedgerCommand
from trebol.runtime.tasks.models import StoredTask


class Command(LedgerCommand):
    help = "List, show, replay or discard enqueued tasks (dead ones stay until somebody decides)."
    model = StoredTask
    noun = "task"
    columns = ("path", "queue", "priority", "attempts", "available_at")
    details = ("args", "kwargs", "enqueued_at", "request_id", "leased_by", "result")
