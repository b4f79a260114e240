"""Plans the operations of a document that has been parsed and validated."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from graphql import FieldNode, FragmentDefinitionNode, OperationDefinitionNode, ValueNode

from trebol.contract.compile import Compiled
from trebol.contract.description import Kind, MessageRef, PageOf, Type
from trebol.contract.paging import LARGEST_PAGE
from trebol.contract.selection import Selection
from trebol.protocols.graphql.arguments import Arguments
from trebol.protocols.graphql.convert import Converters
from trebol.protocols.graphql.errors import locations_of
from trebol.protocols.graphql.introspect import Introspection
from trebol.protocols.graphql.literals import Literals
from trebol.protocols.graphql.naming import success_of
from trebol.protocols.graphql.outcomes import CommandOutcome, Outcome, QueryOutcome, Value, fault_builder
from trebol.protocols.graphql.plan import Plan, RootField
from trebol.protocols.graphql.schema import ROOTS, Published
from trebol.protocols.graphql.select import TYPENAME, Chooser, Spread, merged
from trebol.protocols.graphql.variables import strict_variables
from trebol.runtime.result import Result

KINDS: dict[str, Kind] = {"query": "query", "mutation": "command"}
Fragments = Mapping[str, FragmentDefinitionNode]


class Planner:
    """Plans operations against one schema."""

    def __init__(self, published: Published) -> None:
        self.published = published
        self.converters: dict[str, Converters] = {}

    def plan(
        self, operation: OperationDefinitionNode, fragments: Fragments, flags: Mapping[str, bool]
    ) -> Plan:
        """Plan an operation. ``flags``: what the variables are that its directives ask."""
        kind = KINDS[operation.operation.value]
        declared = operation.variable_definitions or ()
        defaults = {one.variable.name.value: one.default_value for one in declared if one.default_value}
        spread = Spread(fragments, self.published.members, flags)
        blank: dict[str, Any] = {}
        fields: list[RootField] = []
        asked: list[FieldNode] = []
        for key, nodes in spread.fields([operation.selection_set], ROOTS[kind]).items():
            name = nodes[0].name.value
            compiled = self.published.roots[kind].get(name)
            blank[key] = ROOTS[kind] if name == TYPENAME else None
            if compiled is not None:
                fields.append(self.field(key, nodes, compiled, spread, defaults))
            elif name in ("__schema", "__type"):
                asked += nodes
        introspection = Introspection(self.published.schema, operation, asked, fragments) if asked else None
        ceiling = sum(
            field.values * (LARGEST_PAGE if field.compiled.operation.paging else 1) for field in fields
        )
        return Plan(kind, blank, tuple(fields), introspection, strict_variables(declared), ceiling)

    def field(
        self,
        key: str,
        nodes: Sequence[FieldNode],
        compiled: Compiled,
        spread: Spread,
        defaults: Mapping[str, ValueNode],
    ) -> RootField:
        """Plan one root field; nodes of one response name have one operation and equal arguments."""
        service = compiled.service
        converters = self.converters.setdefault(service.id, Converters(service))
        arguments = Arguments(compiled, nodes[0], Literals(service, defaults), converters)
        chooser = Chooser(service, spread)
        make = query_outcome if compiled.operation.kind == "query" else command_outcome
        outcome, values = make(compiled, nodes, chooser)
        return RootField(key, compiled, arguments, outcome, locations_of(nodes[:1]), values)


def query_outcome(compiled: Compiled, nodes: Sequence[FieldNode], chooser: Chooser) -> tuple[Outcome, int]:
    """Plan what a query writes."""
    result = compiled.operation.result
    assert result is not None
    chosen = chooser.choose(result, [node.selection_set for node in nodes])
    return QueryOutcome(Value(compiled.service, result, chosen)), chosen.values


def command_outcome(compiled: Compiled, nodes: Sequence[FieldNode], chooser: Chooser) -> tuple[Outcome, int]:
    """Plan what a command writes: its success and the faults that are asked for."""
    operation, service = compiled.operation, compiled.service
    sets = [node.selection_set for node in nodes]
    members: dict[str, Callable[[Result], Any]] = {}
    selection = nothing_of(operation.result)
    values = 1
    for key, inner in chooser.spread.fields(sets, success_of(operation)).items():
        name = inner[0].name.value
        if name == "result" and operation.result is not None:
            chosen = chooser.choose(operation.result, [node.selection_set for node in inner])
            members[key] = Value(service, operation.result, chosen)
            selection, values = merged(selection, chosen.selection), values + chosen.values
        else:
            members[key] = constant(success_of(operation) if name == TYPENAME else True)
    builders = {
        name: fault_builder(service, service.faults[name], chooser, nodes) for name in operation.raises
    }
    return CommandOutcome(
        members, selection, {n: one for n, one in builders.items() if one is not None}
    ), values


def nothing_of(type: Type | None) -> Selection | None:
    """Select nothing of a type that has something to select: what is not written is not read."""
    return {} if isinstance(type, MessageRef | PageOf) else None


def constant(value: Any) -> Callable[[Result], Any]:
    """Make what writes a value that is always the same."""
    return lambda _: value
