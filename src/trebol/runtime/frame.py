"""The call in progress: its context, and what it must not do while it runs."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

import msgspec

from trebol.contract.compile import Compiled
from trebol.contract.errors import Misuse
from trebol.contract.service import CALL, Context

logger = logging.getLogger("trebol.call")


class Frame(msgspec.Struct, frozen=True):
    """One call. ``compiled`` is None at the edge, before an operation is entered.

    ``in_command``: a command runs, here or further out. ``in_transaction``: its transaction is open.
    ``consumer``: the consumer of an event that runs in place of an operation. ``last``: what is still to be
    done inside the transaction, once everything else of it went well. ``undo``: what takes back, if it is
    rolled back, what no database takes back. ``prepared``: what was made before it.
    ``by_hand``: at the edge, what is passed on was typed by a person, who can mend it.
    """

    context: Context
    compiled: Compiled | None = None
    in_command: bool = False
    in_transaction: bool = False
    consumer: str = ""
    last: list[Callable[[], None]] = []
    undo: list[Callable[[], None]] = []
    prepared: Any = None
    by_hand: bool = False

    @property
    def id(self) -> str:
        """``rides.v1.join_ride``: what runs; empty at the edge."""
        return self.compiled.operation.id if self.compiled is not None else self.consumer

    @property
    def service_id(self) -> str:
        """``rides.v1``: whose code runs; empty at the edge."""
        return self.id.rpartition(".")[0]


NO_FRAME = Frame(Context())
FRAME: ContextVar[Frame] = CALL
"""The frame of the call in progress: ``FRAME.get(NO_FRAME)``."""


def current() -> Frame:
    """Return the frame of the call in progress, or one with no caller."""
    return FRAME.get(NO_FRAME)


@contextmanager
def entered(frame: Frame) -> Iterator[None]:
    """Run a block as this call."""
    token = FRAME.set(frame)
    try:
        yield
    finally:
        FRAME.reset(token)


@contextmanager
def acting_as(context: Context) -> Iterator[None]:
    """Run a block with this context: what a test, a task or a command line does before it consumes."""
    with entered(Frame(context)):
        yield


@contextmanager
def undoing(frame: Frame) -> Iterator[None]:
    """Run a block that is one transaction; where it fails, so is undone what was done beside it."""
    try:
        yield
    except BaseException:
        for undo in reversed(frame.undo):
            try:
                undo()
            except Exception:
                logger.exception("%s was rolled back; something beside its rows was not", frame.id)
        raise


def check_boundaries(compiled: Compiled, outer: Frame) -> None:
    """Refuse what could not be split into separate services later; ``Misuse`` says what to do instead."""
    operation = compiled.operation
    if (
        outer.compiled is not None
        and outer.compiled.operation.kind == "query"
        and operation.kind == "command"
    ):
        raise Misuse(
            f"the command {operation.id} is called inside the query {outer.id}: a query has no effect. "
            "Declare the outer one with @command."
        )
    inside = outer.id or "another operation"
    if outer.in_transaction:
        raise Misuse(
            f"{operation.id} is consumed while the transaction of {inside} is open: once the services are "
            "apart that cannot be one transaction. Ask in a permission (needs=), before it opens, or let it "
            "follow the commit as an event."
        )
    if operation.kind == "command" and outer.in_command:
        raise Misuse(
            f"the command {operation.id} is called inside the command {inside}: commands run one at a time. "
            "Let the caller call both, or let it follow the commit as an event."
        )
