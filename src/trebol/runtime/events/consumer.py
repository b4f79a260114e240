"""Consumers: methods of an implementation that run when another service told that something happened."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, TypeVar

import msgspec

from trebol.contract.announce import CompiledEvent
from trebol.contract.compile import Compilation
from trebol.contract.event import Event
from trebol.contract.problems import Problems

CONSUMES = "trebol_consumes"
S = TypeVar("S")
E = TypeVar("E", bound=Event)


def consumes(event: type[E], /) -> Callable[[Callable[[S, E], None]], Callable[[S, E], None]]:
    """Mark the method of an implementation that takes an event.

    ::

        @consumes(RideTaken)
        def count_ride(self, event: RideTaken) -> None: ...

    It runs in a worker, after the event was committed, as one transaction on the database of its own service;
    in effect once, tried again with growing pauses while it fails. It may emit events of its own service and,
    as a command, consumes no other. Its caller is ``Caller(kind="system", id="<service>.events")``. Its name
    is what is remembered of it: renamed, it is another consumer.
    """

    def mark(method: Callable[[S, E], None]) -> Callable[[S, E], None]:
        setattr(method, CONSUMES, event)
        return method

    return mark


class Consumer(msgspec.Struct, frozen=True):
    """One consumer of one event. ``service``: its service's name; ``group``: its service's id."""

    id: str
    group: str
    service: str
    event: CompiledEvent
    method: Callable[[Any], None]


def consumers_of(
    compilation: Compilation, implementations: Mapping[str, object], problems: Problems
) -> tuple[Consumer, ...]:
    """Find the consumers of the services hosted here; what cannot work is collected."""
    found: list[Consumer] = []
    for service_id, implementation in implementations.items():
        for name, event in marked(type(implementation)):
            where = f"{type(implementation).__name__}.{name}"
            events = [c for c in compilation.events.values() if c.cls is event]
            method = getattr(implementation, name)
            if sound(where, event, events, method, problems):
                service = service_id.partition(".")[0]
                found += [Consumer(f"{service_id}.{name}", service_id, service, c, method) for c in events]
    return tuple(found)


def marked(implementation: type) -> Iterator[tuple[str, Any]]:
    """Return the names of the methods that consume, each with its event."""
    for name in dir(implementation):
        event = getattr(inspect.getattr_static(implementation, name), CONSUMES, None)
        if event is not None:
            yield name, event


def sound(
    where: str, event: Any, events: Iterable[CompiledEvent], method: Callable[..., Any], problems: Problems
) -> bool:
    """Tell whether a consumer can work; what is wrong is collected."""
    before = len(problems.found)
    if not list(events):
        problems.add(
            "trebol.E032", where, f"no service of this project declares {getattr(event, '__name__', event)}.",
            "List it in events=[...] of its service, and that app in INSTALLED_APPS.",
        )  # fmt: skip
    if len(inspect.signature(method).parameters) != 1 or inspect.iscoroutinefunction(method):
        problems.add(
            "trebol.E032", where, "it cannot take an event.",
            "Write `def <name>(self, event: <Event>) -> None`, not async.",
        )  # fmt: skip
    return len(problems.found) == before
