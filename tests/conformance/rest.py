"""The REST driver: says a case as a request and reads the answer, by the contract's description."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import quote, urlencode

from tests.conformance.case import Arguments, Outcome, Plain, Raw, Unsayable
from tests.conformance.json_text import loaded, scalar, written
from tests.conformance.texts import text_of
from tests.conformance.wire import Answer, Request
from trebol.contract.compile import Compiled
from trebol.contract.description import (
    EnumRef,
    Field,
    ListOf,
    MapOf,
    MessageRef,
    PageOf,
    Scalar,
    Service,
    Type,
    UnionRef,
)  # fmt: skip
from trebol.contract.shapes import PLACEHOLDER
from trebol.protocols.rest.status import STATUS

PROBLEM = {"type", "title", "status", "detail", "code"}


class Rest:
    """``PATCH /api/v1/probes/7`` and what comes back."""

    name = "rest"

    def request(self, compiled: Compiled, arguments: Arguments, headers: Mapping[str, str]) -> Request:
        """Put each argument where the route says: path, query string or body."""
        operation, left = compiled.operation, dict(arguments)
        path = f"/api/v{operation.version}{operation.path}"
        for name in PLACEHOLDER.findall(operation.path):
            if name not in left:
                raise Unsayable("a path without one of its parts")
            path = path.replace(f"{{{name}}}", segment(left.pop(name)))
        if operation.method in ("GET", "DELETE"):
            query = urlencode(list(pairs(left)))
            return Request(operation.method, f"{path}?{query}" if query else path, headers=headers)
        return Request(operation.method, path, written(left).encode(), headers=headers)

    def outcome(self, compiled: Compiled, answer: Answer) -> Outcome:
        """Read a result or a problem document."""
        if answer.status < 300:
            return Outcome(value=given(compiled, answer))
        problem = loaded(answer.body)
        assert answer.headers["Content-Type"] == "application/problem+json"
        assert problem["status"] == answer.status
        assert answer.status in {status for code, status in STATUS.items() if code.value == problem["code"]}
        assert problem.keys() - {"fault", "data", "violations"} == PROBLEM
        violations = [(shown["path"], shown["reason"]) for shown in problem.get("violations", ())]
        detail = None
        if "fault" in problem:
            fields = compiled.service.faults[problem["fault"]].fields
            detail = record(compiled.service, fields, problem["data"])
        return Outcome(
            code=problem["code"], fault=problem.get("fault"), detail=detail, message=problem["detail"],
            violations=tuple(sorted(violations)),
        )  # fmt: skip


def segment(value: Plain) -> str:
    """A value as one segment of a path."""
    text = texted(value)
    if not text or "/" in text:
        raise Unsayable("a segment has a text, without slash")
    return quote(text, safe="")


def pairs(arguments: Mapping[str, Plain]) -> Iterator[tuple[str, str]]:
    """The pairs of a query string."""
    for name, value in arguments.items():
        if value == []:
            raise Unsayable("an empty list is absent")
        for inner in value if isinstance(value, list) else [value]:
            yield name, texted(inner)


def texted(value: Plain) -> str:
    """A value as a text."""
    if isinstance(value, Mapping | list) or value is None or (isinstance(value, Raw) and value.json_only):
        raise Unsayable("a path and a query string have texts only")
    return value.text if isinstance(value, Raw) else text_of(value)


def given(compiled: Compiled, answer: Answer) -> Plain:
    """The result of a good answer."""
    operation = compiled.operation
    if operation.result is None:
        assert (answer.status, answer.body) == (204, b"")
        return None
    assert answer.status == (201 if operation.shape == "create" else 200)
    assert answer.headers["Content-Type"] == "application/json"
    return read(compiled.service, operation.result, loaded(answer.body))


def read(service: Service, type: Type, value: Any) -> Plain:
    """A JSON value in the common form."""
    if value is None:
        assert type.nullable, f"null for {type}"
        return None
    match type:
        case Scalar(name=name):
            return scalar(name, value)
        case EnumRef(name=name):
            assert value in service.enums[name].values
            return value
        case MessageRef(name=name):
            tag = service.messages[name].tag
            own = {key: inner for key, inner in value.items() if key != "type"} if tag else value
            return record(service, service.messages[name].fields, own)
        case UnionRef(members=members):
            name = next(name for name in members if service.messages[name].tag == value["type"])
            return {"type": name} | read(service, MessageRef(name=name), value)
        case ListOf(item=item):
            return [read(service, item, inner) for inner in value]
        case MapOf(value=inner_type):
            return {key: read(service, inner_type, inner) for key, inner in value.items()}
        case PageOf(item=item):
            assert value.keys() == {"items", "after"}
            return {
                "items": [read(service, item, inner) for inner in value["items"]],
                "after": value["after"],
            }


def record(service: Service, fields: tuple[Field, ...], value: Any) -> dict[str, Plain]:
    """An object in the common form; it has every field and no other."""
    assert value.keys() == {field.name for field in fields}
    return {field.name: read(service, field.type, value[field.name]) for field in fields}
