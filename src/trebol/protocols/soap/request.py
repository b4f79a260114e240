"""From an HTTP request to the root of an XML document: media type, charset, size, and a hardened parser.

A document type declaration is refused before the parser sees it, so there is no entity to expand and nothing
to fetch. Comments and processing instructions are left out; what they stand between joins.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import msgspec
from django.http import HttpRequest
from django.utils.http import parse_header_parameters
from lxml import etree

from trebol.contract.code import Code
from trebol.contract.errors import InvalidArgument, Refusal, ResourceExhausted
from trebol.contract.violations import Violation
from trebol.protocols.soap.vocabulary import Element
from trebol.runtime.limits import Limits

TEXT_XML, SOAP_XML = "text/xml", "application/soap+xml"
ACCEPTED = f"{TEXT_XML}, {SOAP_XML}"
CHARSETS = {"utf-8": "", "ascii": "", "utf-16": "utf-16", "utf-16-le": "utf-16-le", "utf-16-be": "utf-16-be"}
CHARSETS |= {"iso8859-1": "latin-1"}
"""The charsets that are read, by Python's name for them; "" where their bytes are UTF-8 already."""

DECLARED = re.compile(rb"""<\?xml\s[^>]{0,100}?\sencoding\s*=\s*["']([A-Za-z0-9._\-]{1,40})["']""").match
BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
SNIFFED = ((b"<\0", "utf-16-le"), (b"\0<", "utf-16-be"))
NO_DOCTYPE = "XML without a document type declaration (SOAP 1.1 section 3, SOAP 1.2 part 1 section 5)"
DOCTYPE = re.compile(rb"(?:[ \t\r\n]++|<\?.*?\?>|<!--.*?-->)*+<!(?!--)", re.DOTALL).match


class HttpRefusal(Refusal):
    """What HTTP itself refuses: a media type (415), a body of no length (411)."""

    code = Code.INVALID_ARGUMENT

    def __init__(self, status: int, message: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(message)
        self.status, self.headers = status, dict(headers or {})


class BodyTooLarge(HttpRefusal):
    """A body over the limit (413)."""

    code = Code.RESOURCE_EXHAUSTED


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


def checked_media(request: HttpRequest) -> Media:
    """Return the media type of a SOAP request; 415 for what is none, or is compressed."""
    media = media_of(request.META.get("CONTENT_TYPE", ""))
    if media.type.startswith("multipart/"):
        raise unsupported(
            "Attachments (MTOM, SwA) are not read: put binary content into its element as base64."
        )
    if media.type not in (TEXT_XML, SOAP_XML):
        raise unsupported(f"A SOAP request is {TEXT_XML} (SOAP 1.1) or {SOAP_XML} (SOAP 1.2).")
    if request.META.get("HTTP_CONTENT_ENCODING", "identity").strip().lower() not in ("", "identity"):
        raise unsupported("A compressed body is not read: send it without Content-Encoding.")
    return media


def unsupported(message: str) -> HttpRefusal:
    """The refusal of a media type, charset or encoding (RFC 9110 section 15.5.16)."""
    return HttpRefusal(415, message, {"Accept": ACCEPTED})


def body_of(request: HttpRequest, limit: int) -> bytes:
    """Return the body; 413 when it is over the limit (bytes), which is all that is read of it."""
    length = request.META.get("CONTENT_LENGTH") or ""
    if not (length.isdigit() and int(length) > limit):
        raw = request.read(limit + 1) if length else read_chunks(request, limit)
        if len(raw) <= limit:
            return raw
    raise BodyTooLarge(413, f"The body is over the limit of {limit} bytes: send less at a time.")


def read_chunks(request: HttpRequest, limit: int) -> bytes:
    """Return a body whose length is not told, as far as one byte over the limit.

    Java's clients send long requests in chunks (RFC 9112 section 7.1). Django gives a WSGI request without a
    length an empty body, though servers such as granian say that their input ends by itself.
    """
    stream: Any = request
    if "wsgi.input" in request.META and request.META.get("HTTP_TRANSFER_ENCODING"):
        if not request.META.get("wsgi.input_terminated"):
            raise HttpRefusal(411, "This server reads no chunks: send the request with its Content-Length.")
        stream = request.META["wsgi.input"]
    parts, left = [], limit + 1
    while left and (part := stream.read(left)):
        parts.append(part)
        left -= len(part)
    return b"".join(parts)


def root_of(raw: bytes, charset: str, limits: Limits) -> Element:
    """Parse a document; ``InvalidArgument`` when it is not XML, ``ResourceExhausted`` when over a limit."""
    raw = in_utf8(raw, charset)
    if has_doctype(raw):
        raise malformed(NO_DOCTYPE)
    try:
        root = etree.fromstring(raw, hardened())
    except etree.XMLSyntaxError as error:
        raise malformed(f"well-formed XML 1.0: {error.msg}") from None
    if root.getroottree().docinfo.internalDTD is not None:
        raise malformed(NO_DOCTYPE)
    # Every element has one "<" that begins no end tag: most documents need no exact count.
    tags = raw.count(b"<") - raw.count(b"</")
    if tags > limits.depth and too_deep(limits.depth)(root):
        raise ResourceExhausted(f"The document nests deeper than the limit of {limits.depth} levels.")
    if tags > limits.nodes and sum(1 for _ in root.iter()) > limits.nodes:
        raise ResourceExhausted(f"The document has more elements than the limit of {limits.nodes}.")
    return root


def hardened() -> etree.XMLParser:
    """Make a parser that expands, loads and fetches nothing, within libxml2's own bounds."""
    return etree.XMLParser(
        encoding="utf-8", resolve_entities=False, load_dtd=False, dtd_validation=False,
        attribute_defaults=False, no_network=True, huge_tree=False, recover=False, remove_comments=True,
        remove_pis=True, collect_ids=False,
    )  # fmt: skip


@lru_cache(maxsize=4)
def too_deep(depth: int) -> etree.XPath:
    """Return what tells whether a document has a level below ``depth``."""
    return etree.XPath(f"boolean({'/*' * (depth + 1)})")


def in_utf8(raw: bytes, charset: str) -> bytes:
    """Return a document's text as UTF-8: a byte order mark decides, then the Content-Type, then the document.

    RFC 7303 section 3. 415 for a charset that is not read.
    """
    name = next((name for mark, name in BYTE_ORDER_MARKS if raw.startswith(mark)), "") or charset
    if not name:
        declared = DECLARED(raw)
        sniffed = next((name for start, name in SNIFFED if raw.startswith(start)), "")
        name = sniffed or (declared[1].decode() if declared else "utf-8")
    codec = codec_of(name)
    if codec is None:
        raise unsupported("The charset is not read: send the XML in UTF-8.")
    if not codec:
        return raw.removeprefix(codecs.BOM_UTF8)
    try:
        return raw.decode(codec).removeprefix("\ufeff").encode()
    except UnicodeError:
        raise malformed(f"XML in {name.lower()}, which its bytes are not") from None


@lru_cache(maxsize=64)
def codec_of(charset: str) -> str | None:
    """Return the codec of a charset: "" where its bytes are UTF-8 already, None where it is not read."""
    try:
        return CHARSETS.get(codecs.lookup(charset).name)
    except (LookupError, ValueError):
        return None


def has_doctype(raw: bytes) -> bool:
    """Tell whether the prolog declares a document type: the only place where one can stand."""
    return DOCTYPE(raw) is not None


def malformed(expected: str) -> InvalidArgument:
    """The refusal of a document that is not what XML or SOAP say."""
    return InvalidArgument([Violation((), "syntax", expected)])
