"""Requests with files: the GraphQL multipart request specification (Jayden Seric's, version 2).

The part ``operations`` is the request as JSON, with a null where each file goes; ``map`` says for the name of
each file's part where that is: ``{"0": ["variables.picture"]}``.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, TypeVar

from django.http import HttpRequest

from trebol.contract.errors import InvalidArgument
from trebol.contract.json_text import plain_of_json, repeated
from trebol.contract.violations import Violation
from trebol.contract.words import said
from trebol.protocols.graphql.request import Parameters, of_json
from trebol.runtime.forms import PREFLIGHT, Form, is_deliberate, read_form
from trebol.runtime.refusal import HttpRefusal

MOST_FILES = 100
FORGERY = said(
    "Browsers send forms across sites without asking, so one needs a header {header} (of any text), a CSRF "
    "token or an access token (Authorization: Bearer).",
    header=PREFLIGHT,
)
OPERATIONS, MAP = "operations", "map"
EXAMPLE = '{"0": ["variables.picture"]}'
MAP_SHAPE = said("The part map must be a JSON object of lists, as {example}.", example=EXAMPLE)
INDEX = re.compile("0|[1-9][0-9]{0,8}")
Map = dict[str, list[str]]
T = TypeVar("T")


def of_form(request: HttpRequest, limit: int) -> Parameters:
    """Read a form. ``limit``: bytes of the body.

    ``HttpRefusal`` or ``InvalidArgument`` when it is not a well-formed request.
    """
    if not is_deliberate(request):
        raise HttpRefusal(403, FORGERY)
    form = read_form(request, limit)
    if sum(map(len, form.files.values())) > MOST_FILES:
        raise HttpRefusal(
            413, said("The form has more files than {most}: send less at a time.", most=MOST_FILES)
        )
    parameters = within(OPERATIONS, of_json, the_text(form, OPERATIONS))
    places = within(MAP, map_of, the_text(form, MAP))
    unknown = [name for name in form.texts if name not in (OPERATIONS, MAP)]
    if unknown:
        part = named(unknown[0])
        raise HttpRefusal(400, said("The part {part} is neither operations, map nor a file.", part=part))
    place(form, places, parameters.variables or {}, limit)
    return parameters


def the_text(form: Form, name: str) -> bytes:
    """Return the one text of a part; it may have come as a file."""
    texts = form.texts.get(name, [])
    if len(texts) + len(form.files.get(name, [])) != 1:
        message = said("A form has one part {part}: a JSON object (GraphQL multipart request).", part=name)
        raise HttpRefusal(400, message)
    return texts[0].encode() if texts else form.files.pop(name)[0]


def within(part: str, read: Callable[[bytes], T], raw: bytes) -> T:
    """Read a part; what is wrong with its JSON is told as inside it."""
    try:
        return read(raw)
    except InvalidArgument as error:
        raise InvalidArgument(
            [Violation((part, *one.steps), one.reason, one.expected) for one in error.violations]
        ) from None


def map_of(raw: bytes) -> Map:
    """Read the map."""
    plain = plain_of_json(raw)
    if twice := repeated(raw):
        raise InvalidArgument(twice)
    if not isinstance(plain, dict) or not all(map(is_paths, plain.values())):
        raise HttpRefusal(400, MAP_SHAPE)
    return plain


def is_paths(value: Any) -> bool:
    """Tell whether a value of the map is a list of texts, one or more."""
    return isinstance(value, list) and bool(value) and all(isinstance(path, str) for path in value)


def place(form: Form, places: Map, variables: dict[str, Any], limit: int) -> None:
    """Put every file where the map says; each is somewhere, and all of them within the limit (bytes)."""
    for name in form.files:
        if name not in places:
            raise HttpRefusal(400, said("The map does not say where the file {name} goes.", name=named(name)))
    for name, paths in places.items():
        found = form.files.get(name, [])
        if len(found) != 1:
            counted = {"name": named(name), "count": len(found)}
            raise HttpRefusal(
                400, said("The map names {name}: {count} files have that name, not one.", **counted)
            )
        for path in paths:
            limit -= len(found[0])
            if limit < 0:
                raise HttpRefusal(413, said("The map uses files so often that they are over the limit."))
            put(variables, path, found[0])


def put(variables: dict[str, Any], path: str, content: bytes) -> None:
    """Put a file where there is a null; ``HttpRefusal`` where there is none."""
    first, *steps = path.split(".")
    inner: Any = {first: variables}
    key: Any = first
    for step in steps:
        inner, key = inner[key], step
        if isinstance(inner, list):
            key = int(step) if INDEX.fullmatch(step) else len(inner)
        if not (key in inner if isinstance(inner, dict) else isinstance(inner, list) and key < len(inner)):
            raise nowhere(path)
    if first != "variables" or inner[key] is not None:
        raise nowhere(path)
    inner[key] = content


def nowhere(path: str) -> HttpRefusal:
    """The refusal of a path that no file can take."""
    message = said(
        "The map leads to {path}: a file takes the place of a null inside variables.", path=named(path)
    )
    return HttpRefusal(400, message)


def named(name: str) -> str:
    """Write a name that somebody sent, no longer than needed."""
    return repr(name[:100])
