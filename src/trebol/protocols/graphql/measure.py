"""How large a document is, fragments spread: known in one walk, before anything looks at it closely.

A fragment is measured once, so twenty fragments that each spread the next twice are twenty sums.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    InlineFragmentNode,
    OperationDefinitionNode,
    SelectionSetNode,
)

from trebol.protocols.graphql.errors import exhausted
from trebol.runtime.limits import Limits

NESTED = 150
"""Selection sets inside each other, fragments counted: below what graphql-core and Python's stack carry."""


class Size(NamedTuple):
    """``fields``: all of them. ``depth``: levels of fields. ``roots``: fields of the first level."""

    fields: int = 0
    depth: int = 0
    roots: int = 0


class Measure:
    """Measures the selections of one document."""

    def __init__(self, fragments: Mapping[str, FragmentDefinitionNode]) -> None:
        self.fragments = fragments
        self.known: dict[str, Size] = {}
        self.nested = 0

    def of(self, selected: SelectionSetNode | None) -> Size:
        """Measure a selection set."""
        if selected is None:
            return Size()
        self.nested += 1
        if self.nested > NESTED:
            raise exhausted(
                "Selections nest deeper", NESTED, "Spread fewer fragments inside each other.", [selected]
            )
        sizes = [self.of_selection(selection) for selection in selected.selections]
        self.nested -= 1
        return Size(
            sum(s.fields for s in sizes),
            max((s.depth for s in sizes), default=0),
            sum(s.roots for s in sizes),
        )

    def of_selection(self, selection: object) -> Size:
        """Measure a field or a fragment."""
        match selection:
            case FieldNode(selection_set=inner):
                size = self.of(inner)
                return Size(size.fields + 1, size.depth + 1, 1)
            case InlineFragmentNode(selection_set=inner):
                return self.of(inner)
            case FragmentSpreadNode(name=name):
                return self.of_fragment(name.value)
        return Size()

    def of_fragment(self, name: str) -> Size:
        """Measure a fragment, once; one that spreads itself is left to the rules."""
        if name not in self.known:
            self.known[name] = Size()
            definition = self.fragments.get(name)
            if definition is not None:
                self.known[name] = self.of(definition.selection_set)
        return self.known[name]


def check_size(document: DocumentNode, limits: Limits) -> None:
    """Refuse a document that is too large; ``RequestError`` says the limit and what to do."""
    measure = Measure(fragments_of(document))
    for operation in operations_of(document):
        size = measure.of(operation.selection_set)
        if size.depth > limits.depth:
            raise exhausted("The document nests deeper", limits.depth, "Ask for less at a time.", [operation])
        if size.fields > limits.fields:
            raise exhausted(
                "The document has more fields", limits.fields, "Ask for fewer, or in several.", [operation]
            )
        if size.roots > limits.operations:
            raise exhausted(
                "The document has more root fields", limits.operations, "Send several documents.", [operation]
            )


def fragments_of(document: DocumentNode) -> dict[str, FragmentDefinitionNode]:
    """The fragments of a document, by name."""
    return {one.name.value: one for one in definitions(document) if isinstance(one, FragmentDefinitionNode)}


def operations_of(document: DocumentNode) -> list[OperationDefinitionNode]:
    """The operations of a document."""
    return [one for one in definitions(document) if isinstance(one, OperationDefinitionNode)]


def definitions(document: DocumentNode) -> Iterable[object]:
    """What a document defines."""
    return document.definitions
