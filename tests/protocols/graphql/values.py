"""Values for the contract's types, right and wrong, and how GraphQL spells each: for property tests."""

from __future__ import annotations

import json
import string
from datetime import UTC
from typing import Any

import msgspec
from hypothesis import strategies as st

from trebol.contract.description import (
    EnumRef,
    Field,
    ListOf,
    MapOf,
    MessageRef,
    Scalar,
    Service,
    Type,
    UnionRef,
)
from trebol.contract.names import camel

TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc", "Cn"]), max_size=8)
JUNK = st.sampled_from([None, True, 0, -1, 2.5, 2**40, 10**30, "", "x", "red", "1", [], [1], {}, {"a": 1}])
SCALARS: dict[str, st.SearchStrategy[Any]] = {
    "bool": st.booleans(),
    "int": st.integers(-(2**31), 2**31 - 1),
    "int64": st.integers(-(2**63), 2**63 - 1).flatmap(lambda n: st.sampled_from([n, str(n)])),
    "float": st.floats(allow_nan=False, allow_infinity=False),
    "decimal": st.decimals(-(10**9), 10**9, places=3).map(lambda n: format(n, "f")),
    "str": TEXT,
    "bytes": st.binary(max_size=8).map(lambda b: msgspec.to_builtins(b)),
    "datetime": st.datetimes(timezones=st.just(UTC)).map(msgspec.to_builtins),
    "date": st.dates().map(msgspec.to_builtins),
    "time": st.times().map(msgspec.to_builtins),
    "duration": st.timedeltas().map(msgspec.to_builtins),
    "uuid": st.uuids().map(str),
}
KEYS = st.text(string.ascii_lowercase, min_size=1, max_size=3)


def values(service: Service, type: Type, *, wrong: bool) -> st.SearchStrategy[Any]:
    """Plain values of a type, by the contract's names; with ``wrong``, some that are not of it."""
    found = present(service, type, wrong=wrong)
    if type.nullable:
        found = st.none() | found
    # One value is a list of it in GraphQL, so what is wrong instead of a list has another meaning there.
    return found | JUNK if wrong and not isinstance(type, ListOf | MapOf) else found


def present(service: Service, type: Type, *, wrong: bool) -> st.SearchStrategy[Any]:
    """Plain values that are not null."""
    match type:
        case Scalar(name=name):
            return SCALARS[name]
        case EnumRef(name=name):
            return st.sampled_from(service.enums[name].values)
        case MessageRef(name=name):
            return record(service, service.messages[name].fields, wrong=wrong)
        case UnionRef(members=members):
            return st.sampled_from(members).flatmap(lambda name: member(service, name, wrong=wrong))
        case ListOf(item=item):
            return st.lists(values(service, item, wrong=wrong), max_size=7 if wrong else 3)
        case MapOf(value=value):
            return st.dictionaries(KEYS, values(service, value, wrong=wrong), max_size=3)
    raise AssertionError(type)


def member(service: Service, name: str, *, wrong: bool) -> st.SearchStrategy[Any]:
    """Plain values of a union's member."""
    message = service.messages[name]
    return record(service, message.fields, wrong=wrong).map(lambda fields: {"type": message.tag, **fields})


def record(service: Service, fields: tuple[Field, ...], *, wrong: bool) -> st.SearchStrategy[dict[str, Any]]:
    """Plain values of a record; what has a default may be absent, with ``wrong`` anything may."""
    named = {field.name: values(service, field.type, wrong=wrong) for field in fields}
    required = {f.name: named[f.name] for f in fields if f.required and not wrong}
    optional = {name: strategy for name, strategy in named.items() if name not in required}
    if wrong:
        optional["zzz"] = JUNK
    return st.fixed_dictionaries(required, optional=optional)


def wire(service: Service, type: Type | None, plain: Any) -> Any:
    """A plain value by the names of the schema, as a variable carries it."""
    match type:
        case MessageRef(name=name) if isinstance(plain, dict):
            types = {field.name: field.type for field in service.messages[name].fields}
            return {camel(n): wire(service, types.get(n), value) for n, value in plain.items()}
        case UnionRef(members=members) if isinstance(plain, dict):
            for name in members:
                if plain.get("type") == service.messages[name].tag:
                    fields = {n: value for n, value in plain.items() if n != "type"}
                    return {camel(name.lower()): wire(service, MessageRef(name=name), fields)}
        case ListOf(item=item) if isinstance(plain, list):
            return [wire(service, item, value) for value in plain]
        case MapOf(value=value) if isinstance(plain, dict):
            return [{"key": key, "value": wire(service, value, inner)} for key, inner in plain.items()]
    return plain


def literal(service: Service, type: Type | None, wired: Any) -> str:
    """A value, as a variable carries it, as a literal of a document."""
    types: dict[str, Type] = {}
    match type:
        case EnumRef() if isinstance(wired, str) and wired:
            return wired if wired.isidentifier() else json.dumps(wired)
        case MessageRef(name=name):
            types = {camel(field.name): field.type for field in service.messages[name].fields}
        case UnionRef(members=members):
            types = {camel(name.lower()): MessageRef(name=name) for name in members}
        case MapOf(value=value):
            types = {"value": value}
    if isinstance(wired, dict):
        members_ = [f"{name}: {literal(service, types.get(name), inner)}" for name, inner in wired.items()]
        return "{" + ", ".join(members_) + "}"
    if isinstance(wired, list):
        inner_type = type.item if isinstance(type, ListOf) else type if isinstance(type, MapOf) else None
        return "[" + ", ".join(literal(service, inner_type, one) for one in wired) + "]"
    return json.dumps(wired)
