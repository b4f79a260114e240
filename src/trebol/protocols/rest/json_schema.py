"""Types of the contract as JSON Schema 2020-12, as OpenAPI 3.1 uses it."""

from __future__ import annotations

from typing import Any

from trebol.contract.description import (
    Constraints,
    EnumRef,
    Field,
    ListOf,
    MapOf,
    MessageRef,
    MessageType,
    PageOf,
    Scalar,
    Type,
    UnionRef,
)  # fmt: skip
from trebol.contract.values import GRAMMAR, INT32, INT64

Schema = dict[str, Any]
KEYWORDS = (("ge", "minimum"), ("gt", "exclusiveMinimum"), ("le", "maximum"), ("lt", "exclusiveMaximum"))
FORMATS = {"datetime": "date-time", "date": "date", "uuid": "uuid", "duration": "duration"}
CARRIED = r"^[^\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]*$"


def schema_of(type: Type, *, given: bool) -> Schema:
    """Return the schema of a type. ``given``: as a result, where a page can stand."""
    schema = bare(type, given=given)
    if not type.nullable:
        return schema
    if "$ref" in schema or "oneOf" in schema:
        return {"oneOf": [schema, {"type": "null"}]}
    return schema | {"type": [*as_list(schema["type"]), "null"]}


def as_list(types: Any) -> list[str]:
    """Return a ``type`` keyword as a list."""
    return list(types) if isinstance(types, list) else [types]


def bare(type: Type, *, given: bool) -> Schema:
    """Return the schema of a type that is not null."""
    match type:
        case Scalar():
            return scalar(type, given=given)
        case EnumRef(name=name):
            return {"$ref": reference(name)}
        case MessageRef(name=name):
            return {"$ref": reference(name)}
        case UnionRef(members=members):
            return {
                "oneOf": [{"$ref": reference(name)} for name in members],
                "discriminator": {"propertyName": "type"},
            }
        case ListOf(item=item, constraints=limits):
            return {"type": "array", "items": schema_of(item, given=given)} | lengths(limits, "Items")
        case MapOf(value=value, constraints=limits):
            names = {"propertyNames": {"pattern": CARRIED}}
            return (
                {"type": "object", "additionalProperties": schema_of(value, given=given)}
                | names
                | lengths(limits, "Properties")
            )
        case PageOf(item=item):
            return page(item)


def page(item: MessageRef) -> Schema:
    """Return the schema of a page."""
    after = {"type": ["string", "null"], "description": "The cursor of the next page; null on the last one."}
    items = {"type": "array", "items": {"$ref": reference(item.name)}}
    return {"type": "object", "properties": {"items": items, "after": after}, "required": ["items", "after"]}


def scalar(type: Scalar, *, given: bool) -> Schema:
    """Return the schema of a scalar."""
    limits = type.constraints
    match type.name:
        case "bool":
            return {"type": "boolean"}
        case "int":
            return {"type": "integer", "format": "int32"} | numbers(limits, INT32)
        case "int64":
            number = {"type": "integer", "format": "int64"} | numbers(limits, INT64)
            return (
                number
                if given
                else number | {"type": ["integer", "string"], "pattern": f"^{GRAMMAR['int64']}$"}
            )
        case "float":
            return {"type": "number", "format": "double"} | numbers(limits, None)
        case "bytes":
            return {"type": "string", "contentEncoding": "base64"} | byte_lengths(limits)
        case "str":
            return text(limits)
    found: Schema = {"type": "string", "pattern": f"^{GRAMMAR[type.name]}$"}
    if type.name in FORMATS:
        found["format"] = FORMATS[type.name]
    return found


def text(limits: Constraints) -> Schema:
    """Return the schema of a text."""
    own = {"pattern": limits.pattern} if limits.pattern else {"pattern": CARRIED}
    return {"type": "string"} | own | lengths(limits, "Length")


def numbers(limits: Constraints, bounds: tuple[int, int] | None) -> Schema:
    """Return the range of a number."""
    found = {keyword: getattr(limits, key) for key, keyword in KEYWORDS if getattr(limits, key) is not None}
    if bounds is not None and "exclusiveMinimum" not in found:
        found.setdefault("minimum", bounds[0])
    if bounds is not None and "exclusiveMaximum" not in found:
        found.setdefault("maximum", bounds[1])
    return found | ({"multipleOf": limits.multiple_of} if limits.multiple_of is not None else {})


def lengths(limits: Constraints, what: str) -> Schema:
    """Return the lengths of a text, list or object."""
    said = {f"min{what}": limits.min_length, f"max{what}": limits.max_length}
    return {keyword: value for keyword, value in said.items() if value is not None}


def byte_lengths(limits: Constraints) -> Schema:
    """Return the lengths of base64: four characters for three bytes."""
    said = {"minLength": limits.min_length, "maxLength": limits.max_length}
    return {keyword: (value + 2) // 3 * 4 for keyword, value in said.items() if value is not None}


def record(message: MessageType) -> Schema:
    """Return the schema of a message."""
    schema = object_of(message.fields, given=False)
    if message.tag is not None:
        schema["properties"] = {"type": {"const": message.tag}} | schema["properties"]
        schema["required"] = ["type", *schema.get("required", [])]
    return described(schema, message.doc)


def object_of(fields: tuple[Field, ...], *, given: bool) -> Schema:
    """Return the schema of an object with these fields."""
    schema: Schema = {
        "type": "object",
        "properties": {field.name: property_of(field, given=given) for field in fields},
        "additionalProperties": False,
    }
    if required := [field.name for field in fields if field.required]:
        schema["required"] = required
    return schema


def property_of(field: Field, *, given: bool) -> Schema:
    """Return the schema of a field."""
    schema = described(schema_of(field.type, given=given), field.doc)
    return schema if field.required or field.maybe else schema | {"default": field.default}


def described(schema: Schema, doc: str) -> Schema:
    """Add a description, if there is one."""
    return schema | {"description": doc} if doc else schema


def reference(name: str) -> str:
    """Point to a component."""
    return f"#/components/schemas/{name}"
