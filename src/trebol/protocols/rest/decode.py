"""From a REST request to the arguments of an operation."""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote_plus

import msgspec
from django.http import HttpRequest

from trebol.contract.compile import Compiled
from trebol.contract.description import Field, ListOf, Scalar
from trebol.contract.errors import InvalidArgument
from trebol.contract.json_text import DECODER, plain_of_json, repeated
from trebol.contract.judge import may_repeat
from trebol.contract.shapes import PLACEHOLDER
from trebol.contract.values import plain_of_text
from trebol.contract.violations import Violation
from trebol.contract.words import said
from trebol.protocols.rest.multipart import Form, form_of, is_file
from trebol.protocols.rest.negotiate import PLAIN, check_body
from trebol.runtime.chunks import read_chunks
from trebol.runtime.forms import MEDIA_TYPE as FORM
from trebol.runtime.limits import Limits
from trebol.runtime.refusal import without_length
from trebol.runtime.room import form_room, text_room

OURS = ("fields", "include")
MOST_PARAMETERS = 200
decode = DECODER.decode


class Decoder:
    """Decodes the requests of one operation: path, query string and body, by what its route says."""

    def __init__(self, compiled: Compiled, limits: Limits) -> None:
        operation = compiled.operation
        self.room, self.form_room = text_room([compiled], limits), form_room([compiled], limits)
        self.judge = compiled.judge
        named = {field.name: field for field in operation.parameters}
        self.in_path = [named[name] for name in PLACEHOLDER.findall(operation.path)]
        taken = {field.name for field in self.in_path}
        self.as_text = {field.name for field in self.in_path if has_text(field)}
        rest = {name: field for name, field in named.items() if name not in taken}
        self.has_body = operation.method not in ("GET", "DELETE")
        self.in_query: dict[str, Field] = {} if self.has_body else rest
        self.in_body = rest if self.has_body else {}
        self.has_file = any(is_file(field.type) for field in self.in_body.values())

    def body_of(self, request: HttpRequest) -> bytes | Form:
        """Return the body; 413 where it is too large, 415 when it is not plain JSON, 411 without a length.

        Where there is a file among the parameters it may be a form.
        """
        if self.has_file and request.content_type == FORM:
            return form_of(request, self.in_body, self.form_room)
        meta, limit = request.META, self.room
        raw = request.read(limit + 1) if meta.get("CONTENT_LENGTH") else read_chunks(request, limit)
        if raw is None:
            raise without_length()
        usual = meta.get("CONTENT_TYPE") in PLAIN and "HTTP_CONTENT_ENCODING" not in meta
        if raw and not (usual and len(raw) <= limit):
            check_body(request, raw, limit)
        return raw

    def arguments(self, placed: tuple[str, ...], query: str, raw: bytes | Form) -> msgspec.Struct:
        """Return the arguments; ``InvalidArgument`` with everything that is wrong."""
        plain: dict[str, Any] = {}
        found: list[Violation] = []
        if isinstance(raw, Form):
            plain, found = raw.plain, raw.found
        elif self.has_body and not placed and not query:
            return self.judge.accept_json(raw or b"{}")
        elif raw and self.has_body:
            plain = self.body(raw, found)
        if query:
            self.query(query, plain, found)
        for field, text in zip(self.in_path, placed, strict=True):
            plain[field.name] = text if field.name in self.as_text else plain_of_field(field, text)
        return self.judge.accept(plain, found)

    def body(self, raw: bytes, found: list[Violation]) -> dict[str, Any]:
        """Read the body beside a path: what the path says may not stand in it."""
        try:
            plain = decode(raw)
        except (ValueError, RecursionError):
            plain = plain_of_json(raw)
        if may_repeat(raw):
            found += repeated(raw)
        if not isinstance(plain, dict):
            raise InvalidArgument([Violation((), "type", "a JSON object")])
        for field in self.in_path:
            if field.name in plain:
                found.append(Violation((field.name,), "duplicate", "nothing: the path says it"))
        return plain

    def query(self, query: str, plain: dict[str, Any], found: list[Violation]) -> None:
        """Read a query string; a list is the parameter repeated."""
        for name, text in pairs_of(query):
            field = self.in_query.get(name)
            if field is None:
                if name not in OURS:
                    found.append(Violation((name,), "unknown", said("nothing: there is no such parameter")))
            elif isinstance(field.type, ListOf):
                plain.setdefault(name, []).append(plain_of_field(field, text))
            elif name in plain:
                found.append(Violation((name,), "duplicate", "one parameter of that name"))
            else:
                plain[name] = plain_of_field(field, text)


def has_text(field: Field) -> bool:
    """Tell whether a parameter's text is its plain value."""
    return not isinstance(field.type, Scalar) or field.type.name not in ("bool", "int", "int64", "float")


def plain_of_field(field: Field, text: str) -> Any:
    """Turn the text of a path segment or query parameter into a plain value."""
    inner = field.type.item if isinstance(field.type, ListOf) else field.type
    return plain_of_text(inner.name, text) if isinstance(inner, Scalar) else text


def pairs_of(query: str) -> list[tuple[str, str]]:
    """Split a query string (application/x-www-form-urlencoded, URL Standard section 5.1).

    ``InvalidArgument`` when it is not UTF-8, or has more than 200 parameters.
    """
    parts = [part for part in query.split("&") if part]
    if len(parts) > MOST_PARAMETERS:
        raise InvalidArgument([Violation((), "value", f"at most {MOST_PARAMETERS} query parameters")])
    found = []
    for part in parts:
        name, _, text = part.partition("=")
        try:
            found.append((unquote_plus(name, errors="strict"), unquote_plus(text, errors="strict")))
        except UnicodeDecodeError:
            raise InvalidArgument(
                [Violation((), "syntax", "a query string in percent-encoded UTF-8")]
            ) from None
    return found
