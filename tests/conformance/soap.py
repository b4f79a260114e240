"""The SOAP driver: envelopes of both versions written as text, and answers read by the contract alone."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape

from lxml import etree

from tests.conformance.case import Arguments, Outcome, Plain, Raw, Unsayable
from tests.conformance.texts import text_of
from tests.conformance.wire import Answer, Request
from trebol.contract.compile import Compiled
from trebol.contract.description import (
    EnumRef,
    Field,
    ListOf,
    MapOf,
    MessageRef,
    PageOf,
    Scalar,
    Service,
    Type,
    UnionRef,
)  # fmt: skip
from trebol.contract.names import camel

XSI = "http://www.w3.org/2001/XMLSchema-instance"
CARRIED = re.compile("[\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]*").fullmatch
PARTS = {
    "1.1": ("faultcode", "faultstring", "detail"),
    "1.2": ("{0}Code/{0}Value", "{0}Reason/{0}Text", "{0}Detail"),
}
"""Where each version has its code, its message and the detail."""
RECEIVER = {
    "unknown",
    "deadline_exceeded",
    "aborted",
    "unimplemented",
    "internal",
    "unavailable",
    "data_loss",
}


@dataclass(frozen=True)
class Soap:
    """``POST /soap/rides`` with an envelope, and the envelope that comes back."""

    version: str
    envelope: str
    media_type: str

    @property
    def name(self) -> str:
        """``soap 1.1``."""
        return f"soap {self.version}"

    def request(self, compiled: Compiled, arguments: Arguments, headers: Mapping[str, str]) -> Request:
        """Write the envelope of a call."""
        service, operation = compiled.service, compiled.operation
        types = {field.name: field.type for field in operation.parameters}
        inside = record_text(service, types, arguments)
        element = operation.element
        text = (
            f"<?xml version='1.0'?><e:Envelope xmlns:e='{self.envelope}' xmlns:xsi='{XSI}'><e:Body>"
            f"<{element} xmlns='{service.namespace}'>{inside}</{element}></e:Body></e:Envelope>"
        )
        action = f"{service.namespace}:{element}"
        more = {"SOAPAction": f'"{action}"'} if self.version == "1.1" else {}
        media = self.media_type if self.version == "1.1" else f'{self.media_type}; action="{action}"'
        return Request(
            "POST", f"/soap/{service.name}", text.encode(), f"{media}; charset=utf-8", {**headers, **more}
        )

    def outcome(self, compiled: Compiled, answer: Answer) -> Outcome:
        """Read a response element or a fault."""
        assert answer.headers["Content-Type"].partition(";")[0] == self.media_type
        envelope = etree.fromstring(answer.body)
        assert envelope.tag == f"{{{self.envelope}}}Envelope"
        payload = only(only(envelope, f"{{{self.envelope}}}Body"))
        reader = Reader(compiled.service)
        if payload.tag == f"{{{self.envelope}}}Fault":
            return self.fault(compiled, payload, answer.status)
        assert answer.status == 200
        assert payload.tag == reader.tag(f"{compiled.operation.element}Response")
        if compiled.operation.result is None:
            assert len(payload) == 0
            return Outcome()
        return Outcome(value=reader.value(only(payload, reader.tag("result")), compiled.operation.result))

    def fault(self, compiled: Compiled, fault: Any, status: int) -> Outcome:
        """Read a fault: what its version says of it agrees with its detail."""
        here = f"{{{self.envelope}}}" if self.version == "1.2" else ""
        code, reason, at = PARTS[self.version]
        local, message = (fault.findtext(path.format(here)) for path in (code, reason))
        detail = fault.find(at.format(here))
        assert self.version == "1.2" or status == 500
        outcome = told(compiled, only(detail), message)
        ours = outcome.code in RECEIVER
        prefix, _, local = local.partition(":")
        assert fault.nsmap[prefix] == self.envelope
        if self.version == "1.1":
            assert local == ("Server" if ours else "Client")
        else:
            assert local == ("Receiver" if ours else "Sender")
            assert status == (500 if ours else 401 if outcome.code == "unauthenticated" else 400)
            subcode = fault.findtext(f"{here}Code/{here}Subcode/{here}Value")
            assert subcode.partition(":")[2] == outcome.code
        return outcome


SOAP11 = Soap("1.1", "http://schemas.xmlsoap.org/soap/envelope/", "text/xml")
SOAP12 = Soap("1.2", "http://www.w3.org/2003/05/soap-envelope", "application/soap+xml")


def told(compiled: Compiled, detail: Any, message: str) -> Outcome:
    """Read the detail: violations, a code, or a declared fault."""
    service, reader = compiled.service, Reader(compiled.service)
    name = etree.QName(detail).localname
    assert etree.QName(detail).namespace == service.namespace
    if name == "Violations":
        found = [(one.findtext(reader.tag("path")), one.findtext(reader.tag("reason"))) for one in detail]
        violations = tuple(sorted((path or "", reason or "") for path, reason in found))
        return Outcome(code="invalid_argument", message=message, violations=violations)
    code, said, *rest = detail
    assert (code.tag, said.tag) == (reader.tag("code"), reader.tag("message"))
    assert said.text == message
    if name == "Error":
        assert not rest
        return Outcome(code=code.text, message=message)
    assert name in compiled.operation.raises
    return Outcome(
        code=code.text, fault=name, detail=reader.record(rest, service.faults[name].fields), message=message
    )


def only(element: Any, tag: str = "") -> Any:
    """The one child of an element."""
    (child,) = element
    assert not tag or child.tag == tag
    return child


def record_text(service: Service, types: Mapping[str, Type], value: Mapping[str, Plain]) -> str:
    """Write the elements of a record."""
    return "".join(
        element_text(service, camel(name), types.get(name), inner) for name, inner in value.items()
    )


def element_text(service: Service, name: str, type: Type | None, value: Plain) -> str:
    """Write one element."""
    if value is None:
        return f'<{name} xsi:nil="true"/>'
    return f"<{name}>{content(service, type, value)}</{name}>"


def content(service: Service, type: Type | None, value: Plain) -> str:
    """Write what stands inside an element."""
    match type:
        case MessageRef(name=name) if isinstance(value, Mapping):
            return record_text(service, types_of(service, name), value)
        case UnionRef(members=members) if isinstance(value, Mapping):
            name = next(name for name in members if service.messages[name].tag == value["type"])
            own = {key: inner for key, inner in value.items() if key != "type"}
            return element_text(service, small(name), MessageRef(name=name), own)
        case ListOf(item=item) if isinstance(value, list):
            return "".join(element_text(service, item_name(item), item, inner) for inner in value)
        case MapOf(value=inner_type) if isinstance(value, Mapping):
            return "".join(
                f"<entry>{element_text(service, 'key', None, key)}"
                f"{element_text(service, 'value', inner_type, inner)}</entry>"
                for key, inner in value.items()
            )
    if isinstance(value, Raw) and value.json_only:
        raise Unsayable("XML has texts only")
    text = value.text if isinstance(value, Raw) else text_of(value)
    if not CARRIED(text):
        raise Unsayable("XML cannot carry this text")
    return escape(text, {"\r": "&#13;"})


def types_of(service: Service, name: str) -> dict[str, Type]:
    """The types of a message's fields."""
    return {field.name: field.type for field in service.messages[name].fields}


def small(name: str) -> str:
    """``Coin`` -> ``coin``."""
    return name[:1].lower() + name[1:]


def item_name(item: Type) -> str:
    """The element of a list's item."""
    return small(item.name) if isinstance(item, MessageRef) else "item"


class Reader:
    """Reads the elements of one service."""

    def __init__(self, service: Service) -> None:
        self.service = service

    def tag(self, name: str) -> str:
        """The tag of an element: everything is in the namespace of the service."""
        return f"{{{self.service.namespace}}}{name}"

    def record(self, elements: list[Any], fields: tuple[Field, ...]) -> dict[str, Plain]:
        """Read a record: every element is there, in order."""
        assert [element.tag for element in elements] == [self.tag(camel(field.name)) for field in fields]
        pairs = zip(elements, fields, strict=True)
        return {field.name: self.value(element, field.type) for element, field in pairs}

    def value(self, element: Any, type: Type) -> Plain:
        """An element in the common form."""
        if element.get(f"{{{XSI}}}nil") is not None:
            assert type.nullable
            assert (element.get(f"{{{XSI}}}nil"), len(element), element.text) == ("true", 0, None)
            return None
        assert not element.attrib
        return self.present(element, type)

    def present(self, element: Any, type: Type) -> Plain:
        """An element that is not nil."""
        match type:
            case Scalar(name=name):
                assert len(element) == 0
                return scalar(name, element.text or "")
            case EnumRef(name=name):
                assert element.text in self.service.enums[name].values
                return element.text
            case MessageRef(name=name):
                return self.record(list(element), self.service.messages[name].fields)
            case UnionRef(members=members):
                member = only(element)
                name = next(name for name in members if self.tag(small(name)) == member.tag)
                return {"type": name} | self.record(list(member), self.service.messages[name].fields)
            case ListOf(item=item):
                assert {child.tag for child in element} <= {self.tag(item_name(item))}
                return [self.value(child, item) for child in element]
            case MapOf(value=value):
                return self.entries(element, value)
            case PageOf(item=item):
                items, after = element
                assert (items.tag, after.tag) == (self.tag("items"), self.tag("after"))
                nullable = Scalar(name="str", nullable=True)
                return {"items": self.value(items, ListOf(item=item)), "after": self.value(after, nullable)}

    def entries(self, element: Any, value: Type) -> dict[str, Plain]:
        """A dict: no two entries have one key."""
        found = {}
        for one in element:
            key, inner = one
            assert (one.tag, key.tag, inner.tag) == (self.tag("entry"), self.tag("key"), self.tag("value"))
            found[key.text or ""] = self.value(inner, value)
        assert len(found) == len(element)
        return found


def scalar(name: str, text: str) -> Plain:
    """The text of a scalar in the common form."""
    if name == "bool":
        return {"true": True, "false": False}[text]
    if name in ("int", "int64"):
        return int(text)
    return repr(float(text)) if name == "float" else text
