"""The OpenAPI 3.1 document of a contract."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from trebol.contract.code import Code
from trebol.contract.description import (
    Constraints,
    Contract,
    FaultType,
    Field,
    ListOf,
    Operation,
    Scalar,
    Service,
)
from trebol.contract.references import References
from trebol.contract.shapes import PLACEHOLDER
from trebol.protocols.rest.json_schema import (
    Schema,
    described,
    object_of,
    property_of,
    record,
    reference,
    schema_of,
)
from trebol.protocols.rest.multipart import is_file
from trebol.protocols.rest.problem import MEDIA_TYPE
from trebol.protocols.rest.status import STATUS, TITLES

ALWAYS = (400, 401, 403, 404, 406, 429, 500, 503, 504)
"""Statuses any operation can answer, whatever it declares."""
BODY = (411, 413, 415)


def openapi_document(contract: Contract) -> bytes:
    """Write the document, in an order that depends on the contract alone."""
    paths: dict[str, Any] = {}
    schemas: dict[str, Schema] = {"Problem": problem()}
    tags = []
    for service in contract.services:
        tags.append(described({"name": tag_of(service)}, service.doc))
        schemas |= components(service)
        for operation in service.operations:
            if "rest" not in operation.withheld:
                path = paths.setdefault(f"/api/v{service.version}{operation.path}", {})
                path[operation.method.lower()] = operation_object(service, operation)
    document = {
        "openapi": "3.1.0",
        "info": {"title": contract.project, "version": "1"},
        "tags": tags,
        "paths": dict(sorted(paths.items())),
        "components": {"schemas": dict(sorted(schemas.items())), "securitySchemes": security_schemes()},
    }
    return msgspec.json.format(msgspec.json.encode(document), indent=2)


def tag_of(service: Service) -> str:
    """Name a service in the document."""
    return service.name if service.version == 1 else f"{service.name} v{service.version}"


def security_schemes() -> Schema:
    """How a caller says who they are."""
    return {
        "token": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"},
        "service": {"type": "http", "scheme": "basic"},
        "session": {"type": "apiKey", "in": "cookie", "name": "sessionid"},
    }


def components(service: Service) -> dict[str, Schema]:
    """The messages and enums of a service."""
    found = {name: record(message) for name, message in service.messages.items()}
    for name, enum in service.enums.items():
        found[name] = described({"type": "string", "enum": list(enum.values)}, enum.doc)
    return found


def operation_object(service: Service, operation: Operation) -> Schema:
    """Describe one operation."""
    placed = PLACEHOLDER.findall(operation.path)
    has_body = operation.method not in ("GET", "DELETE")
    rest = tuple(field for field in operation.parameters if field.name not in placed)
    found: Schema = {
        "operationId": f"{operation.name}"
        if service.version == 1
        else f"{operation.name}_v{service.version}",
        "tags": [tag_of(service)],
        "parameters": [
            *parameters(operation, placed),
            *([] if has_body else queries(rest)),
            *choice(service, operation),
        ],
        "responses": dict(responses(service, operation, has_body=has_body and bool(rest))),
        "security": [] if operation.public else [{"token": []}, {"service": []}, {"session": []}],
    }
    if operation.doc:
        found["summary"] = operation.doc.splitlines()[0]
        found["description"] = operation.doc
    if has_body and rest:
        content = {"application/json": {"schema": object_of(rest, given=False)}}
        if any(is_file(field.type) for field in rest):
            content["multipart/form-data"] = {"schema": form_schema(rest)}
        found["requestBody"] = {"content": content, "required": any(field.required for field in rest)}
    return found


def form_schema(fields: tuple[Field, ...]) -> Schema:
    """Describe a form: a file is a part of its media type."""
    schema = object_of(fields, given=False)
    for field in fields:
        match field.type:
            case Scalar(constraints=limits) if limits.media:
                schema["properties"][field.name] = part_of(limits)
            case ListOf(item=Scalar(constraints=limits)) if limits.media:
                schema["properties"][field.name]["items"] = part_of(limits)
    return schema


def part_of(limits: Constraints) -> Schema:
    """Describe the part of a file."""
    return {"contentMediaType": ", ".join(limits.media)}


def parameters(operation: Operation, placed: list[str]) -> Iterator[Schema]:
    """Describe what stands in the path."""
    named = {field.name: field for field in operation.parameters}
    for name in placed:
        schema = property_of(named[name], given=True)
        if schema.get("type") == "string":
            schema = schema | {"minLength": max(schema.get("minLength", 0), 1)}
        yield {"name": name, "in": "path", "required": True, "schema": schema}


def queries(fields: tuple[Field, ...]) -> Iterator[Schema]:
    """Describe what stands in the query string; what is left out is null or its default."""
    for field in fields:
        bare = msgspec.structs.replace(field.type, nullable=False)
        schema = property_of(msgspec.structs.replace(field, type=bare), given=True)
        if schema.get("default", 0) is None:
            del schema["default"]
        found: Schema = {"name": field.name, "in": "query", "required": field.required, "schema": schema}
        if isinstance(field.type, ListOf):
            found |= {"style": "form", "explode": True}
        yield found


def choice(service: Service, operation: Operation) -> Iterator[Schema]:
    """Describe ``fields``, where there is something to choose."""
    if operation.result is not None and "$ref" in str(schema_of(operation.result, given=True)):
        yield {
            "name": "fields", "in": "query", "required": False,
            "schema": {"type": "string", "pattern": r"^[a-z0-9_.]+(,[a-z0-9_.]+)*$"},
            "description": "Fields to answer, separated by commas; a dot goes inwards.", "example": "id",
        }  # fmt: skip
        if names := References(service).names_in(operation.result):
            yield {
                "name": "include", "in": "query", "required": False, "schema": {"type": "string"},
                "description": "References to answer too, separated by commas; a dot goes inwards: "
                f"{', '.join(names)}.",
            }  # fmt: skip


def responses(service: Service, operation: Operation, *, has_body: bool) -> Iterator[tuple[str, Schema]]:
    """Describe every answer an operation can give."""
    if operation.result is None:
        yield "204", {"description": "Done."}
    else:
        status = "201" if operation.shape == "create" else "200"
        content = {"application/json": {"schema": schema_of(operation.result, given=True)}}
        yield status, {"description": "Created." if status == "201" else "The result.", "content": content}
    faults = [service.faults[name] for name in operation.raises]
    statuses = {*ALWAYS, *(STATUS[fault.code] for fault in faults), *(BODY if has_body else ())}
    for status in sorted(statuses):
        yield str(status), refused(status, [fault for fault in faults if STATUS[fault.code] == status])


def refused(status: int, faults: list[FaultType]) -> Schema:
    """Describe a refusal and the faults that arrive as it."""
    schema: Schema = {"$ref": reference("Problem")}
    told = [f"`{fault.name}`: {fault.doc.splitlines()[0] if fault.doc else fault.name}" for fault in faults]
    if faults:
        schema = {"anyOf": [*(fault_schema(fault) for fault in faults), schema]}
    content = {MEDIA_TYPE: {"schema": schema}}
    return {"description": "\n\n".join([TITLES[status], *told]), "content": content}


def fault_schema(fault: FaultType) -> Schema:
    """Describe the problem document of a declared fault."""
    own = {"fault": {"const": fault.name}, "data": object_of(fault.fields, given=True)}
    return {
        "allOf": [
            {"$ref": reference("Problem")},
            {"type": "object", "properties": own, "required": ["fault", "data"]},
        ]
    }


def problem() -> Schema:
    """Describe a problem document (RFC 9457)."""
    text = {"type": "string"}
    violation = {
        "type": "object", "required": ["path", "reason", "expected"],
        "properties": {"path": text, "reason": text, "expected": text},
    }  # fmt: skip
    return {
        "type": "object",
        "required": ["type", "title", "status", "detail", "code"],
        "properties": {
            "type": text, "title": text, "status": {"type": "integer"}, "detail": text,
            "code": {"enum": [code.value for code in Code]}, "fault": text, "data": {"type": "object"},
            "violations": {"type": "array", "items": violation},
        },
    }  # fmt: skip
