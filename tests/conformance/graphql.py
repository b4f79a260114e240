"""The GraphQL driver: a document that asks for everything, its arguments as literals or as variables."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

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
from trebol.contract.names import camel, pascal, snake

MEDIA_TYPE = "application/graphql-response+json"
SCALARS = {
    "bool": "Boolean", "int": "Int", "int64": "Int64", "float": "Float", "decimal": "Decimal",
    "str": "String",
    "bytes": "Bytes", "datetime": "DateTime", "date": "Date", "time": "Time", "duration": "Duration",
    "uuid": "UUID",
}  # fmt: skip


@dataclass(frozen=True)
class Graphql:
    """``mutation { joinRide(rideId: 7) { ... } }`` and what comes back."""

    name: str = "graphql"
    by_variables: bool = False

    def request(self, compiled: Compiled, arguments: Arguments, headers: Mapping[str, str]) -> Request:
        """Write a document that asks for every field of the result, and of every fault."""
        literals, declared, variables = self.said(compiled, arguments)
        kind = "query" if compiled.operation.kind == "query" else "mutation"
        given = f"({', '.join(f'{name}: {text}' for name, text in literals.items())})" if literals else ""
        head = f"{kind} One({', '.join(declared)})" if declared else kind
        document = f"{head} {{ {camel(compiled.operation.field)}{given}{asked(compiled)} }}"
        members = ",".join(f"{json.dumps(name)}:{text}" for name, text in variables.items())
        body = f'{{"query":{json.dumps(document)},"variables":{{{members}}}}}'
        return Request("POST", "/graphql", body.encode(), headers={**headers, "Accept": MEDIA_TYPE})

    def said(
        self, compiled: Compiled, arguments: Arguments
    ) -> tuple[dict[str, str], list[str], dict[str, str]]:
        """The arguments: what stands in the document, the variables it declares, and their values."""
        service = compiled.service
        literals: dict[str, str] = {}
        declared: list[str] = []
        variables: dict[str, str] = {}
        fields = {field.name: field for field in compiled.operation.parameters}
        for name, value in arguments.items():
            field = fields.get(name)
            if field is None or not self.by_variables:
                literals[camel(name)] = literal(service, None if field is None else field.type, value)
                continue
            if is_forbidden_null(field.type, value):
                raise Unsayable("a variable of this type takes no null: the document is refused")
            key = f"v{len(variables)}"
            declared.append(f"${key}: {type_name(field.type)}{'' if field.type.nullable else '!'}")
            literals[camel(name)] = f"${key}"
            variables[key] = written(spelled(service, field.type, value))
        return literals, declared, variables

    def outcome(self, compiled: Compiled, answer: Answer) -> Outcome:
        """Read data, a fault among the members of the payload, or an error."""
        assert answer.headers["Content-Type"].partition(";")[0] == MEDIA_TYPE
        response = loaded(answer.body)
        if "data" not in response:
            (error,) = response["errors"]
            assert answer.status == (401 if error["extensions"]["code"] == "unauthenticated" else 400)
            return Outcome(code=error["extensions"]["code"], message=error["message"])
        assert answer.status == 200
        field = camel(compiled.operation.field)
        if "errors" in response:
            return refused(compiled, response, field)
        value = response["data"][field]
        operation = compiled.operation
        if operation.kind == "query":
            assert operation.result is not None
            return Outcome(value=read(compiled.service, operation.result, value))
        if value["__typename"] == f"{operation.element}Success":
            if operation.result is None:
                assert value["done"] is True
                return Outcome()
            return Outcome(value=read(compiled.service, operation.result, value["result"]))
        return fault(compiled, value)


def is_forbidden_null(type: Type, value: Plain) -> bool:
    """Whether a variable is null where its type says that none is (GraphQL section 6.1.2)."""
    if value is None:
        return not type.nullable
    return isinstance(type, ListOf) and any(is_forbidden_null(type.item, inner) for inner in value)


def refused(compiled: Compiled, response: Any, field: str) -> Outcome:
    """An error: the field is null, the error is at its path."""
    assert response["data"] == {field: None}
    (error,) = response["errors"]
    assert error["path"] == [field]
    extensions = error["extensions"]
    violations = [(shown["path"], shown["reason"]) for shown in extensions.get("violations", ())]
    detail = None
    if "fault" in extensions:
        fields = compiled.service.faults[extensions["fault"]].fields
        detail = record(compiled.service, fields, extensions["detail"])
    return Outcome(
        code=extensions["code"], fault=extensions.get("fault"), detail=detail, message=error["message"],
        violations=tuple(sorted(violations)),
    )  # fmt: skip


def fault(compiled: Compiled, value: Any) -> Outcome:
    """A fault as a member of the payload."""
    name = value["__typename"]
    assert name in compiled.operation.raises
    own = {key: inner for key, inner in value.items() if key not in ("__typename", "code", "message")}
    detail = record(compiled.service, compiled.service.faults[name].fields, own)
    return Outcome(code=value["code"], fault=name, detail=detail, message=value["message"])


def asked(compiled: Compiled) -> str:
    """The selection of a root field."""
    operation, service = compiled.operation, compiled.service
    if operation.kind == "query":
        assert operation.result is not None
        return selection(service, operation.result)
    own = "done" if operation.result is None else f"result{selection(service, operation.result)}"
    members = [f"... on {operation.element}Success {{ {own} }}"]
    for name in operation.raises:
        fields = fields_of(service, service.faults[name].fields)
        members.append(f"... on {name} {{ code message {fields} }}")
    return f" {{ __typename {' '.join(members)} }}"


def selection(service: Service, type: Type) -> str:
    """Everything there is to select of a type."""
    match type:
        case MessageRef(name=name):
            return f" {{ {fields_of(service, service.messages[name].fields)} }}"
        case UnionRef(members=members):
            parts = [f"... on {name}{selection(service, MessageRef(name=name))}" for name in members]
            return f" {{ __typename {' '.join(parts)} }}"
        case PageOf(item=item):
            return f" {{ items{selection(service, item)} after }}"
        case ListOf(item=item):
            return selection(service, item)
        case MapOf(value=value):
            return f" {{ key value{selection(service, value)} }}"
    return ""


def fields_of(service: Service, fields: Iterable[Field]) -> str:
    """The selection of a record's fields."""
    return " ".join(camel(field.name) + selection(service, field.type) for field in fields)


def type_name(type: Type) -> str:
    """The name of an input type, without what may be null."""
    match type:
        case Scalar(name=name):
            return SCALARS[name]
        case MessageRef(name=name) | UnionRef(name=name):
            return f"{name}Input"
        case ListOf(item=item):
            return f"[{type_name(item)}{'' if item.nullable else '!'}]"
        case MapOf(value=value):
            return f"[{entry(value)}EntryInput!]"
    assert isinstance(type, EnumRef)
    return type.name


def entry(value: Type) -> str:
    """What a dict's values are called in the name of its entry."""
    assert isinstance(value, Scalar)
    return ("Nullable" if value.nullable else "") + pascal(value.name)


def spelled(service: Service, type: Type, value: Plain) -> Plain:
    """A value by the names of the schema: camelCase, entries, one member of a union."""
    match type:
        case MessageRef(name=name) if isinstance(value, Mapping):
            return renamed(service, name, value)
        case UnionRef(members=members) if isinstance(value, Mapping):
            for name in members:
                if service.messages[name].tag == value["type"]:
                    own = {key: inner for key, inner in value.items() if key != "type"}
                    return {camel(snake(name)): renamed(service, name, own)}
        case ListOf(item=item) if isinstance(value, list):
            return [spelled(service, item, inner) for inner in value]
        case MapOf(value=inner_type) if isinstance(value, Mapping):
            return [
                {"key": key, "value": spelled(service, inner_type, inner)} for key, inner in value.items()
            ]
    return value


def renamed(service: Service, name: str, value: Mapping[str, Plain]) -> dict[str, Plain]:
    """A message by the names of the schema; an unknown field stays as it is called."""
    types = {field.name: field.type for field in service.messages[name].fields}
    return {
        camel(key): spelled(service, types[key], inner) if key in types else inner
        for key, inner in value.items()
    }


def literal(service: Service, type: Type | None, value: Plain) -> str:
    """Write an argument as a literal (GraphQL section 2.9); the names of the schema stand in it."""
    if isinstance(value, Raw):
        if isinstance(type, EnumRef) and not value.text:
            raise Unsayable("an enum's literal is a name")
        return value.text if isinstance(type, EnumRef) or not value.quoted else string(value.text)
    if value is None:
        return "null"
    match type:
        case MessageRef(name=name) if isinstance(value, Mapping):
            return members_of(service, name, value)
        case UnionRef(members=members) if isinstance(value, Mapping):
            for name in members:
                if service.messages[name].tag == value["type"]:
                    own = {key: inner for key, inner in value.items() if key != "type"}
                    return f"{{{camel(snake(name))}: {members_of(service, name, own)}}}"
        case ListOf(item=item) if isinstance(value, list):
            return f"[{' '.join(literal(service, item, inner) for inner in value)}]"
        case MapOf(value=inner_type) if isinstance(value, Mapping):
            entries = [
                f"{{key: {string(k)} value: {literal(service, inner_type, v)}}}" for k, v in value.items()
            ]
            return f"[{', '.join(entries)}]"
        case EnumRef():
            return text_of(value)
    text = text_of(value)
    return text if isinstance(value, bool | int | float) else string(text)


def members_of(service: Service, name: str, value: Mapping[str, Plain]) -> str:
    """Write a message as a literal."""
    types = {field.name: field.type for field in service.messages[name].fields}
    members = [f"{camel(key)}: {literal(service, types.get(key), inner)}" for key, inner in value.items()]
    return f"{{{', '.join(members)}}}"


def string(text: str) -> str:
    """Write a string; GraphQL's escapes are JSON's."""
    return json.dumps(text)


def read(service: Service, type: Type, value: Any) -> Plain:
    """A value of a response in the common form."""
    if value is None:
        assert type.nullable, f"null for {type}"
        return None
    match type:
        case Scalar(name=name):
            return scalar(name, value, int64_text=True)
        case EnumRef(name=name):
            assert value in service.enums[name].values
            return value
        case MessageRef(name=name):
            return record(service, service.messages[name].fields, value)
        case UnionRef(members=members):
            name = value["__typename"]
            assert name in members
            own = {key: inner for key, inner in value.items() if key != "__typename"}
            return {"type": name} | record(service, service.messages[name].fields, own)
        case ListOf(item=item):
            return [read(service, item, inner) for inner in value]
        case MapOf(value=inner_type):
            found = {one["key"]: read(service, inner_type, one["value"]) for one in value}
            assert len(found) == len(value)
            return found
        case PageOf(item=item):
            assert value.keys() == {"items", "after"}
            return {
                "items": [read(service, item, inner) for inner in value["items"]],
                "after": value["after"],
            }


def record(service: Service, fields: tuple[Field, ...], value: Any) -> dict[str, Plain]:
    """An object in the common form; it has every field that was asked for and no other."""
    assert value.keys() == {camel(field.name) for field in fields}
    return {field.name: read(service, field.type, value[camel(field.name)]) for field in fields}
