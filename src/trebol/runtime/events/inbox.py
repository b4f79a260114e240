"""The in-process transport: consumers run here, each in a transaction with the note that it ran."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from django.db import IntegrityError, transaction
from django.utils import timezone

from trebol.contract.service import Caller, Context
from trebol.runtime.events.consumer import Consumer
from trebol.runtime.events.envelope import Destination, Envelope
from trebol.runtime.events.models import Consumed
from trebol.runtime.frame import Frame, entered, undoing
from trebol.runtime.leasing.patience import patiently


class InProcess:
    """Delivers events to the consumers of this process. ``database_of``: the alias of a service's name."""

    def __init__(self, consumers: Iterable[Consumer], database_of: Callable[[str], str]) -> None:
        self.consumers: dict[str, dict[str, Consumer]] = {}
        self.groups: dict[str, list[Destination]] = {}
        self.database_of = database_of
        for consumer in consumers:
            event = consumer.event.event.id
            self.consumers.setdefault(consumer.id, {})[event] = consumer
            self.groups.setdefault(event, []).append(Destination(consumer.id, consumer.group))

    def destinations(self, event: str) -> Sequence[Destination]:
        """Return the consumers of an event."""
        return self.groups.get(event, ())

    def known(self) -> Sequence[str]:
        """Return all consumers."""
        return tuple(self.consumers)

    def deliver(self, destination: str, envelope: Envelope) -> None:
        """Run a consumer, unless it has consumed the event already."""
        consumer = self.consumers[destination][envelope.event]
        patiently(lambda: consumed(consumer, envelope, self.database_of(consumer.service)))


def consumed(consumer: Consumer, envelope: Envelope, alias: str) -> bool:
    """Run a consumer in a transaction with its note in the inbox; False where the note was there before."""
    event = consumer.event.judge.decode_result(envelope.body)
    caller = Caller(id=f"{consumer.event.event.service}.events", kind="system")
    context = Context(caller=caller, request_id=envelope.request_id)
    frame = Frame(context, in_command=True, in_transaction=True, consumer=consumer.id)
    with entered(frame), undoing(frame), transaction.atomic(using=alias, durable=True):
        if not noted(consumer.id, str(envelope.uid), alias):
            return False
        consumer.method(event)
        for last in frame.last:
            last()
    return True


def noted(consumer: str, uid: str, alias: str) -> bool:
    """Write in the inbox, inside the open transaction; False where it is written already.

    Who writes the same at the same time waits here until the first one has committed, or failed.
    """
    try:
        with transaction.atomic(using=alias):
            Consumed.objects.using(alias).create(consumer=consumer, uid=uid, consumed_at=timezone.now())
    except IntegrityError:
        return False
    return True
