"""A service whose every effect can be counted."""

from __future__ import annotations

from typing import Annotated, Protocol

from trebol import Message, Meta, Service, command, query

Milliseconds = Annotated[int, Meta(ge=0, le=60_000)]


class Tally(Message):
    """How many marks there are."""

    marks: int


class Marks(Service, Protocol, version=1, noun="mark", plural="marks"):
    """Count marks."""

    @command(public=True)
    def create_mark(self, number: int, wait_ms: Milliseconds = 0) -> Tally: ...

    @query(public=True, path="/tally")
    def tell_tally(self, wait_ms: Milliseconds = 0) -> Tally: ...
