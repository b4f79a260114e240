"""SOAP: zeep, and the WSDL that each service publishes."""

from __future__ import annotations

from functools import cache
from typing import Any

import requests
import zeep
from zeep.transports import Transport
from zeep.xsd import ComplexType
from zeep.xsd.valueobjects import CompoundValue

from tests.comparte_ride.journey.wire import Call, Plain, Refused, camel, renamed, snake

OURS = {"unknown", "deadline_exceeded", "aborted", "unimplemented", "internal", "unavailable", "data_loss"}
"""The codes that SOAP gives to the server."""


class Soap:
    """Sends envelopes of one version, and reads faults by the elements of their details."""

    def __init__(self, site: str, version: str = "Soap11") -> None:
        self.site, self.version = site, version
        self.client = cache(self.read)
        self.session = requests.Session()
        self.session.hooks["response"].append(self.note)
        self.statuses: list[int] = []

    def read(self, service: str) -> Any:
        """A client of one service."""
        address = f"{self.site}/soap/{service}?wsdl"
        carried = Transport(session=self.session, timeout=30)  # type: ignore[no-untyped-call]
        return zeep.Client(address, transport=carried, port_name=f"{service.capitalize()}{self.version}")  # type: ignore[no-untyped-call]

    def note(self, answer: requests.Response, *_: Any, **__: Any) -> None:
        """Keep the status of an answer."""
        self.statuses.append(answer.status_code)

    def call(self, call: Call) -> Plain:
        """Name each element as the schema does."""
        client = self.client(call.service)
        said = {camel(name): value for name, value in call.said.items()}
        if call.include:
            said["include"] = {"item": [camel(name) for name in call.include]}
        operation = camel(call.operation)
        with client.settings(extra_http_headers=call.headers):
            try:
                answer = client.service[operation[0].upper() + operation[1:]](**said)
            except zeep.exceptions.Fault as fault:
                raise self.refusal(client, fault) from None
        return renamed(plain_of(answer))

    def refusal(self, client: Any, fault: Any) -> Refused:
        """What a fault says, in the form of its version."""
        told = told_in(client, fault)
        assert (fault.code, self.statuses[-1]) == self.form(told.code)
        return told

    def form(self, code: str) -> tuple[str, int]:
        """How a fault with a code of the contract travels: its code in SOAP, and the HTTP status."""
        if self.version == "Soap11":
            return ("soap:Server" if code in OURS else "soap:Client"), 500
        if code in OURS:
            return "soap:Receiver", 500
        return "soap:Sender", 401 if code == "unauthenticated" else 400

    def close(self) -> None:
        """Let go of the connections."""
        self.session.close()


def told_in(client: Any, fault: Any) -> Refused:
    """What the detail of a fault says, by its element in the schema."""
    (element,) = fault.detail
    name = element.tag.rpartition("}")[2]
    detail = plain_of(client.wsdl.types.deserialize(element))
    if name == "Violations":
        return Refused("invalid_argument", violations=tuple(one["path"] for one in detail))
    code, message = detail.pop("code"), detail.pop("message")
    assert message == fault.message
    return Refused(
        code, "" if name == "Error" else name, {snake(key): value for key, value in detail.items()}
    )


def plain_of(value: Any) -> Plain:
    """What zeep read: an element that only holds items is their list."""
    if isinstance(value, list):
        return [plain_of(one) for one in value]
    if not isinstance(value, CompoundValue):
        return value
    declared = value._xsd_type.elements
    if holds_items(value._xsd_type):
        return plain_of(value[declared[0][0]])
    return {name: plain_of(value[name]) if value[name] is not None else empty(one) for name, one in declared}


def holds_items(type: Any) -> bool:
    """Tell whether a type is that of a list's element."""
    return isinstance(type, ComplexType) and [one.accepts_multiple for _, one in type.elements] == [True]


def empty(element: Any) -> Plain:
    """What an element is whose text or items zeep reads as None."""
    if element.nillable or not element.min_occurs:
        return None
    return [] if holds_items(element.type) else ""
