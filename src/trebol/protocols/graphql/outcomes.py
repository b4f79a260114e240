"""What a root field writes: the result of a query, the union of a command's success and its faults."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol

import msgspec
from graphql import FieldNode

from trebol.contract.description import (
    FaultType,
    Field,
    ListOf,
    MapOf,
    MessageRef,
    Scalar,
    Service,
    Type,
    UnionRef,
)
from trebol.contract.fault import Fault
from trebol.contract.json_text import carries_only_xml
from trebol.contract.names import camel
from trebol.contract.selection import Selection
from trebol.protocols.graphql import naming
from trebol.protocols.graphql.select import TYPENAME, Chooser, Chosen
from trebol.runtime.building import Builder, Pick, Spelling, Tree, compile_builder, compile_record
from trebol.runtime.result import Result

SPELLING = Spelling(map_entries=True, int64_text=True)
TEXT = Scalar(name="str")
COMMON = (Field(name="code", type=TEXT), Field(name="message", type=TEXT))
encode = msgspec.json.Encoder().encode


class Outcome(Protocol):
    """Writes what became of a root field. ``selection``: what is read of the result."""

    selection: Selection | None

    def of_result(self, result: Result) -> msgspec.Raw:
        """Write a result."""

    def of_fault(self, fault: Fault) -> msgspec.Raw | None:
        """Write a fault; None when the document does not ask for it."""


class Value:
    """Writes one value, from messages or from rows; each builder is compiled when it is first needed."""

    def __init__(self, service: Service, type: Type, chosen: Chosen) -> None:
        self.service, self.type, self.chosen = service, type, chosen
        self.builders: dict[bool, Builder] = {}

    def __call__(self, result: Result) -> Any:
        """Return the value of a result."""
        builder = self.builders.get(result.layout is None)
        if builder is None:
            builder = compile_builder(self.service, self.type, self.chosen.tree, result.layout, SPELLING)
            self.builders[result.layout is None] = builder
        return builder(result.value)


class QueryOutcome:
    """Writes the result of a query; its faults are errors."""

    def __init__(self, value: Value) -> None:
        self.value, self.selection = value, value.chosen.selection

    def of_result(self, result: Result) -> msgspec.Raw:
        """Write a result."""
        return written(self.value(result))

    def of_fault(self, fault: Fault) -> msgspec.Raw | None:
        """A query's fault is not asked for."""
        return None


class CommandOutcome:
    """Writes a command's payload. ``members``: what success has, by response name.

    ``faults``: for each fault that the document asks for, what writes it.
    """

    def __init__(
        self,
        members: Mapping[str, Callable[[Result], Any]],
        selection: Selection | None,
        faults: Mapping[str, Builder],
    ) -> None:
        self.members, self.selection, self.faults = members, selection, faults

    def of_result(self, result: Result) -> msgspec.Raw:
        """Write the success."""
        return written({key: member(result) for key, member in self.members.items()})

    def of_fault(self, fault: Fault) -> msgspec.Raw | None:
        """Write a fault that is asked for."""
        builder = self.faults.get(type(fault).__name__)
        return None if builder is None else written(builder(fault))


def written(value: Any) -> msgspec.Raw:
    """Write a value; ``ValueError`` for a text that XML, and so the contract, cannot carry."""
    raw = encode(value)
    if not carries_only_xml(raw):
        raise ValueError("a text of the result has a character that XML 1.0 cannot carry")
    return msgspec.Raw(raw)


def fault_builder(
    service: Service, fault: FaultType, chooser: Chooser, nodes: Sequence[FieldNode]
) -> Builder | None:
    """Compile what writes a fault; None when no fragment for it, nor for ``Error``, is there."""
    entered: set[str] = set()
    sets = [node.selection_set for node in nodes]
    chooser.spread.fields(sets, fault.name, entered)
    if not entered & {fault.name, naming.ERROR}:
        return None
    fields = (*COMMON, *fault.fields)
    return compile_record(service, fields, chooser.record(fault.name, fields, sets).tree, SPELLING)


def detail_builder(service: Service, fault: FaultType) -> Builder:
    """Compile what writes the whole detail of a fault, by the names of the schema."""
    return compile_record(service, fault.fields, whole_record(service, fault.fields), SPELLING)


def whole_record(service: Service, fields: Sequence[Field]) -> tuple[Pick, ...]:
    """Pick every field of an object, but for its references."""
    own = [field for field in fields if not field.reference]
    return tuple(Pick(camel(field.name), field.name, whole_tree(service, field.type)) for field in own)


def whole_message(service: Service, name: str) -> tuple[Pick, ...]:
    """Pick every field of a message; one that has none says its type."""
    message = service.messages[name]
    if not message.fields:
        return (Pick(naming.TYPE_FIELD, constant=naming.shown_type(message)),)
    return whole_record(service, message.fields)


def whole_tree(service: Service, type: Type) -> Tree | None:
    """Pick everything a type has; a member of a union says its type."""
    match type:
        case MessageRef(name=name):
            return whole_message(service, name)
        case UnionRef(members=members):
            return {name: (Pick(TYPENAME, constant=name), *whole_message(service, name)) for name in members}
        case ListOf(item=item):
            return whole_tree(service, item)
        case MapOf(value=value):
            return (Pick("key", "key"), Pick("value", "value", whole_tree(service, value)))
    return None
