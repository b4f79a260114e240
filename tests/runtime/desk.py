"""Two services that consume each other as they are told, for the tests of the runtime."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Protocol

from django.contrib.sessions.models import Session
from django.db import connection
from django.utils import timezone

from tests.conformance.project import installed
from trebol import Caller, Code, Context, Fault, Message, Permission, Service, command, query
from trebol.bootstrap import Assembly, assemble
from trebol.service import acall, consume, permits


class Leaf(Message):
    """A leaf of a book."""

    number: int
    words: list[str] = []


class Torn(Fault, code=Code.FAILED_PRECONDITION):
    """The page is torn."""

    number: int


class Reader(Permission):
    """The caller reads here."""


class Library(Service, Protocol, noun="book", plural="books"):
    """Keeps books."""

    @query(public=True)
    def look_book(self, book_id: str) -> Leaf: ...

    @query
    def who_books(self) -> str: ...

    @command(public=True)
    def shelve_book(self, book_id: str, number: int = 1) -> Leaf: ...


class Desk(Service, Protocol, noun="slip", plural="slips"):
    """Takes slips, and asks the library as they say: ``look``, ``shelve``, or nothing."""

    @query(public=True)
    def read_slips(self, slip: str) -> Leaf: ...

    @command(public=True, raises=[Torn])
    def write_slips(self, slip: str) -> Leaf: ...

    @command(needs=Reader)
    def guard_slips(self, slip: str) -> Leaf: ...

    @query(needs=Reader)
    def show_slips(self, slip: str) -> Leaf: ...


class LibraryService(Library):
    def look_book(self, book_id: str) -> Leaf:
        return Leaf(number=len(book_id))

    def who_books(self) -> str:
        caller = self.context.caller
        return f"{caller and caller.id} {self.context.language} {self.context.request_id}"

    def shelve_book(self, book_id: str, number: int = 1) -> Leaf:
        return shelved(book_id, number)


class DeskService(Desk):
    """What it saw is in ``seen``: whether a transaction was open when it was asked."""

    seen: list[bool] = []

    @permits(Reader)
    def reads(self, slip: str) -> bool:
        self.seen.append(connection.in_atomic_block)
        if slip in CALLS:
            asked(slip)
        return slip != "refused"

    def read_slips(self, slip: str) -> Leaf:
        return asked(slip)

    def write_slips(self, slip: str) -> Leaf:
        self.seen.append(connection.in_atomic_block)
        if slip == "torn":
            shelved("torn", 1)
            raise Torn(number=3)
        if slip == "broken":
            shelved("broken", 1)
            raise ValueError("broken")
        if slip == "untrue":
            shelved("untrue", 1)
            return Leaf(number=2**40)
        return asked(slip)

    def guard_slips(self, slip: str) -> Leaf:
        self.seen.append(connection.in_atomic_block)
        return Leaf(number=0)

    def show_slips(self, slip: str) -> Leaf:
        return Leaf(number=0)


SOMEBODY = Context(caller=Caller(id="ana"))
CALLS: dict[str, Callable[[], Leaf]] = {
    "look": lambda: consume(Library).look_book("abc"),
    "shelve": lambda: consume(Library).shelve_book("abc"),
    "read": lambda: consume(Desk, context=SOMEBODY).read_slips("look"),
    "write": lambda: consume(Desk, context=SOMEBODY).write_slips("nothing"),
}


def asked(slip: str) -> Leaf:
    """Ask as the slip says."""
    return CALLS[slip]() if slip in CALLS else Leaf(number=0)


def shelved(key: str, number: int) -> Leaf:
    """Keep a row that can be looked for."""
    Session.objects.create(session_key=key, session_data="", expire_date=timezone.now())
    return Leaf(number=number)


class AsyncDeskService(Desk):
    """The same, awaited. A contract says what is given, not that it is waited for: type checkers object."""

    @permits(Reader)
    async def reads(self, slip: str) -> bool:
        return slip != "refused"

    async def read_slips(self, slip: str) -> Leaf:  # type: ignore[override]
        if slip == "look":
            return await acall(Library.look_book, "abc")
        return await acall(Library.shelve_book, "abc") if slip == "shelve" else Leaf(number=0)

    async def write_slips(self, slip: str) -> Leaf:  # type: ignore[override]
        return await self.read_slips(slip)

    async def guard_slips(self, slip: str) -> Leaf:  # type: ignore[override]
        return Leaf(number=0)

    async def show_slips(self, slip: str) -> Leaf:  # type: ignore[override]
        return Leaf(number=0)


ASSEMBLED: dict[type, Assembly] = {}


def assembled(desk: type) -> Assembly:
    """Assemble the two services, once."""
    if desk not in ASSEMBLED:
        ASSEMBLED[desk] = assemble([Library, Desk], [LibraryService, desk], project="tests")
        ASSEMBLED[desk].raise_problems()
    return ASSEMBLED[desk]


@contextmanager
def open_desk(desk: type[Any] = DeskService) -> Iterator[Assembly]:
    """Make the two services this process's while a block runs."""
    DeskService.seen.clear()
    with installed(assembled(desk)) as found:
        yield found
