"""The parts of a form as parameters: a file's part is its bytes, another one is a text or JSON."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
from django.http import HttpRequest

from trebol.contract.description import EnumRef, Field, ListOf, Scalar, Type
from trebol.contract.json_text import plain_of_json
from trebol.contract.values import plain_of_text
from trebol.contract.violations import Violation
from trebol.contract.words import said
from trebol.runtime.forms import PREFLIGHT, is_deliberate, read_form
from trebol.runtime.refusal import HttpRefusal

FORGERY = said(
    "A form with a Basic credential needs a header {header}: a browser sends both on its own.",
    header=PREFLIGHT,
)


class Form(msgspec.Struct, frozen=True):
    """The parameters of a form, as plain values, and what is wrong with its parts."""

    plain: dict[str, Any]
    found: list[Violation]


def is_file(type: Type) -> bool:
    """Tell whether a value is a file, or a list of them."""
    inner = type.item if isinstance(type, ListOf) else type
    return isinstance(inner, Scalar) and bool(inner.constraints.media)


def form_of(request: HttpRequest, fields: Mapping[str, Field], limit: int) -> Form:
    """Read a form; 413 when it is over the limit in bytes, ``InvalidArgument`` when it is not one.

    A cookie's caller needs a CSRF token for every command; a Basic credential is sent by browsers too.
    """
    if request.META.get("HTTP_AUTHORIZATION", "").lower().startswith("basic") and not is_deliberate(request):
        raise HttpRefusal(403, FORGERY)
    texts, files = read_form(request, limit)
    form = Form({}, [])
    for parts in (texts, files):
        for name, values in parts.items():
            put(form, fields.get(name), name, values)
    return form


def put(form: Form, field: Field | None, name: str, values: Sequence[Any]) -> None:
    """Put the parts of one name in place."""
    if field is None:
        form.found.append(Violation((name,), "unknown", "nothing: there is no such parameter"))
    elif name in form.plain or (len(values) > 1 and not isinstance(field.type, ListOf)):
        form.found.append(Violation((name,), "duplicate", "one part of that name"))
    elif isinstance(field.type, ListOf):
        form.plain[name] = [plain_part(field.type.item, value) for value in values]
    else:
        form.plain[name] = plain_part(field.type, values[0])


def plain_part(type: Any, value: Any) -> Any:
    """Turn a part into a plain value: a file's bytes, a scalar's text, or the JSON of anything else."""
    if isinstance(type, Scalar):
        return plain_of_text(type.name, value) if isinstance(value, str) else value
    if isinstance(type, EnumRef):
        return value
    return plain_of_json(value.encode() if isinstance(value, str) else value)
