"""From an HTTP request to the root of an XML document: media type, charset, size, and a parser within limits.

Comments and processing instructions are left out; what they stand between joins.
"""

from __future__ import annotations

from functools import lru_cache
from xml.parsers import expat

import msgspec
from django.http import HttpRequest
from django.utils.http import parse_header_parameters

from trebol.contract.errors import InvalidArgument, ResourceExhausted
from trebol.contract.violations import Violation
from trebol.contract.words import said
from trebol.protocols.soap.charset import in_utf8
from trebol.runtime.chunks import read_chunks
from trebol.runtime.limits import Limits
from trebol.runtime.refusal import HttpRefusal, too_large, without_length

TEXT_XML, SOAP_XML = "text/xml", "application/soap+xml"
TYPES = {"soap11": TEXT_XML, "soap12": SOAP_XML}
ACCEPTED = f"{TEXT_XML}, {SOAP_XML}"
NO_DOCTYPE = said("XML without a document type declaration (SOAP 1.1 section 3, SOAP 1.2 part 1 section 5)")


class Media(msgspec.Struct, frozen=True):
    """What a Content-Type says: the media type, its charset ("" where it says none) and SOAP 1.2's action."""

    type: str
    charset: str = ""
    action: str = ""


@lru_cache(maxsize=256)
def media_of(content_type: str) -> Media:
    """Read a Content-Type (RFC 9110 section 8.3; its ``action`` is RFC 3902's)."""
    type_, parameters = parse_header_parameters(content_type)
    return Media(type_.strip().lower(), parameters.get("charset", "").strip(), parameters.get("action", ""))


def check_media(request: HttpRequest, media: Media) -> None:
    """Refuse what is no SOAP request, or is compressed (415)."""
    if media.type.startswith("multipart/"):
        attached = said(
            "Attachments (MTOM, SwA) are not read: put binary content into its element as base64."
        )
        raise unsupported(attached)
    if media.type not in (TEXT_XML, SOAP_XML):
        raise unsupported(said("A SOAP request is {soap11} (SOAP 1.1) or {soap12} (SOAP 1.2).", **TYPES))
    if request.META.get("HTTP_CONTENT_ENCODING", "identity").strip().lower() not in ("", "identity"):
        raise unsupported(said("A compressed body is not read: send it without Content-Encoding."))


def unsupported(message: str) -> HttpRefusal:
    """The refusal of a media type, charset or encoding (RFC 9110 section 15.5.16)."""
    return HttpRefusal(415, message, {"Accept": ACCEPTED})


def body_of(request: HttpRequest, limit: int) -> bytes:
    """Return the body; 413 when it is over the limit (bytes), which is all that is read of it."""
    length = request.META.get("CONTENT_LENGTH") or ""
    if not (length.isdigit() and int(length) > limit):
        raw = request.read(limit + 1) if length else read_chunks(request, limit)
        if raw is None:
            raise without_length()
        if len(raw) <= limit:
            return raw
    raise too_large(limit)


Scope = tuple["Scope", dict[str | None, str]] | None


class Node(msgspec.Struct, gc=False):
    """An element. ``tag`` and the names in ``attributes`` (name, value, name ...) are ``namespace}local``.

    ``text``: all that stands directly inside. ``scope``: the prefixes declared here, and the scope outside.
    """

    tag: str
    attributes: list[str]
    scope: Scope
    children: list[Node]
    text: str = ""

    def get(self, name: str, absent: str = "") -> str:
        """Return the value of an attribute."""
        attributes = self.attributes
        for at in range(0, len(attributes), 2):
            if attributes[at] == name:
                return attributes[at + 1]
        return absent

    def namespace_of(self, prefix: str | None) -> str:
        """Return what a prefix stands for here; "" for one that is not declared."""
        scope = self.scope
        while scope is not None:
            scope, declared = scope
            if prefix in declared:
                return declared[prefix]
        return ""


def root_of(raw: bytes, charset: str, limits: Limits) -> Node:
    """Parse a document; ``InvalidArgument`` when it is not XML, ``ResourceExhausted`` when over a limit.

    The limits hold while it is parsed, and a document type declaration ends it where it begins: no entity is
    ever declared. expat and not lxml: libxml2 keeps every name it ever saw in a table for each thread, which
    requests of made-up names would fill until the process is out of memory.
    """
    if raw[:1] != b"<" or charset.lower() != "utf-8":
        raw = transcoded(raw, charset)
    around = Node("", [], None, [])
    try:
        parser_into(around, limits).Parse(raw, True)
    except expat.ExpatError as error:
        raise malformed(said("well-formed XML 1.0: {error}", error=error)) from None
    return around.children[0]


def parser_into(around: Node, limits: Limits) -> expat.XMLParserType:
    """Make a parser that grows a tree inside a node; closures, since they run for every tag and text."""
    open_nodes, inner, left = [around], around, limits.nodes
    declared: dict[str | None, str] = {}

    def start(tag: str, attributes: list[str]) -> None:
        nonlocal inner, left, declared
        scope = inner.scope
        if declared:
            scope, declared = (scope, declared), {}
        node = Node(tag, attributes, scope, [])
        inner.children.append(node)
        open_nodes.append(node)
        inner = node
        left -= 1
        if left < 0 or len(open_nodes) > limits.depth + 1:
            raise too_much(limits, left)

    def end(tag: str) -> None:
        nonlocal inner
        open_nodes.pop()
        inner = open_nodes[-1]

    def data(text: str) -> None:
        inner.text += text

    def declare(prefix: str | None, namespace: str | None) -> None:
        declared[prefix] = namespace or ""

    parser = expat.ParserCreate("utf-8", "}")
    parser.buffer_text = parser.ordered_attributes = True
    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = start, end, data
    parser.StartNamespaceDeclHandler, parser.StartDoctypeDeclHandler = declare, refuse_doctype
    return parser


def too_much(limits: Limits, left: int) -> ResourceExhausted:
    """The refusal of a document that passes a limit."""
    if left < 0:
        most = said("The document has more elements than the limit of {limit}.", limit=limits.nodes)
        return ResourceExhausted(most)
    deepest = said("The document nests deeper than the limit of {limit} levels.", limit=limits.depth)
    return ResourceExhausted(deepest)


def refuse_doctype(*declaration: object) -> None:
    """Refuse a document type declaration, where it begins."""
    raise malformed(NO_DOCTYPE)


def transcoded(raw: bytes, charset: str) -> bytes:
    """Return a document in UTF-8; 415 for a charset that is not read."""
    try:
        return in_utf8(raw, charset)
    except UnicodeError:
        raise malformed(said("XML in the charset that it says, which its bytes are not")) from None
    except LookupError:
        raise unsupported(said("The charset is not read: send the XML in UTF-8.")) from None


def malformed(expected: str) -> InvalidArgument:
    """The refusal of a document that is not what XML or SOAP say."""
    return InvalidArgument([Violation((), "syntax", expected)])
