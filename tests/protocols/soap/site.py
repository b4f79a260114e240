"""A SOAP service without a server: requests in, responses out."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse
from django.test import RequestFactory
from lxml import etree

from trebol.contract.compile import compile_contracts
from trebol.protocols import soap
from trebol.protocols.soap.envelope import SOAP11, SOAP12, Version
from trebol.runtime.drive import drive
from trebol.runtime.host import Host
from trebol.runtime.limits import Limits
from trebol.runtime.perform import Runtime

SECRET: dict[str, Any] = {"headers": {"Authorization": "Basic " + base64.b64encode(b"robot:secret").decode()}}
CONTENT_TYPES = {SOAP11: "text/xml; charset=utf-8", SOAP12: "application/soap+xml; charset=utf-8"}
NAMES = {"s11": SOAP11.namespace, "s12": SOAP12.namespace}


class Answer:
    """A response, read."""

    def __init__(self, response: HttpResponse) -> None:
        self.response, self.status = response, response.status_code
        self.root = etree.fromstring(response.content)
        self.soap = SOAP11 if self.root.tag == f"{{{SOAP11.namespace}}}Envelope" else SOAP12

    @property
    def payload(self) -> Any:
        """The element inside the body."""
        body = self.root.find(f"{{{self.soap.namespace}}}Body")
        assert body is not None
        assert len(body) == 1
        return body[0]

    @property
    def detail(self) -> Any:
        """The element inside the fault's detail."""
        found = self.payload.find("detail" if self.soap is SOAP11 else f"{{{SOAP12.namespace}}}Detail")
        return None if found is None else found[0]

    def text(self, path: str) -> str | None:
        """The text at a path, in SOAP's namespaces."""
        found = self.payload.find(
            path, {"s": self.soap.namespace, "x": "http://www.w3.org/XML/1998/namespace"}
        )
        return None if found is None else found.text

    def fields(self, element: Any) -> dict[str, str | None]:
        """The texts of an element's children, by local name."""
        return {etree.QName(child).localname: child.text for child in element}

    @property
    def code(self) -> str | None:
        """The code of a fault, wherever its version says it."""
        if self.soap is SOAP11:
            return self.text("faultcode")
        return self.text("s:Code/s:Value")

    @property
    def violations(self) -> list[tuple[str, str, str]]:
        """Path, wire path and reason of each violation."""
        assert etree.QName(self.detail).localname == "Violations"
        found = [self.fields(violation) for violation in self.detail]
        return [(f["path"] or "", f["wirePath"] or "", f["reason"] or "") for f in found]


class Site:
    """The SOAP endpoints of some services."""

    def __init__(self, services: Sequence[tuple[type, type]], limits: Limits | None = None) -> None:
        self.compilation = compile_contracts([contract for contract, _ in services], project="tests")
        assert self.compilation.problems == ()
        made = {contract: implementation() for contract, implementation in services}
        found = {service_id: made[contract] for service_id, contract in self.compilation.services.items()}
        self.runtime = Runtime(Host(self.compilation, found))
        self.endpoints = {e.route: e for e in soap.endpoints(self.compilation, limits or Limits())}
        self.route = next(iter(self.endpoints))

    def send(
        self, method: str, body: bytes = b"", content_type: str = "", query: str = "", **extra: Any
    ) -> HttpResponse:
        """Send a request as it is."""
        extra = {"CONTENT_TYPE": content_type, "QUERY_STRING": query} | extra
        request = RequestFactory().generic(method, f"/{self.route}", body, **extra)
        return drive(self.endpoints[self.route].handle(request), self.runtime)

    def post(self, body: bytes, version: Version = SOAP11, **extra: Any) -> Answer:
        """Post a document."""
        return Answer(self.send("POST", body, **({"content_type": CONTENT_TYPES[version]} | extra)))

    def call(self, payload: str, version: Version = SOAP11, header: str = "", **extra: Any) -> Answer:
        """Post a request element in an envelope."""
        return self.post(enveloped(payload, version, header), version, **extra)

    def wsdl(self, query: str = "wsdl") -> Any:
        """Get a WSDL."""
        response = self.send("GET", query=query)
        assert response.status_code == 200
        return etree.fromstring(response.content)

    def schema(self, query: str = "wsdl") -> etree.XMLSchema:
        """Get the schema in a WSDL: the oracle of these tests."""
        alone = etree.tostring(self.wsdl(query).find(".//{http://www.w3.org/2001/XMLSchema}schema"))
        return etree.XMLSchema(etree.fromstring(alone))


def enveloped(payload: str, version: Version = SOAP11, header: str = "") -> bytes:
    """Put a request element in an envelope."""
    head = f"<soap:Header>{header}</soap:Header>" if header else ""
    body = f"<soap:Body>{payload}</soap:Body>"
    return f'<soap:Envelope xmlns:soap="{version.namespace}">{head}{body}</soap:Envelope>'.encode()
