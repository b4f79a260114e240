"""The relay: takes committed events from an outbox, in order, to everyone who is owed them."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import connections, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from trebol.runtime.events.emit import lock_key
from trebol.runtime.events.envelope import Envelope, Transport
from trebol.runtime.events.models import Consumed, Delivery, OutboxEvent
from trebol.runtime.leasing.patience import patiently
from trebol.runtime.leasing.queue import Queue, Terms
from trebol.runtime.leasing.row import State

BATCH = 200
ROUTER = lock_key("router")


class Relay(Queue[Delivery]):
    """The outbox of one database, and the transport that delivers from it."""

    model, name = Delivery, "delivery"

    def __init__(self, alias: str, terms: Terms, transport: Transport) -> None:
        super().__init__(alias, terms)
        self.transport = transport

    @property
    def unrouted(self) -> QuerySet[OutboxEvent]:
        """Return the events that nobody has been found for yet, in the order of their commits."""
        return (
            OutboxEvent.objects.using(self.alias)
            .filter(routed_at=None, position__isnull=False)
            .order_by("position")
        )

    def route(self) -> int:
        """Write down what is owed to whom for newly committed events; return how many events they were."""
        if not self.unrouted.exists():
            return 0
        return patiently(self.route_alone)

    def route_alone(self) -> int:
        """Route a batch while nobody else does: deliveries of one stream must appear in its order."""
        with transaction.atomic(using=self.alias):
            if not self.alone():
                return 0
            batch = list(self.unrouted[:BATCH])
            owed = [delivery for row in batch for delivery in self.owed(row)]
            self.rows.bulk_create(owed)
            keys = [row.pk for row in batch]
            OutboxEvent.objects.using(self.alias).filter(pk__in=keys).update(routed_at=timezone.now())
            return len(batch)

    def alone(self) -> bool:
        """Keep other relays from routing until the transaction ends; False where another one is at it."""
        connection = connections[self.alias]
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [ROUTER])
                return bool(cursor.fetchone()[0])
        # To write first is to be SQLite's one writer, also where transactions do not begin IMMEDIATE.
        OutboxEvent.objects.using(self.alias).filter(pk=-1).update(routed_at=None)
        return True

    def owed(self, row: OutboxEvent) -> list[Delivery]:
        """Return the deliveries of one event."""
        now = timezone.now()
        return [
            Delivery(
                outbox=row, destination=name, group=group, stream=row.stream, position=row.position or 0,
                available_at=now,
            )
            for name, group in self.transport.destinations(row.event)
        ]  # fmt: skip

    def eligible(self, now: datetime) -> QuerySet[Delivery]:
        """Return deliveries before which, in their group and stream, no other one waits."""
        earlier = self.rows.filter(
            group=OuterRef("group"), stream=OuterRef("stream"), state=State.WAITING,
            position__lt=OuterRef("position"),
        )  # fmt: skip
        known = self.rows.filter(destination__in=list(self.transport.known()))
        return known.filter(~Exists(earlier)).order_by("position")

    def facts(self, row: Delivery) -> dict[str, str | int]:
        """Return what the log says of a delivery."""
        return {"id": row.pk, "consumer": row.destination, "stream": row.stream}

    def work(self, row: Delivery) -> None:
        """Deliver."""
        told = OutboxEvent.objects.using(self.alias).get(pk=row.outbox_id)
        self.transport.deliver(
            row.destination, Envelope(told.uid, told.event, told.body.encode(), told.request_id)
        )

    def sweep(self, keep: timedelta) -> None:
        """Forget what ended well before that long: routed events with no delivery left, and old notes.

        Dead deliveries stay until they are replayed or discarded, and their events with them.
        """
        before = timezone.now() - keep
        ended = self.rows.filter(state=State.DONE, finished_at__lt=before)
        left = Delivery.objects.using(self.alias).filter(outbox=OuterRef("pk"))
        told = OutboxEvent.objects.using(self.alias).filter(~Exists(left), routed_at__lt=before)
        notes = Consumed.objects.using(self.alias).filter(~Q(consumed_at__gte=before))
        for rows in (ended, told, notes):
            if rows.exists():
                patiently(rows.delete)
