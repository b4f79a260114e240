"""How many modules of ours one request passes: what a reader has to open to follow it."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import UTC, datetime
from types import FrameType
from typing import Any, Protocol

import pytest
from django.http import HttpResponse
from django.test import Client

from trebol import Code, Fault, Message, Service, command
from trebol.testing.publish import published

REST, SOAP = 10, 12
ENVELOPE = """<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"><e:Body>
    <TakeSeat xmlns="urn:tests:seats:v1"><seatId>7</seatId><name>Añil &amp; Co</name></TakeSeat>
</e:Body></e:Envelope>"""


class Seat(Message):
    """A seat that is taken."""

    id: int
    name: str
    taken_at: datetime


class Taken(Fault, code=Code.ALREADY_EXISTS):
    """Somebody sits there."""


class Seats(Service, Protocol, noun="seat", plural="seats"):
    """Seat people."""

    @command(public=True, raises=[Taken])
    def take_seat(self, seat_id: int, name: str = "") -> Seat: ...


class SeatsService(Seats):
    def take_seat(self, seat_id: int, name: str = "") -> Seat:
        return Seat(id=seat_id, name=name, taken_at=datetime(2026, 5, 1, tzinfo=UTC))


def passed(ask: Callable[[], Any]) -> set[str]:
    """The modules of ours whose functions run for a request, once everything is compiled."""
    seen: set[str] = set()

    def note(frame: FrameType, event: str, argument: object) -> None:
        name = frame.f_globals.get("__name__", "")
        if event == "call" and name.split(".")[0] == "trebol":
            seen.add(name)

    before = sys.getprofile()
    ask()
    sys.setprofile(note)
    try:
        ask()
    finally:
        sys.setprofile(before)
    return seen


def rest(client: Client) -> HttpResponse:
    return client.post("/api/v1/seats/7/take", {"name": "Añil & Co"}, content_type="application/json")  # type: ignore[return-value]


def soap(client: Client) -> HttpResponse:
    return client.post("/soap/seats", ENVELOPE, content_type="text/xml; charset=utf-8")  # type: ignore[return-value]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("ask", "most"), [(rest, REST), (soap, SOAP)])
def test_a_command_passes_few_modules(ask: Callable[[Client], HttpResponse], most: int) -> None:
    with published(SeatsService) as client:
        assert ask(client).status_code == 200
        seen = passed(lambda: ask(client))
    assert "trebol.runtime.perform" in seen
    assert len(seen) <= most, sorted(seen)
