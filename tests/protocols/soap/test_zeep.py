"""zeep, a client that others wrote, in process: it reads the WSDL and calls in both versions of SOAP."""

from __future__ import annotations

import base64
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import pytest
import requests
import zeep
from zeep.transports import Transport

from tests.protocols.soap.contracts import Color
from tests.protocols.soap.site import Site

NIL = zeep.xsd.Nil


class InProcess(Transport):
    """Carries what zeep sends to a site, without a network."""

    def __init__(self, site: Site) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.site, self.authorized = site, False

    def load(self, url: str) -> bytes:
        assert url == "http://testserver/soap/samples?wsdl"
        return self.site.send("GET", query="wsdl").content

    def post(self, address: str, message: bytes, headers: dict[str, str]) -> requests.Response:
        assert address == "http://testserver/soap/samples"
        secret = "Basic " + base64.b64encode(b"robot:secret").decode()
        extra = {"HTTP_AUTHORIZATION": secret} if self.authorized else {}
        if "SOAPAction" in headers:
            extra["HTTP_SOAPACTION"] = headers["SOAPAction"]
        answer = self.site.send("POST", message, headers["Content-Type"], **extra)
        response = requests.Response()
        response.status_code = answer.status_code
        response.headers.update(dict(answer.headers))
        response._content = answer.content
        return response


@pytest.fixture(params=["SamplesSoap11", "SamplesSoap12"])
def client(site: Site, request: pytest.FixtureRequest) -> Any:
    address = "http://testserver/soap/samples?wsdl"
    made: Any = zeep.Client(address, transport=InProcess(site), port_name=request.param)  # type: ignore[no-untyped-call]
    made.transport.authorized = True
    return made


EVERYTHING = {
    "flag": True, "small": -5, "whole": 2**31 - 1, "big": -(2**63), "ratio": 1.5, "price": Decimal("123.45"),
    "weight": Decimal("0.001"), "text": " <Ñandú> & 漢 ", "shortText": "a", "raw": b"\x00\xff",
    "at": datetime(2026, 5, 1, 10, 30, 0, 5, tzinfo=UTC), "day": date(2026, 5, 1), "clock": time(10, 30),
    "took": timedelta(days=1, hours=2), "key": "123e4567-e89b-12d3-a456-426614174000", "color": "blue",
    "pay": {"cash": {"amount": Decimal("5.00")}}, "passenger": {"name": "Ana", "seats": 2},
    "passengers": {"passenger": [{"name": "a"}, {"name": "b", "seats": 3}]}, "numbers": {"item": [1, 2]},
    "table": {"item": [{"item": ["a", "b"]}, {"item": []}]},
    "payments": {"item": [{"card": {"last4": "1234"}}]},
    "counts": {"entry": [{"key": "a", "value": 1}]},
    "people": {"entry": [{"key": "x", "value": {"name": "Zoé"}}]},
    "maybeFlag": NIL, "maybeText": NIL, "maybePrice": NIL, "maybeAt": NIL, "maybeColor": NIL, "maybePay": NIL,
    "maybePassenger": NIL, "maybePassengers": NIL, "maybeCounts": NIL,
}  # fmt: skip


def test_every_type_in_and_out(client: Any) -> None:
    found = client.service.EchoSamples(value=EVERYTHING)
    for name in (
        "flag",
        "small",
        "whole",
        "big",
        "ratio",
        "price",
        "weight",
        "text",
        "raw",
        "at",
        "day",
        "clock",
    ):
        assert found[name] == EVERYTHING[name]
    assert found.took == timedelta(days=1, hours=2)
    assert (found.key, found.color) == (EVERYTHING["key"], Color.BLUE.value)
    assert found.pay.cash.amount == 5
    assert found.pay.card is None
    assert [(p.name, p.seats) for p in found.passengers.passenger] == [("a", 1), ("b", 3)]
    assert found.numbers.item == [1, 2]
    assert [row and row.item for row in found.table.item] == [
        ["a", "b"],
        None,
    ]  # zeep reads an empty list as None
    assert found.payments.item[0].card.last4 == "1234"
    assert found.counts.entry[0].value == 1
    assert found.people.entry[0].value.name == "Zoé"
    assert found.maybeFlag is None
    assert found.maybePassengers.passenger == []  # and a nil list as an empty one


def test_parameters_are_unwrapped(client: Any) -> None:
    page = client.service.ListSamples(prefix="a", first=2)
    assert [(sample.id, sample.name) for sample in page["items"].sample] == [(0, "a0"), (1, "a1")]
    assert page.after == "next & <more>"
    assert client.service.ListSamples(after=page.after, first=1).after is None
    assert client.service.CountSamples() == 2**40
    assert client.service.CountSamples(colors={"item": ["red"]}) == 1


def test_zeep_reads_a_nil_record_as_one_of_nothing(client: Any) -> None:
    assert client.service.PeekSample(1).name == "one"
    nothing = client.service.PeekSample(0)
    assert [nothing[name] for name in ("id", "name", "passengers", "note")] == [None] * 4


def test_zeep_cannot_leave_out_what_it_sends_as_none_but_can_send_nil(client: Any) -> None:
    assert client.service.UpdateDry(1) == ["UNSET", "UNSET"]
    assert client.service.UpdateDry(1, price=None) == ["UNSET", "UNSET"]
    assert client.service.UpdateDry(1, notes="", price=NIL) == ["''", "None"]


@pytest.mark.django_db
def test_a_command_and_its_fault(client: Any) -> None:
    assert client.service.CreateSample("mine", seats=2).id == 2
    assert client.service.DeleteSample(1) is None
    with pytest.raises(zeep.exceptions.Fault) as caught:
        client.service.CreateSample("taken")
    assert caught.value.message == "The name is taken."
    element = client.get_element("{urn:tests:samples:v2}Taken")
    detail = element.parse(caught.value.detail[0], client.wsdl.types)
    assert (detail.code, detail.name, detail.by.seats) == ("already_exists", "a <name>", 2)


def test_a_refusal(client: Any) -> None:
    client.transport.authorized = False
    with pytest.raises(zeep.exceptions.Fault) as caught:
        client.service.GetSample(1)
    assert "needs a caller" in caught.value.message
    assert caught.value.detail[0][0].text == "unauthenticated"
