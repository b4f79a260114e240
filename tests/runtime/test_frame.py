"""The boundaries of services: what would not survive their being apart is refused, in one process too."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from asgiref.sync import async_to_sync

from tests.runtime.desk import SOMEBODY, AsyncDeskService, Desk, DeskService, Leaf, Library, open_desk
from trebol.contract.errors import Internal, Misuse
from trebol.service import acall, acting_as, consume, override

pytestmark = pytest.mark.django_db


@pytest.fixture(params=[DeskService, AsyncDeskService], ids=["sync", "async"])
def desk(request: pytest.FixtureRequest) -> Iterator[None]:
    with open_desk(request.param):
        yield


@pytest.mark.usefixtures("desk")
def test_a_query_consumes_a_query() -> None:
    assert consume(Desk, context=SOMEBODY).read_slips("look") == Leaf(number=3)


@pytest.mark.usefixtures("desk")
@pytest.mark.parametrize(
    ("operation", "slip", "told"),
    [
        ("write_slips", "look", "look_book is consumed while the transaction of desk.v1.write_slips is open"),
        ("write_slips", "shelve", "shelve_book is consumed while the transaction of desk.v1.write_slips is"),
        (
            "read_slips",
            "shelve",
            "the command library.v1.shelve_book is called inside the query desk.v1.read_",
        ),
    ],
)
def test_what_cannot_be_split_is_an_incident(
    operation: str, slip: str, told: str, caplog: pytest.LogCaptureFixture
) -> None:
    with pytest.raises(Internal):
        getattr(consume(Desk, context=SOMEBODY), operation)(slip)

    assert told in caplog.text


@pytest.mark.parametrize(
    ("slip", "is_refused"), [("look", False), ("read", False), ("shelve", True), ("write", True)]
)
def test_a_permission_consumes_queries_only(
    slip: str, is_refused: bool, caplog: pytest.LogCaptureFixture
) -> None:
    with open_desk():
        if not is_refused:
            assert consume(Desk, context=SOMEBODY).guard_slips(slip) == Leaf(number=0)
            return
        with pytest.raises(Internal):
            consume(Desk, context=SOMEBODY).guard_slips(slip)

    assert "inside the command desk.v1.guard_slips: commands run one at a time" in caplog.text


def test_the_consumer_itself_is_told() -> None:
    told: list[str] = []

    class Daring(DeskService):
        """A desk that looks at what it is told."""

        def write_slips(self, slip: str) -> Leaf:
            with pytest.raises(Misuse) as refused:
                consume(Library).shelve_book("abc")
            told.append(str(refused.value))
            return Leaf(number=0)

    with open_desk(), override(Desk).by(Daring()):
        consume(Desk, context=SOMEBODY).write_slips("x")

    assert "Ask in a permission (needs=), before it opens" in told[0]


def test_the_frame_is_left_when_a_call_fails() -> None:
    with open_desk():
        with pytest.raises(Internal):
            consume(Desk, context=SOMEBODY).write_slips("broken")
        assert consume(Library).shelve_book("abc") == Leaf(number=1)


def test_boundaries_hold_on_an_event_loop() -> None:
    async def calls() -> None:
        assert await acall(Desk.read_slips, "look") == Leaf(number=3)
        with pytest.raises(Internal):
            await acall(Desk.write_slips, "look")

    with open_desk(AsyncDeskService), acting_as(SOMEBODY):
        async_to_sync(calls)()
