"""Descriptions in the schema, from what the contract says."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from trebol.contract.description import (
    NONE,
    EnumType,
    FaultType,
    Field,
    ListOf,
    MapOf,
    Operation,
    Scalar,
    Service,
)
from trebol.contract.expectation import expectation


def of_operation(service: Service, operation: Operation) -> str:
    """Describe a root field: what it does, who may call it, which faults it has."""
    return "\n\n".join([part for part in (operation.doc, *rules(service, operation)) if part])


def rules(service: Service, operation: Operation) -> Iterator[str]:
    """Say who may call an operation and what it can refuse."""
    if operation.needs is not None:
        doc = service.permissions[operation.needs].doc
        yield f"Needs {operation.needs}: {doc}" if doc else f"Needs {operation.needs}."
    elif not operation.public:
        yield "Needs a caller."
    if operation.raises:
        where = "" if operation.kind == "command" else ", in `errors`"
        faults = [f"- {line}" for line in (of_fault(service.faults[name]) for name in operation.raises)]
        yield f"Faults{where}:\n" + "\n".join(faults)


def of_fault(fault: FaultType) -> str:
    """Describe a fault in one line."""
    first = fault.doc.splitlines()[0] if fault.doc else ""
    return f"{fault.name} ({fault.code.value}): {first}".rstrip(": ")


def of_input(field: Field, enums: dict[str, EnumType]) -> str:
    """Describe an argument or input field: its own words, what narrows it, what absent and null mean."""
    said = [field.doc] if field.doc else []
    if isinstance(field.type, Scalar | ListOf | MapOf) and field.type.constraints != NONE:
        said.append(f"Takes {expectation(replace(field.type, nullable=False), enums)}.")
    if field.maybe:
        said.append("Absent: it stays as it is." + ("" if field.type.nullable else " Null is refused."))
    elif field.required and field.type.nullable:
        said.append("It must be given; null says that there is none.")
    return "\n\n".join(said)
