"""From an HTTP request to GraphQL's parameters (GraphQL over HTTP, section 6)."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl

import msgspec
from django.http import HttpRequest
from msgspec import UNSET, UnsetType

from trebol.contract.errors import InvalidArgument
from trebol.contract.json_text import number, plain_of_json, repeated
from trebol.contract.judge import may_repeat
from trebol.contract.violations import Violation
from trebol.contract.words import said, template
from trebol.protocols.graphql.negotiate import JSON
from trebol.runtime.chunks import read_chunks
from trebol.runtime.forms import MEDIA_TYPE
from trebol.runtime.refusal import HttpRefusal, too_large, without_length

MOST_PARAMETERS = 10
PLAIN = (JSON, f"{JSON}; charset=utf-8")
"""The usual spellings, which need no closer look."""
KINDS: dict[str, type] = {"query": str, "operationName": str, "variables": dict, "extensions": dict}
NAMES = ", ".join(KINDS)
MUST_BE: dict[type, str] = {
    str: template("The parameter {name} must be a text."),
    dict: template("The parameter {name} must be an object."),
}


class Parameters(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename="camel", gc=False):
    """What a request says: ``query`` is the document's text, whatever it does. Null is as good as absent."""

    query: str
    operation_name: str | UnsetType | None = UNSET
    variables: dict[str, Any] | UnsetType | None = UNSET
    extensions: dict[str, Any] | UnsetType | None = UNSET


encode = msgspec.json.Encoder(enc_hook=repr).encode
DECODER = msgspec.json.Decoder(Parameters, float_hook=number)


def parameters_of(request: HttpRequest, limit: int) -> Parameters:
    """Read the parameters. ``limit``: bytes of a body.

    ``HttpRefusal`` or ``InvalidArgument`` when it is not a well-formed GraphQL-over-HTTP request.
    """
    if request.method == "POST":
        return of_json(body_of(request, limit))
    return of_query(request.META.get("QUERY_STRING", ""))


def of_json(raw: bytes) -> Parameters:
    """Read a JSON body."""
    try:
        parameters = DECODER.decode(raw)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError):
        raise malformed(raw) from None
    if may_have_lost(raw, parameters) and may_repeat(raw) and (twice := repeated(raw)):
        raise InvalidArgument(twice)
    return parameters


def may_have_lost(raw: bytes, parameters: Parameters) -> bool:
    """Tell, quickly, whether a member of a body could have taken the place of another.

    False means none did: written again, what was decoded has as many members. An escaped quote or colon
    would be counted on one side only.
    """
    if b"\\u002" in raw or b"\\u003" in raw:
        return True
    return members_in(raw) != members_in(encode(parameters))


def members_in(raw: bytes) -> int:
    """Count the members of all objects in a JSON text, and whatever in a text looks like one."""
    return raw.translate(None, b" \t\r\n").count(b'":')


def malformed(raw: bytes) -> HttpRefusal:
    """Say why a body is not a request; ``InvalidArgument`` when it is not even JSON."""
    plain = plain_of_json(raw)
    if isinstance(plain, list):
        return HttpRefusal(400, said("Send one request at a time: a list of them (batching) is not taken."))
    if not isinstance(plain, dict):
        return HttpRefusal(400, said("The body must be a JSON object with {names}.", names=NAMES))
    return HttpRefusal(400, reason(plain))


def reason(plain: dict[str, Any]) -> str:
    """Say what is wrong with the members of a request."""
    unknown = [name for name in plain if name not in KINDS]
    if unknown:
        odd = repr(unknown[0][:100])
        return said("There is no parameter {name}; a request has {names}.", name=odd, names=NAMES)
    if plain.get("query") is None:
        return said("The parameter query is missing: it is the text of the GraphQL document.")
    for name, kind in KINDS.items():
        if plain.get(name) is not None and not isinstance(plain[name], kind):
            return said(MUST_BE[kind], name=name)
    return said("The body is not a GraphQL request.")


def of_query(query: str) -> Parameters:
    """Read a query string; ``variables`` and ``extensions`` are JSON in it."""
    try:
        pairs = parse_qsl(query, keep_blank_values=True, errors="strict", max_num_fields=MOST_PARAMETERS)
    except ValueError:
        message = said("The query string must be percent-encoded UTF-8 with {names}, each once.", names=NAMES)
        raise HttpRefusal(400, message) from None
    plain: dict[str, Any] = {}
    for name, text in pairs:
        if name in plain:
            raise InvalidArgument([Violation((name,), "duplicate", "one parameter of that name")])
        plain[name] = member(name, text)
    try:
        return msgspec.convert(plain, Parameters)
    except msgspec.ValidationError:
        raise HttpRefusal(400, reason(plain)) from None


def member(name: str, text: str) -> Any:
    """Read one parameter of a query string; an empty one but the document is as good as none."""
    if name == "query":
        return text
    if not text:
        return None
    if name not in ("variables", "extensions"):
        return text
    raw = text.encode()
    plain = plain_of_json(raw)
    if twice := repeated(raw):
        raise InvalidArgument([Violation((name, *one.steps), one.reason, one.expected) for one in twice])
    return plain


def body_of(request: HttpRequest, limit: int) -> bytes:
    """Return the body; 413 when it is over the limit, 415 when it is not plain JSON."""
    if request.META.get("CONTENT_TYPE") not in PLAIN or "HTTP_CONTENT_ENCODING" in request.META:
        check_content(request)
    raw = request.read(limit + 1) if request.META.get("CONTENT_LENGTH") else read_chunks(request, limit)
    if raw is None:
        raise without_length()
    if len(raw) > limit:
        raise too_large(limit)
    return raw


def check_content(request: HttpRequest) -> None:
    """Refuse a body that is not JSON in UTF-8, or that is compressed."""
    type_, _, parameters = request.META.get("CONTENT_TYPE", "").partition(";")
    charset = parameters.partition("charset=")[2].strip(' "').lower()
    encoding = request.META.get("HTTP_CONTENT_ENCODING", "identity").strip().lower()
    if (
        type_.strip().lower() != JSON
        or charset not in ("", "utf-8", "utf8")
        or encoding not in ("", "identity")
    ):
        types = {"type": JSON, "form": MEDIA_TYPE}
        message = said("The body must be {type} in UTF-8, not compressed; with files, {form}.", **types)
        raise HttpRefusal(415, message, {"Accept": f"{JSON}, {MEDIA_TYPE}"})
