"""What a consumer in this process gets, may give, and is told."""

from __future__ import annotations

from typing import Any, cast

import pytest
from asgiref.sync import async_to_sync

from tests.conformance.contract import Probes
from tests.runtime.desk import SOMEBODY, Desk, Leaf, Library, LibraryService, open_desk
from trebol.contract.errors import Misuse
from trebol.runtime import consume as room
from trebol.service import acall, consume, override

BOOK = Leaf(number=1, words=["a"])


class Burnt(LibraryService):
    """A library that gives always the same page."""

    def look_book(self, book_id: str) -> Leaf:
        return BOOK


class Slow(LibraryService):
    """A fake that is awaited."""

    async def look_book(self, book_id: str) -> Leaf:  # type: ignore[override]
        return BOOK


@pytest.mark.parametrize("by_value", [False, True])
def test_a_result_crosses_by_value_where_asked(by_value: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room.Ambient, "by_value", by_value)
    with open_desk(), override(Library).by(Burnt()):
        found = consume(Library).look_book("x")

    assert found == BOOK
    assert (found is BOOK) == (not by_value)


@pytest.mark.parametrize("fake", [Burnt(), Slow()])
def test_a_fake_answers_while_the_block_runs(fake: Library) -> None:
    with open_desk():
        with override(Library).by(fake):
            assert consume(Library).look_book("abc") == BOOK
            assert consume(Desk, context=SOMEBODY).read_slips("look") == BOOK
            with override(Library).by(LibraryService()):
                assert consume(Library).look_book("abc") == Leaf(number=3)
            assert consume(Library).look_book("abc") == BOOK
        assert consume(Library).look_book("abc") == Leaf(number=3)


def test_an_implementation_names_its_contract() -> None:
    with open_desk():
        assert consume(LibraryService).look_book("abc") == Leaf(number=3)


@pytest.mark.parametrize(
    ("call", "error", "told"),
    [
        (lambda: consume(Library).burn_book("x"), AttributeError, "library.v1 has no operation 'burn_book'"),  # type: ignore[attr-defined]
        (lambda: consume(Library).look_book(), TypeError, "missing a required argument: 'book_id'"),  # type: ignore[call-arg]
        (lambda: consume(Library).look_book("x", more=1), TypeError, "unexpected keyword argument 'more'"),  # type: ignore[call-arg]
        (lambda: consume(Library).look_book(7), Misuse, "break its contract: book_id: expected text"),  # type: ignore[arg-type]
        (lambda: consume(Probes), LookupError, "is not a service of this project"),
        (lambda: replaced_elsewhere(), LookupError, "is not a service of this project"),
        (
            lambda: async_to_sync(acall)(Probes.get_probe, 7),
            LookupError,
            "is not an operation here",
        ),
    ],
)
def test_a_wrong_consumer_is_told(call: Any, error: type[Exception], told: str) -> None:
    with open_desk(), pytest.raises(error, match=told):
        call()


def replaced_elsewhere() -> None:
    with override(cast(Any, Probes)).by(Burnt()):
        pass


def test_before_the_project_is_assembled_nothing_is_consumed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room.Ambient, "runtime", None)
    with pytest.raises(Misuse, match=r"django.setup\(\)"):
        consume(Library)
