"""A body of multipart/form-data (RFC 7578): each part is a parameter, a file's part is its bytes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.utils.datastructures import MultiValueDictKeyError

from trebol.contract.description import EnumRef, Field, ListOf, Scalar
from trebol.contract.errors import InvalidArgument
from trebol.contract.json_text import plain_of_json
from trebol.contract.values import plain_of_text
from trebol.contract.violations import Violation
from trebol.protocols.rest.negotiate import too_large

MEDIA_TYPE = "multipart/form-data"
ENVELOPE = 65_536
"""Bytes that the parts' headers and the other parameters may take beside the files."""


class Form(msgspec.Struct, frozen=True):
    """The parameters of a form, as plain values, and what is wrong with its parts."""

    plain: dict[str, Any]
    found: list[Violation]


def is_file(field: Field) -> bool:
    """Tell whether a parameter is a file."""
    return isinstance(field.type, Scalar) and bool(field.type.constraints.media)


def most_bytes(fields: Mapping[str, Field], limit: int) -> int:
    """Return how long the body may be: the limit, or what the files need that the contract allows."""
    longest = [field.type.constraints.max_length for field in fields.values() if is_file(field)]  # type: ignore[union-attr]
    return max(limit, sum(length or limit for length in longest) + ENVELOPE)


def form_of(request: HttpRequest, fields: Mapping[str, Field], limit: int) -> Form:
    """Read a form; 413 when it is over the limit in bytes, ``InvalidArgument`` when it is not one."""
    length = request.META.get("CONTENT_LENGTH") or ""
    if not length.isdigit() or int(length) > most_bytes(fields, limit):
        raise too_large(most_bytes(fields, limit))
    try:
        texts, files = request.POST, request.FILES
    except (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent):
        raise too_large(limit) from None
    except (MultiPartParserError, UnreadablePostError, UnicodeDecodeError, MultiValueDictKeyError):
        raise InvalidArgument([Violation((), "syntax", "multipart/form-data (RFC 7578)")]) from None
    form = Form({}, [])
    for name, values in texts.lists():
        put(form, fields.get(name), name, [str(value) for value in values])
    for name, uploads in files.lists():
        put(form, fields.get(name), name, [upload.read() for upload in uploads])
    return form


def put(form: Form, field: Field | None, name: str, values: list[Any]) -> None:
    """Put the parts of one name in place."""
    if field is None:
        form.found.append(Violation((name,), "unknown", "nothing: there is no such parameter"))
    elif isinstance(field.type, ListOf):
        form.plain[name] = [plain_part(field.type.item, value) for value in values]
    elif len(values) > 1 or name in form.plain:
        form.found.append(Violation((name,), "duplicate", "one part of that name"))
    else:
        form.plain[name] = plain_part(field.type, values[0])


def plain_part(type: Any, value: Any) -> Any:
    """Turn a part into a plain value: a file's bytes, a scalar's text, or the JSON of anything else."""
    if isinstance(type, Scalar):
        return plain_of_text(type.name, value) if isinstance(value, str) else value
    if isinstance(type, EnumRef):
        return value
    return plain_of_json(value.encode() if isinstance(value, str) else value)
