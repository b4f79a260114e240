"""Default values of the contract as GraphQL literals: what the schema shows a reader."""

from __future__ import annotations

import msgspec
from graphql import (
    BooleanValueNode,
    ConstListValueNode,
    ConstObjectFieldNode,
    ConstObjectValueNode,
    ConstValueNode,
    EnumValueNode,
    FloatValueNode,
    IntValueNode,
    NameNode,
    NullValueNode,
    StringValueNode,
)

from trebol.contract.description import (
    EnumRef,
    Field,
    ListOf,
    MapOf,
    MessageRef,
    Plain,
    Scalar,
    Service,
    Type,
    UnionRef,
)
from trebol.contract.names import camel
from trebol.protocols.graphql.naming import member_field, own_fields


def literal_of(service: Service, type: Type, plain: Plain) -> ConstValueNode:
    """Write a plain value of a type as a literal."""
    if plain is None:
        return NullValueNode()
    match type:
        case EnumRef():
            return EnumValueNode(value=plain)
        case ListOf(item=item):
            return ConstListValueNode(values=tuple(literal_of(service, item, one) for one in plain))
        case MapOf(value=value):
            entries = [
                record([("key", StringValueNode(value=key)), ("value", literal_of(service, value, inner))])
                for key, inner in plain.items()
            ]
            return ConstListValueNode(values=tuple(entries))
        case MessageRef(name=name):
            return message(service, name, plain)
        case UnionRef(members=members):
            name = next(member for member in members if service.messages[member].tag == plain["type"])
            return record([(member_field(name), message(service, name, plain))])
    return scalar(type, plain)


def scalar(type: Type, plain: Plain) -> ConstValueNode:
    """Write a scalar; a 64-bit number is a text."""
    if isinstance(plain, bool):
        return BooleanValueNode(value=plain)
    if isinstance(plain, str) or (isinstance(type, Scalar) and type.name in ("int64", "decimal")):
        return StringValueNode(value=str(plain))
    text = msgspec.json.encode(plain).decode()
    return IntValueNode(value=text) if text.lstrip("-").isdigit() else FloatValueNode(value=text)


def message(service: Service, name: str, plain: Plain) -> ConstObjectValueNode:
    """Write a message."""
    fields: dict[str, Field] = {field.name: field for field in own_fields(service.messages[name])}
    given = [
        (camel(n), literal_of(service, fields[n].type, value)) for n, value in plain.items() if n in fields
    ]
    return record(given)


def record(members: list[tuple[str, ConstValueNode]]) -> ConstObjectValueNode:
    """Write an object."""
    fields = [ConstObjectFieldNode(name=NameNode(value=name), value=value) for name, value in members]
    return ConstObjectValueNode(fields=tuple(fields))
