"""The SOAP endpoint of a service: every version of it, in SOAP 1.1 and 1.2, and its WSDL."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec
from django.http import HttpRequest, HttpResponse

from trebol.contract.code import Code
from trebol.contract.compile import Compilation, Compiled
from trebol.contract.description import Service
from trebol.contract.errors import Refusal, ServiceError
from trebol.contract.words import said
from trebol.protocols.soap.decode import Decoder
from trebol.protocols.soap.encode import Asked, Encoder
from trebol.protocols.soap.envelope import SOAP11, SOAP12, envelope, payload_of, spelled, version_of
from trebol.protocols.soap.faults import FaultWriter, note
from trebol.protocols.soap.findings import Found
from trebol.protocols.soap.request import (
    SOAP_XML,
    TEXT_XML,
    Media,
    Node,
    body_of,
    check_media,
    media_of,
    root_of,
)
from trebol.protocols.soap.vocabulary import action_of, qualified
from trebol.protocols.soap.wsdl import Description
from trebol.runtime.authenticate import credential_of
from trebol.runtime.failure import internal
from trebol.runtime.invocation import Endpoint, Handling, Invocation
from trebol.runtime.limits import Limits
from trebol.runtime.result import Result
from trebol.runtime.room import text_room

BROKEN = (ValueError, TypeError, AttributeError, LookupError)
"""What writing raises for a row that is not what the contract says."""


class Unknown(Refusal):
    """There is no such operation."""

    code = Code.NOT_FOUND


class Served(msgspec.Struct, frozen=True):
    """An operation as SOAP serves it."""

    compiled: Compiled
    action: str
    decoder: Decoder
    encoder: Encoder
    faults: FaultWriter


class Exchange:
    """What is known of one request so far: in which version and by whom its answer is written."""

    def __init__(self, faults: FaultWriter) -> None:
        self.faults, self.soap = faults, SOAP11
        self.plain: dict[str, Any] | None = None

    def arguments(self, decoder: Decoder, payload: Node) -> msgspec.Struct:
        """Decode the request element; what was read of it is kept for the fault."""
        found = Found()
        self.plain = decoder.plain(payload, found)
        return decoder.arguments(self.plain, found)


def endpoints(compilation: Compilation, limits: Limits) -> Sequence[Endpoint]:
    """Publish a contract: ``/soap/<service>`` for each service that has an operation for SOAP."""
    versions: dict[str, list[Service]] = {}
    for service in compilation.contract.services:
        if any("soap" not in operation.withheld for operation in service.operations):
            versions.setdefault(service.name, []).append(service)
    return tuple(
        Endpoint(f"soap/{name}", SoapEndpoint(compilation, services, limits).handle, f"trebol-soap-{name}")
        for name, services in versions.items()
    )


class SoapEndpoint:
    """Answers every request to one service. ``services``: its versions, oldest first."""

    def __init__(self, compilation: Compilation, services: Sequence[Service], limits: Limits) -> None:
        self.limits = limits
        self.faults = FaultWriter(services[-1])
        self.description = Description(services)
        self.served: dict[str, Served] = {}
        self.actions: set[str] = set()
        for service in services:
            for operation in service.operations:
                if "soap" not in operation.withheld:
                    compiled = compilation.operations[operation.id]
                    action = action_of(service, operation.element)
                    self.served[qualified(service.namespace, operation.element)] = Served(
                        compiled, action, Decoder(compiled), Encoder(compiled), FaultWriter(service, compiled)
                    )
                    self.actions.add(action)
        self.room = text_room([served.compiled for served in self.served.values()], limits)

    def handle(self, request: HttpRequest) -> Handling:
        """Decode, call, encode; an error is a fault. Other methods get the WSDL, or a hint."""
        if request.method != "POST":
            return self.description.response(request)
        exchange = Exchange(self.faults)
        try:
            served, payload = self.opened(request, exchange)
            credential = credential_of(request)
            asked = served.encoder.asked(served.decoder.include(payload))
            result = yield Invocation(
                served.compiled,
                lambda: exchange.arguments(served.decoder, payload),
                credential,
                asked.selection,
            )
            body = written(asked, result)
        except ServiceError as error:
            response = exchange.faults.response(error, exchange.soap, exchange.plain)
            note(error, request, response)
            return response
        return HttpResponse(envelope(exchange.soap, body), content_type=exchange.soap.content_type)

    def opened(self, request: HttpRequest, exchange: Exchange) -> tuple[Served, Node]:
        """Open a request: its operation, and its request element."""
        media = media_of(request.META.get("CONTENT_TYPE", ""))
        if media.type == SOAP_XML:
            exchange.soap = SOAP12
        check_media(request, media)
        root = root_of(body_of(request, self.room), media.charset, self.limits)
        exchange.soap = version_of(root)
        payload = payload_of(root, exchange.soap)
        served = self.find(payload, action_in(request, media))
        exchange.faults = served.faults
        return served, payload

    def find(self, payload: Node, action: str) -> Served:
        """Find the operation that an element asks for.

        The element decides. An action is only a hint, which many clients leave out or make up: one that names
        another operation of this service contradicts the element, and is refused.
        """
        served = self.served.get(payload.tag)
        if served is None:
            element = spelled(payload.tag)
            raise Unknown(
                said("There is no operation {element} here: the WSDL is at ?wsdl.", element=element)
            )
        if action != served.action and action in self.actions:
            told = {"action": action, "element": spelled(payload.tag)}
            raise Unknown(
                said(
                    "The action is {action}, the body asks for {element}: send the action of the body.",
                    **told,
                )
            )
        return served


def written(asked: Asked, result: Result) -> bytes:
    """Write a result; what XML cannot carry, which rows may hold, is an incident of ours."""
    try:
        return asked.encode(result)
    except BROKEN as error:
        raise internal(error, asked.compiled, "gave what XML cannot carry") from error


def action_in(request: HttpRequest, media: Media) -> str:
    """Return the action of a request (SOAP 1.1 section 6.1.1; SOAP 1.2: a parameter of the media type)."""
    action: str = request.META.get("HTTP_SOAPACTION", "") if media.type == TEXT_XML else media.action
    return action.strip().strip('"')
