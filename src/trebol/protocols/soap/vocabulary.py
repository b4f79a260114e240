"""The names XML documents are made of: namespaces, and the element names that the contract's give."""

from __future__ import annotations

from typing import Any

from trebol.contract.description import Field, MessageRef, Service, Type
from trebol.contract.names import camel

Element = Any
"""An element of lxml, of which the WSDL is made."""

XSD = "http://www.w3.org/2001/XMLSchema"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
XML = "http://www.w3.org/XML/1998/namespace"
WSDL = "http://schemas.xmlsoap.org/wsdl/"
WSDL_SOAP11 = "http://schemas.xmlsoap.org/wsdl/soap/"
WSDL_SOAP12 = "http://schemas.xmlsoap.org/wsdl/soap12/"
CODES = "urn:trebol:codes"
"""The namespace of the codes in a SOAP 1.2 subcode."""

RESULT, ITEM, ITEMS, AFTER, ENTRY, KEY, VALUE = "result", "item", "items", "after", "entry", "key", "value"


def qualified(namespace: str, local: str) -> str:
    """Write a qualified name as the parser does: ``namespace}local``."""
    return f"{namespace}}}{local}"


def local_name(name: str) -> str:
    """Return the local part of a qualified name."""
    return name.rpartition("}")[2]


def item_name(item: Type) -> str:
    """The element of a list's item: ``passenger`` for a ``Passenger``, ``item`` for what has no name."""
    return member_name(item.name) if isinstance(item, MessageRef) else ITEM


def member_name(message: str) -> str:
    """The element that holds a message in a list or a union: its name with a small first letter."""
    return message[:1].lower() + message[1:]


def fields_of(service: Service, message: str) -> list[Field]:
    """The fields that are a message's own, and that an input has: a reference is another service's."""
    return [field for field in service.messages[message].fields if not field.reference]


def element_name(name: str) -> str:
    """The element of a field or parameter: ``seats_free`` -> ``seatsFree``."""
    return camel(name)


def action_of(service: Service, element: str) -> str:
    """The action (``soapAction``) of an operation: its namespace and its request element."""
    return f"{service.namespace}:{element}"
