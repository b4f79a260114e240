"""The one path of a call: caller, permission, one durable transaction, deadline."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
from django.contrib.sessions.models import Session
from django.db import connection, transaction

from tests.runtime.desk import SOMEBODY, AsyncDeskService, Desk, DeskService, Leaf, Library, Torn, open_desk
from trebol import Caller, Context
from trebol.bootstrap import Assembly
from trebol.contract.errors import DeadlineExceeded, Internal, PermissionDenied, Unauthenticated
from trebol.service import acting_as, consume


@pytest.fixture(autouse=True)
def desk() -> Iterator[Assembly]:
    with open_desk() as found:
        yield found


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("slip", "error"),
    [("torn", Torn), ("broken", Internal), ("untrue", Internal)],
    ids=["fault", "error", "result"],
)
def test_what_fails_leaves_nothing(slip: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        consume(Desk, context=SOMEBODY).write_slips(slip)

    assert not Session.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_what_was_told_stays() -> None:
    consume(Library).shelve_book("kept")

    assert Session.objects.get().session_key == "kept"


@pytest.mark.django_db(transaction=True)
def test_a_permission_is_asked_before_the_transaction_opens() -> None:
    consume(Desk, context=SOMEBODY).guard_slips("x")

    assert DeskService.seen == [False, True]


@pytest.mark.django_db(transaction=True)
def test_a_refused_caller_costs_no_transaction() -> None:
    with (
        connection.execute_wrapper(never),
        pytest.raises(PermissionDenied, match="This needs Reader: The caller"),
    ):
        consume(Desk, context=SOMEBODY).guard_slips("refused")

    assert DeskService.seen == [False]


def never(*args: object) -> None:
    raise AssertionError("a query ran")


@pytest.mark.django_db(transaction=True)
def test_a_command_is_part_of_no_other_transaction() -> None:
    with transaction.atomic(), pytest.raises(Internal) as refused:
        consume(Library).shelve_book("outer")

    assert "durable" in str(refused.value.__cause__)


@pytest.mark.django_db
@pytest.mark.parametrize("implementation", [DeskService, AsyncDeskService])
def test_an_awaited_permission_is_asked_too(implementation: type) -> None:
    with open_desk(implementation):
        for operation in ("guard_slips", "show_slips"):
            assert getattr(consume(Desk, context=SOMEBODY), operation)("x") == Leaf(number=0)
            with pytest.raises(PermissionDenied):
                getattr(consume(Desk, context=SOMEBODY), operation)("refused")


@pytest.mark.django_db
@pytest.mark.parametrize(("left", "is_late"), [(-1.0, True), (60.0, False)])
def test_a_call_whose_time_is_up_does_not_begin(left: float, is_late: bool) -> None:
    late = Context(deadline=time.monotonic() + left)
    if not is_late:
        assert consume(Library, context=late).shelve_book("a") == Leaf(number=1)
        return
    with pytest.raises(DeadlineExceeded):
        consume(Library, context=late).shelve_book("a")
    assert not Session.objects.exists()


def test_the_context_is_the_callers() -> None:
    somebody = Context(caller=Caller(id="ana"), language="es", request_id="r7")
    with acting_as(somebody):
        assert consume(Library).who_books() == "ana es r7"
    assert consume(Library, context=somebody).who_books() == "ana es r7"
    with pytest.raises(Unauthenticated):
        consume(Library).who_books()
