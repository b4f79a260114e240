"""Telling others what happened: a row of the outbox, in the transaction of the command that did it."""

from __future__ import annotations

import hashlib
from typing import Any

import msgspec
from asgiref.sync import sync_to_async
from django.db import connections
from django.db.models import F
from django.utils import timezone

from trebol.contract.announce import CompiledEvent
from trebol.contract.errors import Misuse
from trebol.contract.event import Event
from trebol.contract.values import text_of
from trebol.runtime.consume import current_runtime
from trebol.runtime.events.models import OutboxEvent
from trebol.runtime.frame import FRAME, NO_FRAME, Frame

LONGEST_KEY = 200


def emit(event: Event, /) -> None:
    """Tell, if the command in progress commits, that something happened; consumers hear of it after that.

    ``Misuse`` outside a command or consumer of the service that lists the event in ``events=``, and for an
    event that breaks its contract.
    """
    frame = FRAME.get(NO_FRAME)
    compiled = announced(event, frame)
    alias = current_runtime().database_of(compiled.event.service)
    checked, body = written(compiled, event)
    row = OutboxEvent.objects.using(alias).create(
        event=compiled.event.id, stream=stream_of(compiled, checked), body=body,
        emitted_at=timezone.now(), request_id=frame.context.request_id,
    )  # fmt: skip
    placing = next((last for last in frame.last if isinstance(last, Placing)), None)
    if placing is None:
        frame.last.append(placing := Placing(alias))
    placing.rows.append(row)


async def aemit(event: Event, /) -> None:
    """As ``emit``, from async code."""
    await sync_to_async(emit)(event)


def announced(event: Event, frame: Frame) -> CompiledEvent:
    """Return the event as the service in progress declares it."""
    name, service_id = type(event).__name__, frame.service_id
    if not frame.in_transaction:
        raise Misuse(
            f"{name} is emitted outside a command: there is no transaction that it would be part of. "
            "Emit it in the command that makes it true."
        )
    compiled = current_runtime().host.compilation.events.get(f"{service_id}.{name}")
    if compiled is None or compiled.cls is not type(event):
        raise Misuse(
            f"{service_id} emits {name}, which it does not declare: list it in the service's events=[...], "
            "or let the service whose event it is emit it."
        )
    return compiled


def written(compiled: CompiledEvent, event: Event) -> tuple[Event, str]:
    """Return an event as its contract has it, and its JSON; ``Misuse`` where it breaks its contract."""
    try:
        checked, raw = compiled.judge.checked(event)
        return checked, raw.decode()
    except (msgspec.ValidationError, TypeError, ValueError) as error:
        raise Misuse(
            f"{compiled.event.id} is emitted with a value that breaks its contract: {error}."
        ) from error


def stream_of(compiled: CompiledEvent, event: Event) -> str:
    """Return what orders an event: the service and the value of its key, shortened where it is long."""
    value: Any = getattr(event, compiled.event.key)
    text = text_of(value)
    if len(text) > LONGEST_KEY:
        text = hashlib.blake2b(text.encode(), digest_size=32).hexdigest()
    return f"{compiled.event.service}:{text}"


class Placing:
    """Gives the rows of one transaction their positions, as the last thing before it commits.

    On PostgreSQL numbers are given before transactions commit, in any order. So those that tell of one
    stream wait for one another here, and the order of positions is that of commits. Streams are locked in
    one order and nothing else is waited for afterwards: no deadlock can come of it. On SQLite there is one
    writer at a time.
    """

    def __init__(self, alias: str) -> None:
        self.alias = alias
        self.rows: list[OutboxEvent] = []

    def __call__(self) -> None:
        """Place the rows that are still there: those of a savepoint that was rolled back are not."""
        on_postgres = connections[self.alias].vendor == "postgresql"
        if on_postgres:
            lock_streams(self.alias, {row.stream for row in self.rows})
        for row in self.rows:
            position: Any = next_position(self.alias) if on_postgres else F("pk")
            OutboxEvent.objects.using(self.alias).filter(pk=row.pk).update(position=position)


def lock_streams(alias: str, streams: set[str]) -> None:
    """Wait for other transactions that tell of these streams, until the end of this one."""
    with connections[alias].cursor() as cursor:
        for key in sorted(lock_key(stream) for stream in streams):
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [key])


def lock_key(name: str) -> int:
    """Return the number of 64 bits, signed, that stands for a name in PostgreSQL's advisory locks."""
    digest = hashlib.blake2b(name.encode(), digest_size=8, person=b"trebol-outbox").digest()
    return int.from_bytes(digest, "big", signed=True)


def next_position(alias: str) -> int:
    """Return the next number of the outbox."""
    with connections[alias].cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence('trebol_outboxevent', 'id'))")
        found: int = cursor.fetchone()[0]
        return found
