"""The drivers that send files as parts of a form; what has no file is the others' to say."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any, NamedTuple

from tests.conformance.case import Arguments, Plain, Raw, Unsayable
from tests.conformance.graphql import Graphql
from tests.conformance.json_text import written
from tests.conformance.rest import Rest
from tests.conformance.texts import text_of
from tests.conformance.wire import Request
from trebol.contract.compile import Compiled
from trebol.contract.description import ListOf, MessageRef, Scalar, Service, Type
from trebol.contract.shapes import PLACEHOLDER

BOUNDARY = "----what no case has inside 2016"
CONTENT_TYPE = f'multipart/form-data; boundary="{BOUNDARY}"'
MARK = "file of this case: "


class Part(NamedTuple):
    """A part of a form."""

    name: str
    content: bytes
    is_file: bool


def form(parts: Iterable[Part]) -> bytes:
    """Write a form (RFC 7578)."""
    written = b""
    for part in parts:
        written += f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{part.name}"'.encode()
        # Neither the name nor the media type that a client says counts for anything.
        written += b'; filename="../a.html"\r\nContent-Type: text/html' if part.is_file else b""
        written += b"\r\n\r\n" + part.content + b"\r\n"
    return written + f"--{BOUNDARY}--\r\n".encode()


class RestForm(Rest):
    """A part for each parameter that is not in the path."""

    name = "rest form"

    def request(self, compiled: Compiled, arguments: Arguments, headers: Mapping[str, str]) -> Request:
        plain = super().request(compiled, arguments, headers)
        types = {field.name: field.type for field in compiled.operation.parameters}
        placed = PLACEHOLDER.findall(compiled.operation.path)
        left = {name: value for name, value in arguments.items() if name not in placed}
        parts = [part for name, value in left.items() for part in parts_of(name, types.get(name), value)]
        if not any(part.is_file for part in parts):
            raise Unsayable("no file")
        return replace(plain, body=form(parts), content_type=CONTENT_TYPE)


def parts_of(name: str, type: Type | None, value: Plain) -> Iterator[Part]:
    """The parts of a parameter: a list has one for each item."""
    if value is None or value == [] or (isinstance(value, Raw) and value.json_only):
        raise Unsayable("a form has texts and files only, and no empty list")
    if isinstance(value, list):
        inner = type.item if isinstance(type, ListOf) else None
        for item in value:
            if isinstance(item, Mapping):
                raise Unsayable("a file inside a message is no part")
            yield from parts_of(name, inner, item)
    elif is_file(type) and isinstance(value, bytes):
        yield Part(name, value, is_file=True)
    else:
        text = written(value) if isinstance(value, Mapping) else text_of_argument(value)
        yield Part(name, text.encode(), is_file=False)


def text_of_argument(value: Plain) -> str:
    """A scalar as a text."""
    return value.text if isinstance(value, Raw) else str(text_of(value))


def is_file(type: Type | None) -> bool:
    """Whether a value is a file."""
    return isinstance(type, Scalar) and bool(type.constraints.media)


class GraphqlForm(Graphql):
    """The GraphQL multipart request specification: nulls in the variables, and where the files go."""

    def __init__(self) -> None:
        super().__init__("graphql form", by_variables=True)

    def request(self, compiled: Compiled, arguments: Arguments, headers: Mapping[str, str]) -> Request:
        types = {field.name: field.type for field in compiled.operation.parameters}
        files: list[bytes] = []
        marked = {
            name: with_marks(compiled.service, types.get(name), value, files)
            for name, value in arguments.items()
        }
        if not files:
            raise Unsayable("no file")
        plain = super().request(compiled, marked, headers)
        operations = json.loads(plain.body)
        places = dict(taken_out(operations["variables"], "variables"))
        parts = [
            Part("operations", json.dumps(operations).encode(), is_file=False),
            Part("map", json.dumps(places).encode(), is_file=False),
            *(Part(str(index), content, is_file=True) for index, content in enumerate(files)),
        ]
        meant = {**plain.headers, "Apollo-Require-Preflight": "conformance"}
        return replace(plain, body=form(parts), content_type=CONTENT_TYPE, headers=meant)


def with_marks(service: Service, type: Type | None, value: Plain, files: list[bytes]) -> Plain:
    """A value with a mark where each file was; those go into ``files``."""
    if is_file(type) and isinstance(value, bytes):
        files.append(value)
        return Raw(f"{MARK}{len(files) - 1}", quoted=True)
    if isinstance(type, ListOf) and isinstance(value, list):
        return [with_marks(service, type.item, item, files) for item in value]
    if isinstance(type, MessageRef) and isinstance(value, Mapping):
        types = {field.name: field.type for field in service.messages[type.name].fields}
        return {name: with_marks(service, types.get(name), inner, files) for name, inner in value.items()}
    return value


def taken_out(holder: Any, path: str) -> Iterator[tuple[str, list[str]]]:
    """Put a null in place of every mark; gives the entries of the map."""
    for key, value in list(holder.items() if isinstance(holder, dict) else enumerate(holder)):
        if isinstance(value, dict | list):
            yield from taken_out(value, f"{path}.{key}")
        elif isinstance(value, str) and value.startswith(MARK):
            holder[key] = None
            yield value.removeprefix(MARK), [f"{path}.{key}"]
