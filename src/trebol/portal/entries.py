"""What the page shows of each service: the contract, laid out for reading."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Set

import msgspec

from trebol.contract.description import (
    Contract,
    EnumType,
    EventType,
    FaultType,
    Field,
    Operation,
    PermissionType,
    Service,
    Type,
)  # fmt: skip
from trebol.portal.kinds import Piece, type_pieces
from trebol.portal.words import Words


class FieldEntry(msgspec.Struct, frozen=True):
    """A field or parameter: its name, type, whether it must be there, and what it means."""

    name: str
    type: tuple[Piece, ...]
    presence: tuple[Piece, ...]
    doc: str


class Record(msgspec.Struct, frozen=True):
    """Something with fields: a message, the detail of a fault, an event. ``note``: one more fact about it."""

    anchor: str
    name: str
    doc: str
    fields: tuple[FieldEntry, ...]
    note: tuple[Piece, ...] = ()


class OperationEntry(msgspec.Struct, frozen=True):
    """An operation; ``wires``: how each standard names it, None where it is withheld."""

    anchor: str
    operation: Operation
    summary: str
    wires: tuple[tuple[str, str | None], ...]
    needs: PermissionType | None
    parameters: tuple[FieldEntry, ...]
    result: tuple[Piece, ...]
    faults: tuple[FaultType, ...]


class ServiceEntry(msgspec.Struct, frozen=True):
    """A service with everything that its operations reach. ``newest``: there is no later version of it."""

    service: Service
    newest: bool
    operations: tuple[OperationEntry, ...]
    faults: tuple[Record, ...]
    messages: tuple[Record, ...]
    events: tuple[Record, ...]
    enums: tuple[EnumType, ...]

    @property
    def has_soap(self) -> bool:
        """Whether SOAP publishes any of it, so that there is a WSDL."""
        return any("soap" not in entry.operation.withheld for entry in self.operations)


def entries_of(contract: Contract, hosted: Set[str], words: Words) -> tuple[ServiceEntry, ...]:
    """Lay out the services whose ids are ``hosted``, in the contract's order."""
    newest = {service.id for service in contract.newest()}
    return tuple(
        entry_of(service, service.id in newest, words)
        for service in contract.services
        if service.id in hosted
    )


def entry_of(service: Service, newest: bool, words: Words) -> ServiceEntry:
    """Lay out one service."""
    return ServiceEntry(
        service=service,
        newest=newest,
        operations=tuple(operation_entry(service, o, newest, words) for o in service.operations),
        faults=tuple(fault_record(service, fault, words) for fault in service.faults.values()),
        messages=tuple(
            record(service, name, message.doc, message.fields, words, tagged(message.tag, words))
            for name, message in service.messages.items()
        ),
        events=tuple(event_record(service, event, words) for event in service.events.values()),
        enums=tuple(service.enums.values()),
    )


def operation_entry(service: Service, operation: Operation, newest: bool, words: Words) -> OperationEntry:
    """Lay out one operation."""
    return OperationEntry(
        anchor=operation.id,
        operation=operation,
        summary=operation.doc.partition("\n")[0],
        wires=tuple(wires_of(operation, newest)),
        needs=service.permissions[operation.needs] if operation.needs else None,
        parameters=fields_of(service, operation.parameters, words),
        result=() if operation.result is None else linked(service, operation.result, words),
        faults=tuple(service.faults[name] for name in operation.raises),
    )


def wires_of(operation: Operation, newest: bool) -> Iterator[tuple[str, str | None]]:
    """Name an operation as each standard does."""
    withheld = operation.withheld
    root = "mutation" if operation.kind == "command" else "query"
    rest = f"{operation.method} /api/v{operation.version}{operation.path}"
    yield "REST", None if "rest" in withheld else rest
    yield "GraphQL", None if "graphql" in withheld or not newest else f"{root} {operation.field}"
    yield "SOAP", None if "soap" in withheld else operation.element


def record(
    service: Service, name: str, doc: str, fields: Iterable[Field], words: Words, note: tuple[Piece, ...] = ()
) -> Record:
    """Lay out something with fields."""
    return Record(f"{service.id}.{name}", name, doc, fields_of(service, fields, words), note)


def fault_record(service: Service, fault: FaultType, words: Words) -> Record:
    """Lay out a fault with its code."""
    note = (Piece(words["code"]), Piece(fault.code.value, code=True))
    return record(service, fault.name, fault.doc, fault.fields, words, note)


def event_record(service: Service, event: EventType, words: Words) -> Record:
    """Lay out an event with what orders it."""
    note = (Piece(words["event_key"].format(key=event.key)),)
    return record(service, event.name, event.doc, event.fields, words, note)


def tagged(tag: str | None, words: Words) -> tuple[Piece, ...]:
    """Tell what names a message inside a union."""
    return () if tag is None else (Piece(words["tag"]), Piece(tag, code=True))


def fields_of(service: Service, fields: Iterable[Field], words: Words) -> tuple[FieldEntry, ...]:
    """Lay out fields."""
    return tuple(
        FieldEntry(field.name, linked(service, field.type, words), presence(field, words), field.doc)
        for field in fields
    )


def presence(field: Field, words: Words) -> tuple[Piece, ...]:
    """Tell whether a field must be there, and what its absence means."""
    if field.reference:
        return (Piece(words["reference"]),)
    if field.required:
        return (Piece(words["required"]),)
    if field.maybe:
        return (Piece(words["maybe"]),)
    default = msgspec.json.encode(field.default).decode()
    return (Piece(words["default"]), Piece(default, code=True))


def linked(service: Service, type: Type, words: Words) -> tuple[Piece, ...]:
    """Describe a type; what it names is linked to where the page describes it."""
    return tuple(
        msgspec.structs.replace(piece, target=f"{service.id}.{piece.target}") if piece.target else piece
        for piece in type_pieces(type, words)
    )
