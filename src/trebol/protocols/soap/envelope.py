"""SOAP envelopes: the two versions, opened strictly, and written.

One endpoint serves both: the envelope's namespace says which it is, and the answer is in the same.
"""

from __future__ import annotations

import msgspec

from trebol.contract.code import Code
from trebol.contract.errors import Refusal
from trebol.contract.words import said
from trebol.protocols.soap.request import SOAP_XML, TEXT_XML, Node, malformed
from trebol.protocols.soap.vocabulary import local_name, qualified


class Version(msgspec.Struct, frozen=True, kw_only=True):
    """One version of SOAP: what its envelopes are made of."""

    name: str
    namespace: str
    content_type: str
    start: bytes
    envelope: str
    header: str
    body: str
    encoding_style: str
    must_understand: str
    role: str
    ours: frozenset[str]


def version(name: str, namespace: str, media_type: str, role: str, ours: set[str]) -> Version:
    """Describe a version; ``role`` is its attribute for an actor, ``ours`` the actors that we are."""
    return Version(
        name=name, namespace=namespace, content_type=f"{media_type}; charset=utf-8", ours=frozenset(ours),
        start=f'<?xml version="1.0" encoding="utf-8"?><soap:Envelope xmlns:soap="{namespace}">'.encode(),
        envelope=qualified(namespace, "Envelope"), header=qualified(namespace, "Header"),
        body=qualified(namespace, "Body"), encoding_style=qualified(namespace, "encodingStyle"),
        must_understand=qualified(namespace, "mustUnderstand"), role=qualified(namespace, role),
    )  # fmt: skip


SOAP11 = version(
    "1.1", "http://schemas.xmlsoap.org/soap/envelope/", TEXT_XML, "actor",
    {"http://schemas.xmlsoap.org/soap/actor/next"},
)  # fmt: skip
SOAP12_ENVELOPE = "http://www.w3.org/2003/05/soap-envelope"
SOAP12 = version(
    "1.2", SOAP12_ENVELOPE, SOAP_XML, "role",
    {f"{SOAP12_ENVELOPE}/role/next", f"{SOAP12_ENVELOPE}/role/ultimateReceiver"},
)  # fmt: skip
VERSIONS = {found.envelope: found for found in (SOAP11, SOAP12)}
NO_ENCODING = f"{SOAP12_ENVELOPE}/encoding/none"


class EnvelopeRefusal(Refusal):
    """A fault that SOAP itself defines: ``fault`` is its code's name, ``blocks`` the headers it is about."""

    code = Code.INVALID_ARGUMENT

    def __init__(self, fault: str, message: str, blocks: tuple[Node, ...] = ()) -> None:
        super().__init__(message)
        self.fault, self.blocks = fault, blocks


def envelope(soap: Version, body: bytes, header: bytes = b"") -> bytes:
    """Write an envelope around what is written already."""
    header = b"<soap:Header>%b</soap:Header>" % header if header else b""
    return b"%b%b<soap:Body>%b</soap:Body></soap:Envelope>" % (soap.start, header, body)


def version_of(root: Node) -> Version:
    """Return the version of an envelope; what is another envelope, or none, is refused."""
    found = VERSIONS.get(root.tag)
    if found is not None:
        return found
    if local_name(root.tag) == "Envelope":
        other = said("The envelope's namespace is neither SOAP 1.1's nor SOAP 1.2's.")
        raise EnvelopeRefusal("VersionMismatch", other)
    raise malformed(said("a SOAP envelope: the document's root is another element"))


def payload_of(root: Node, soap: Version) -> Node:
    """Return the one element inside the body, once every header that must be understood is."""
    parts = root.children
    if parts and parts[0].tag == soap.header:
        check_headers(parts[0], soap)
        parts = parts[1:]
    if len(parts) != 1 or parts[0].tag != soap.body:
        raise malformed(said("an envelope of an optional Header and one Body"))
    body = parts[0]
    if len(body.children) != 1:
        expected = said("a Body with one element, the request of an operation (document/literal wrapped)")
        raise malformed(expected)
    payload = body.children[0]
    if body.text.strip(" \t\r\n"):
        raise malformed(said("a Body with elements only, no text between them"))
    for element in (root, body, payload):
        if element.attributes:
            check_encoding(element, soap)
    return payload


def check_encoding(element: Node, soap: Version) -> None:
    """Refuse SOAP's own encoding (section 5 encoding, multi-reference values): we speak literal XML."""
    if element.get(soap.encoding_style) not in ("", NO_ENCODING):
        fault = "DataEncodingUnknown" if soap is SOAP12 else "Client"
        message = said("encodingStyle is not read: send document/literal, as the WSDL says.")
        raise EnvelopeRefusal(fault, message)


def check_headers(header: Node, soap: Version) -> None:
    """Refuse header blocks that are meant for us and must be understood: we understand none.

    SOAP 1.1 section 4.2.3, SOAP 1.2 part 1 section 2.4. A block for another actor is left alone.
    """
    missed = tuple(block for block in header.children if is_mandatory(block, soap))
    if missed:
        names = ", ".join(spelled(block.tag) for block in missed)
        message = said("These headers must be understood, and are not: {names}.", names=names)
        raise EnvelopeRefusal("MustUnderstand", message, missed)


def is_mandatory(block: Node, soap: Version) -> bool:
    """Tell whether a header block is for us and says mustUnderstand."""
    told = block.get(soap.must_understand, "0").strip()
    if told not in ("0", "1", "false", "true"):
        raise malformed(said("mustUnderstand as 0 or 1 (SOAP 1.1), a boolean (SOAP 1.2)"))
    return told in ("1", "true") and block.get(soap.role).strip() in ("", *soap.ours)


def spelled(name: str) -> str:
    """Spell a qualified name for a person: ``{namespace}local``."""
    return "{" + name if "}" in name else name
