"""Claims every name of a contract, derived ones too, and checks what only the whole can tell."""

from __future__ import annotations

import re
from collections.abc import Iterator

from trebol.contract.description import (
    Contract,
    ListOf,
    MapOf,
    MessageRef,
    Operation,
    PageOf,
    Scalar,
    Service,
    Type,
    UnionRef,
)
from trebol.contract.fault import Fault
from trebol.contract.names import FIELD_NAME, Registry, camel, pascal
from trebol.contract.problems import Problems

FAULT_FIELDS = {name for name in dir(Fault) if not name.startswith("_")}
"""What every fault has already, and every exception of Python."""


def register(contract: Contract, registry: Registry, problems: Problems) -> None:
    """Claim the names; GraphQL publishes the newest version of a service, XML and REST all of them."""
    newest = {service.id for service in contract.newest()}
    for service in contract.services:
        registry.claim("service", service.id, service.title)
        for operation in service.operations:
            where = f"{service.title}.{operation.name}"
            registry.claim("route", route_shape(operation), where)
            lists_have_maxima(service, operation, where, problems)
        if service.id in newest:
            claim_types(service, registry)
            claim_fields(service, registry)
        for fault in service.faults.values():
            for field in fault.fields:
                if field.name in FAULT_FIELDS:
                    problems.add(
                        "trebol.E010", f"{fault.name}.{field.name}", "every fault has one already.",
                        "Rename it.",
                    )  # fmt: skip


def route_shape(operation: Operation) -> str:
    """``GET /api/v1/rides/{}``: two paths that differ in a placeholder's name are one."""
    return f"{operation.method} /v{operation.version}" + re.sub(r"\{[^}]*\}", "{}", operation.path)


def claim_types(service: Service, registry: Registry) -> None:
    """Claim the names of types: what is declared, and what protocols derive from it."""
    owner = service.title
    for name, message in service.messages.items():
        registry.claim("type", name, f"message {owner}.{name}", message)
    for name, enum in service.enums.items():
        registry.claim("type", name, f"enum {owner}.{name}", enum)
    for name in service.faults:
        registry.claim("type", name, f"fault {owner}.{name}")
    for name in service.permissions:
        registry.claim("type", name, f"permission {owner}.{name}")
    for name in service.events:
        registry.claim("type", name, f"event {owner}.{name}")
    for operation in service.operations:
        for derived in derived_names(operation):
            registry.claim("type", derived, f"operation {owner}.{operation.name}")
        for parameter in operation.parameters:
            for name in input_names(service, parameter.type):
                registry.claim("type", name, f"the input of {name.removesuffix('Input')}")
        if operation.result is not None:
            for name in result_names(operation.result):
                registry.claim("type", name, f"the derived type {name}")


def derived_names(operation: Operation) -> Iterator[str]:
    """The element names of an operation in XML, its payload types in GraphQL."""
    name = operation.element
    yield from (name, f"{name}Request", f"{name}Response")
    if operation.kind == "command":
        yield from (f"{name}Payload", f"{name}Success")


def input_names(service: Service, type: Type) -> Iterator[str]:
    """The GraphQL input types a parameter needs."""
    match type:
        case MessageRef(name=name):
            yield f"{name}Input"
            for field in service.messages[name].fields:
                if not field.reference:
                    yield from input_names(service, field.type)
        case UnionRef(name=name, members=members):
            yield f"{name}Input"
            for member in members:
                yield from input_names(service, MessageRef(name=member))
        case ListOf(item=item):
            yield from input_names(service, item)
        case MapOf(value=value):
            yield f"{entry_name(value)}Input"
            yield from input_names(service, value)


def result_names(type: Type) -> Iterator[str]:
    """The GraphQL types a result derives."""
    match type:
        case PageOf(item=item):
            yield f"{item.name}Page"
        case UnionRef(name=name):
            yield name
        case ListOf(item=item):
            yield from result_names(item)
        case MapOf(value=value):
            yield entry_name(value)


def entry_name(value: Type) -> str:
    """The name of a dict's entry type, after its values: ``IntEntry``, ``RideListEntry``."""
    return value_name(value) + "Entry"


def value_name(value: Type) -> str:
    """A type as a part of a name."""
    nullable = "Nullable" if value.nullable else ""
    match value:
        case ListOf(item=item):
            return f"{nullable}{value_name(item)}List"
        case MapOf(value=inner):
            return f"{nullable}{value_name(inner)}Map"
        case PageOf(item=item):
            return f"{nullable}{item.name}Page"
        case Scalar(name=name):
            return nullable + pascal(name)
    return nullable + value.name


def claim_fields(service: Service, registry: Registry) -> None:
    """Claim the GraphQL root fields."""
    for operation in service.operations:
        if "graphql" in operation.withheld:
            continue
        where, field = f"{service.title}.{operation.name}", camel(operation.field)
        if not FIELD_NAME(field):
            registry.problems.add(
                "trebol.E010", where, f"{operation.field!r} is not the name of a GraphQL field.",
                "Write letters and digits, a small letter first.",
            )  # fmt: skip
        registry.claim(f"{operation.kind} field", field, where)


def lists_have_maxima(service: Service, operation: Operation, where: str, problems: Problems) -> None:
    """A list of messages in a result has a declared maximum, so that a request's cost has one."""
    for path, type in lists_in(service, operation.result, ""):
        if isinstance(type.item, MessageRef | UnionRef) and type.constraints.max_length is None:
            problems.add(
                "trebol.E016", f"{where} {path or 'result'}", "a list of messages has no declared maximum.",
                "Write Annotated[list[...], Meta(max_length=...)], or give a Page.",
            )  # fmt: skip


def lists_in(service: Service, type: Type | None, path: str) -> Iterator[tuple[str, ListOf]]:
    """Every list inside a result, with where it stands."""
    match type:
        case ListOf(item=item):
            yield path, type
            yield from lists_in(service, item, path)
        case PageOf(item=item):
            yield from lists_in(service, item, path)
        case MapOf(value=value):
            yield from lists_in(service, value, path)
        case UnionRef(members=members):
            for member in members:
                yield from lists_in(service, MessageRef(name=member), path)
        case MessageRef(name=name) if name in service.messages:
            for field in service.messages[name].fields:
                if not field.reference:
                    yield from lists_in(service, field.type, f"{name}.{field.name}")
