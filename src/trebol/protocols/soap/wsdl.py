"""WSDL 1.1 of a service: document/literal wrapped, with a SOAP 1.1 and a SOAP 1.2 port, its schema embedded.

WS-I Basic Profile 1.1: one part for each message, a soapAction for each operation, one body element for each
operation (R2710), faults by name (R2754).
"""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from lxml import etree

from trebol.contract.description import Operation, Service
from trebol.protocols.soap.schema import published, schema_of
from trebol.protocols.soap.text import attribute, not_carried
from trebol.protocols.soap.vocabulary import WSDL, WSDL_SOAP11, WSDL_SOAP12, XSD, Element, action_of

HTTP_TRANSPORT = "http://schemas.xmlsoap.org/soap/http"
PLACE = "urn:trebol:place"
"""Stands in a document for its own address, which only a request tells."""
BINDINGS = (("Soap11", WSDL_SOAP11), ("Soap12", WSDL_SOAP12))


class Description:
    """Answers all but POST: the WSDL of a version, or what may be sent here."""

    def __init__(self, services: Sequence[Service]) -> None:
        self.documents = {str(service.version): wsdl_of(service) for service in services}
        self.newest = str(services[-1].version)

    def response(self, request: HttpRequest) -> HttpResponse:
        """Answer GET, HEAD, OPTIONS and what there is not."""
        asked = {name.lower(): value for name, value in request.GET.items()}
        methods = ["GET", "HEAD", "OPTIONS", "POST"] if "wsdl" in asked else ["OPTIONS", "POST"]
        allow = {"Allow": ", ".join(methods)}
        if request.method == "OPTIONS":
            return HttpResponse(status=204, headers=allow)
        place = request.build_absolute_uri(request.path)
        if request.method not in methods:
            hint = f"Send a SOAP request with POST. The WSDL is at {place}?wsdl"
            return said(
                405, f"{hint}\nEnvíe una petición SOAP con POST. El WSDL está en {place}?wsdl\n", allow
            )
        version = str(asked.get("version", self.newest))
        document = self.documents.get(version)
        if document is None:
            there = ", ".join(self.documents)
            return said(
                404, f"There is no such version; there are: {there}.\nNo hay esa versión; hay: {there}.\n"
            )
        return HttpResponse(document.replace(PLACE, attribute(place)), content_type="text/xml; charset=utf-8")


def said(status: int, text: str, headers: dict[str, str] | None = None) -> HttpResponse:
    """Answer with a text for a person."""
    return HttpResponse(text, status=status, content_type="text/plain; charset=utf-8", headers=headers)


def wsdl_of(service: Service) -> str:
    """Write the WSDL of one version of a service, with ``PLACE`` for its address."""
    root = etree.Element(
        wsdl("definitions"), {"name": service.title, "targetNamespace": service.namespace},
        nsmap={"wsdl": WSDL, "soap": WSDL_SOAP11, "soap12": WSDL_SOAP12, "xs": XSD, "tns": service.namespace},
    )  # fmt: skip
    document(root, service.doc)
    etree.SubElement(root, wsdl("types")).append(schema_of(service))
    operations = published(service)
    messages(root, operations)
    port_type(root, service, operations)
    for suffix, namespace in BINDINGS:
        binding(root, service, operations, suffix, namespace)
    ports(root, service)
    etree.indent(root)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + etree.tostring(root, encoding="unicode") + "\n"


def wsdl(name: str) -> str:
    """The tag of an element of WSDL."""
    return f"{{{WSDL}}}{name}"


def document(element: Element, text: str) -> None:
    """Say what something is for; WSDL wants this first."""
    if text:
        words: Element = etree.SubElement(element, wsdl("documentation"))
        words.text = not_carried.sub("", text)


def messages(root: Element, operations: Sequence[Operation]) -> None:
    """Write the messages: a request and a response for each operation, one for each fault."""
    for operation in operations:
        for name in (operation.element, f"{operation.element}Response"):
            message(root, name, "parameters", name)
    for name in dict.fromkeys(name for operation in operations for name in operation.raises):
        message(root, f"{name}Fault", "fault", name)


def message(root: Element, name: str, part: str, element: str) -> None:
    """Write a message of one part."""
    found = etree.SubElement(root, wsdl("message"), {"name": name})
    etree.SubElement(found, wsdl("part"), {"name": part, "element": f"tns:{element}"})


def port_type(root: Element, service: Service, operations: Sequence[Operation]) -> None:
    """Write the operations, named after their request element: that makes a reader unwrap the parameters."""
    port = etree.SubElement(root, wsdl("portType"), {"name": service.title})
    for operation in operations:
        found = etree.SubElement(port, wsdl("operation"), {"name": operation.element})
        document(found, operation_doc(service, operation))
        etree.SubElement(found, wsdl("input"), {"message": f"tns:{operation.element}"})
        etree.SubElement(found, wsdl("output"), {"message": f"tns:{operation.element}Response"})
        for name in operation.raises:
            etree.SubElement(found, wsdl("fault"), {"name": name, "message": f"tns:{name}Fault"})


def operation_doc(service: Service, operation: Operation) -> str:
    """Say what an operation is for, and who may call it."""
    if operation.public:
        return f"{operation.doc}\nPublic: no caller is needed.".strip()
    if operation.needs is None:
        return operation.doc
    return f"{operation.doc}\nNeeds {operation.needs}: {service.permissions[operation.needs].doc}".strip()


def binding(root: Element, service: Service, operations: Sequence[Operation], suffix: str, soap: str) -> None:
    """Write the binding of one version of SOAP."""
    name = f"{service.title}{suffix}"
    found = etree.SubElement(root, wsdl("binding"), {"name": name, "type": f"tns:{service.title}"})
    etree.SubElement(found, f"{{{soap}}}binding", {"style": "document", "transport": HTTP_TRANSPORT})
    for operation in operations:
        bound = etree.SubElement(found, wsdl("operation"), {"name": operation.element})
        action = {"soapAction": action_of(service, operation.element), "style": "document"}
        etree.SubElement(bound, f"{{{soap}}}operation", action)
        for direction in ("input", "output"):
            etree.SubElement(etree.SubElement(bound, wsdl(direction)), f"{{{soap}}}body", {"use": "literal"})
        for fault in operation.raises:
            declared = etree.SubElement(bound, wsdl("fault"), {"name": fault})
            etree.SubElement(declared, f"{{{soap}}}fault", {"name": fault, "use": "literal"})


def ports(root: Element, service: Service) -> None:
    """Write where the service is: both ports are one endpoint."""
    found = etree.SubElement(root, wsdl("service"), {"name": f"{service.title}Service"})
    document(found, service.doc)
    for suffix, soap in BINDINGS:
        name = f"{service.title}{suffix}"
        port = etree.SubElement(found, wsdl("port"), {"name": name, "binding": f"tns:{name}"})
        etree.SubElement(port, f"{{{soap}}}address", {"location": PLACE})
