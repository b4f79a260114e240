"""What a document asks of a value: the contract's selection, and what is written where.

GraphQL, section 6.3.2: fields of one response name are merged, fragments spread, directives decided.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from graphql import (
    DirectiveNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    InlineFragmentNode,
    SelectionNode,
    SelectionSetNode,
    VariableNode,
)

from trebol.contract.description import (
    Constraints,
    Field,
    ListOf,
    MapOf,
    MessageRef,
    PageOf,
    Scalar,
    Service,
    Type,
    UnionRef,
)
from trebol.contract.names import camel
from trebol.contract.selection import Selection
from trebol.protocols.graphql import naming
from trebol.runtime.building import Pick, Tree

TYPENAME = "__typename"
UNDECLARED = 100
"""How many items a list or dict is taken to have that declares no maximum: one of plain values."""

Sets = Sequence[SelectionSetNode | None]


class Chosen(NamedTuple):
    """What is asked of a value. ``values``: how many it may give; of a page, for one item."""

    selection: Selection | None = None
    tree: Tree | None = None
    values: int = 1


class Spread:
    """The fields of selection sets for one type of object, fragments spread, directives decided.

    ``members``: the concrete types of each abstract one. ``flags``: the variables that directives ask.
    """

    def __init__(
        self,
        fragments: Mapping[str, FragmentDefinitionNode],
        members: Mapping[str, set[str]],
        flags: Mapping[str, bool],
    ) -> None:
        self.fragments, self.members, self.flags = fragments, members, flags

    def fields(
        self, sets: Sets, concrete: str, entered: set[str] | None = None
    ) -> dict[str, list[FieldNode]]:
        """Return the fields by response name; ``entered`` collects the type conditions that were met."""
        found: dict[str, list[FieldNode]] = {}
        visited: set[str] = set()
        conditions = set() if entered is None else entered
        for selected in sets:
            if selected is not None:
                self.collect(selected, concrete, found, visited, conditions)
        return found

    def collect(
        self, selected: SelectionSetNode, concrete: str, found: dict[str, list[FieldNode]], visited: set[str],
        entered: set[str],
    ) -> None:  # fmt: skip
        """Collect the fields of a selection set."""
        for selection in selected.selections:
            if not self.included(selection):
                continue
            if isinstance(selection, FieldNode):
                name = selection.alias or selection.name
                found.setdefault(name.value, []).append(selection)
                continue
            inner = self.fragment(selection, visited)
            if inner is not None and self.applies(inner, concrete, entered):
                self.collect(inner.selection_set, concrete, found, visited, entered)

    def fragment(
        self, selection: SelectionNode, visited: set[str]
    ) -> InlineFragmentNode | FragmentDefinitionNode | None:
        """Return a fragment; None for one that was spread here already."""
        if isinstance(selection, InlineFragmentNode):
            return selection
        if not isinstance(selection, FragmentSpreadNode) or selection.name.value in visited:
            return None
        visited.add(selection.name.value)
        return self.fragments[selection.name.value]

    def applies(
        self, fragment: InlineFragmentNode | FragmentDefinitionNode, concrete: str, entered: set[str]
    ) -> bool:
        """Tell whether a fragment is for a type of object."""
        if fragment.type_condition is None:
            return True
        name = fragment.type_condition.name.value
        if name == concrete or concrete in self.members.get(name, ()):
            entered.add(name)
            return True
        return False

    def included(self, selection: SelectionNode) -> bool:
        """Decide ``@skip`` and ``@include``."""
        return all(self.passes(directive) for directive in selection.directives or ())

    def passes(self, directive: DirectiveNode) -> bool:
        """Decide one directive."""
        value: Any = next(iter(directive.arguments or ())).value
        truth = self.flags[value.name.value] if isinstance(value, VariableNode) else value.value
        return bool(truth) == (directive.name.value == "include")


class Chooser:
    """Chooses what is asked of the values of one service."""

    def __init__(self, service: Service, spread: Spread) -> None:
        self.service, self.spread = service, spread

    def choose(self, type: Type | None, sets: Sets) -> Chosen:
        """Return what selection sets ask of a value."""
        match type:
            case MessageRef(name=name):
                return self.message(name, sets)
            case UnionRef(members=members):
                chosen = {name: self.message(name, sets) for name in members}
                selection = {name: one.selection for name, one in chosen.items()}
                return Chosen(selection, trees(chosen), 1 + max(one.values for one in chosen.values()))
            case ListOf(item=item):
                inner = self.choose(item, sets)
                return inner._replace(values=1 + inner.values * most(type))
            case MapOf():
                return self.entries(type, sets)
            case PageOf(item=item):
                return self.page(item, sets)
        return Chosen()

    def message(self, name: str, sets: Sets) -> Chosen:
        """Return what is asked of a message."""
        message = self.service.messages[name]
        return self.record(
            name, message.fields, sets, constants={naming.TYPE_FIELD: naming.shown_type(message)}
        )

    def record(
        self, name: str, fields: Iterable[Field], sets: Sets, constants: Mapping[str, str] | None = None
    ) -> Chosen:
        """Return what is asked of an object; ``constants`` are written for fields that are not its own."""
        known = {camel(field.name): field for field in fields}
        fixed = {TYPENAME: name, **(constants or {})}
        selection: dict[str, Selection | None] = {}
        picks, values = [], 1
        for key, nodes in self.spread.fields(sets, name).items():
            field = known.get(nodes[0].name.value)
            if field is None:
                picks.append(Pick(key, constant=fixed[nodes[0].name.value]))
                continue
            inner = self.choose(field.type, [node.selection_set for node in nodes])
            picks.append(Pick(key, field.name, inner.tree))
            selection[field.name] = merged(selection.get(field.name), inner.selection)
            values += inner.values
        return Chosen(selection, tuple(picks), values)

    def entries(self, type: MapOf, sets: Sets) -> Chosen:
        """Return what is asked of a dict: its selection is that of its values."""
        fields = (Field(name="key", type=Scalar(name="str")), Field(name="value", type=type.value))
        found = self.record(naming.entry_of(type), fields, sets)
        inner = (found.selection or {}).get("value")
        return Chosen(inner, found.tree, 1 + found.values * most(type))

    def page(self, item: MessageRef, sets: Sets) -> Chosen:
        """Return what is asked of a page: its selection is that of an item."""
        items = ListOf(item=item, constraints=Constraints(max_length=1))
        fields = (
            Field(name="items", type=items),
            Field(name="after", type=Scalar(name="str", nullable=True)),
        )
        found = self.record(naming.page_of(item.name), fields, sets)
        inner = (found.selection or {}).get("items") or {}
        return Chosen(inner, found.tree, found.values)


def most(type: ListOf | MapOf) -> int:
    """Return how many items a list or dict may have."""
    declared = type.constraints.max_length
    return UNDECLARED if declared is None else declared


def trees(chosen: Mapping[str, Chosen]) -> Tree:
    """Return what is written for each member of a union."""
    return {name: one.tree for name, one in chosen.items() if isinstance(one.tree, tuple)}


def merged(one: Selection | None, other: Selection | None) -> Selection | None:
    """Return a selection of what either asks for."""
    if one is None or other is None:
        return other if one is None else one
    both: dict[str, Any] = dict(one)
    for name, inner in other.items():
        both[name] = merged(both.get(name), inner) if name in both else inner
    return both
