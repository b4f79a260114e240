"""Cursors: good for the very list that gave them, and for nothing else."""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.projections.app import models
from tests.projections.conftest import ANA, facts
from tests.projections.rows import PlainRow
from trebol import InvalidArgument, Paging, Violation
from trebol.contract.errors import Misuse
from trebol.projections import cursor

REFUSAL = (Violation(("after",), "value", "a cursor of this list, as its last page gave it"),)
VALUES: Any = st.one_of(
    st.none(), st.booleans(), st.integers(-(2**63), 2**63 - 1), st.floats(allow_nan=False), st.text(),
    st.decimals(allow_nan=False, allow_infinity=False), st.uuids(), st.dates(), st.times(), st.datetimes(),
    st.binary(),
    st.datetimes(timezones=st.just(UTC)), st.timedeltas(timedelta(days=-99999), timedelta(days=99999)),
)  # fmt: skip


@given(st.lists(VALUES, min_size=1, max_size=3), st.binary(max_size=9))
def test_values_come_back_as_they_were(values: list[Any], bound: bytes) -> None:
    try:
        text = cursor.write(values, len(values), bound)
    except Misuse:
        assert sum(len(str(value)) for value in values) > 300
        return
    found = cursor.read(text, bound)
    assert found == values
    assert [type(value) for value in found] == [type(value) for value in values]


@pytest.mark.parametrize(
    "value",
    [Decimal("1E+30"), UUID(int=7), datetime(2026, 1, 1), date.max, time.max, timedelta.max, True, -0.0],  # noqa: DTZ001
)
def test_a_value_of_every_kind(value: object) -> None:
    (found,) = cursor.read(cursor.write([value], 1, b""), b"")
    assert (found, type(found)) == (value, type(value))


def test_bytes_as_some_drivers_give_them() -> None:
    assert cursor.read(cursor.write([memoryview(b"\x00\xff")], 1, b""), b"") == [b"\x00\xff"]


def test_the_text_is_for_a_query_string() -> None:
    text = cursor.write([2**62, "ñ/?&=+ "], 1, b"")
    assert set(text) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")


@given(st.data())
def test_no_other_text_is_a_cursor(data: st.DataObject) -> None:
    text = cursor.write([7, "title"], 1, b"list")
    place = data.draw(st.integers(0, len(text) - 1))
    character = data.draw(st.characters(codec="utf-8").filter(lambda each: each != text[place]))
    tampered = data.draw(
        st.sampled_from(
            [
                text[:place] + character + text[place + 1 :],
                text[:place],
                text + character,
                text[:place] + character,
            ]
        )
    )
    with pytest.raises(InvalidArgument) as refused:
        cursor.read(tampered, b"list")
    assert refused.value.violations == REFUSAL


def test_another_spelling_of_the_same_bytes_is_none() -> None:
    text = next(t for n in range(99) if len(t := cursor.write([n, "x" * n], 1, b"")) % 4 in (2, 3))
    raw = urlsafe_b64decode(text + "=" * (-len(text) % 4))
    for other in (
        urlsafe_b64encode(raw).decode(),
        text + "\n",
        " " + text,
        text + "=",
        f"{text[:3]}.{text[3:]}",
    ):
        with pytest.raises(InvalidArgument):
            cursor.read(other, b"")


@pytest.mark.parametrize("text", ["", "A", "AAAA", "A" * 11, "é", "\x00", "A" * 2000])
def test_what_never_was_a_cursor(text: str) -> None:
    with pytest.raises(InvalidArgument):
        cursor.read(text, b"")


def test_what_it_is_bound_to_cannot_be_moved_into_its_values() -> None:
    text = cursor.write([1], 1, b"ab")
    for bound in (b"a", b"abc", b"", b"ab\x00"):
        with pytest.raises(InvalidArgument):
            cursor.read(text, bound)


def test_a_secret_that_was_replaced_is_good_while_it_is_listed(settings: Any) -> None:
    settings.SECRET_KEY = "old" * 40
    text = cursor.write([1], 1, b"")
    settings.SECRET_KEY = "new"
    with pytest.raises(InvalidArgument):
        cursor.read(text, b"")
    settings.SECRET_KEY_FALLBACKS = ["older", "old" * 40]
    assert cursor.read(text, b"") == [1]
    assert cursor.write([1], 1, b"") != text


@pytest.mark.parametrize("value", [[1], {"a": 1}, object()])
def test_a_value_that_cannot_be_compared(value: object) -> None:
    with pytest.raises(Misuse, match="order by another field"):
        cursor.write([value], 1, b"")


def test_a_key_too_long_for_a_cursor() -> None:
    assert len(cursor.write(["x" * 3000, "key"], 1, b"")) < 2000
    with pytest.raises(Misuse, match="primary key"):
        cursor.write(["x", "x" * 3000], 1, b"")


@pytest.mark.usefixtures("rides")
class TestOfAList:
    """A cursor of one page, taken elsewhere."""

    def page(self, order: str, arguments: bytes = b"", after: str | None = None, **filters: Any) -> Any:
        queryset = models.Ride.objects.filter(**filters).order_by(order)
        lazy: Any = PlainRow.page(queryset, Paging(first=2, after=after))
        return lazy.rows({"id": None}, facts(ANA, arguments))

    def test_it_is_good_for_its_list(self) -> None:
        after = self.page("title").after
        assert len(self.page("title", after=after).items) == 2

    def test_it_is_good_for_whoever_may_call_the_operation(self) -> None:
        queryset = models.Ride.objects.order_by("title")
        lazy: Any = PlainRow.page(queryset, Paging(after=self.page("title").after))
        assert len(lazy.rows({"id": None}, facts()).items) == 2

    def test_it_is_not_good_for_other_arguments(self) -> None:
        after = self.page("title", b"circle=norte").after
        with pytest.raises(InvalidArgument) as refused:
            self.page("title", b"circle=sur", after)
        assert refused.value.violations == REFUSAL

    @pytest.mark.parametrize("order", ["-title", "id", "price", "circle__name"])
    def test_it_is_not_good_for_another_order(self, order: str) -> None:
        after = self.page("title").after
        with pytest.raises(InvalidArgument):
            self.page(order, after=after)

    def test_the_last_row_may_be_gone(self) -> None:
        first = self.page("title")
        models.Ride.objects.filter(pk=first.items[-1][0]).delete()
        assert len(self.page("title", after=first.after).items) == 2

    def test_a_place_that_has_to_be_looked_up_must_be_there(self) -> None:
        models.Ride.objects.update(notes="n" * 3000)
        first = self.page("notes")
        assert len(self.page("notes", after=first.after).items) == 2
        models.Ride.objects.filter(pk=first.items[-1][0]).delete()
        with pytest.raises(InvalidArgument):
            self.page("notes", after=first.after)
