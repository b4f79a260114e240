"""Introspection, by graphql-core itself (GraphQL, section 4), for a bounded number of values."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLResolveInfo,
    GraphQLSchema,
    Node,
    OperationDefinitionNode,
    SelectionSetNode,
    VariableDefinitionNode,
    VariableNode,
    execute_sync,
)
from graphql.language import Visitor, visit

from trebol.contract.code import Code
from trebol.protocols.graphql.errors import Shown, exhausted, shown, written
from trebol.protocols.graphql.literals import Variables


class Introspection:
    """Answers ``__schema`` and ``__type``: the fields of one operation that ask for them."""

    def __init__(
        self, schema: GraphQLSchema, operation: OperationDefinitionNode, nodes: Sequence[FieldNode],
        fragments: Mapping[str, FragmentDefinitionNode],
    ) -> None:  # fmt: skip
        self.schema = schema
        used, spread = reached(nodes, fragments)
        declared: tuple[VariableDefinitionNode, ...] = tuple(
            one for one in operation.variable_definitions or () if one.variable.name.value in used
        )
        asked = OperationDefinitionNode(
            operation=operation.operation, variable_definitions=declared, directives=(),
            selection_set=SelectionSetNode(selections=tuple(nodes)),
        )  # fmt: skip
        self.document = DocumentNode(definitions=(asked, *(fragments[name] for name in spread)))

    def answer(self, variables: Variables, most: int) -> tuple[dict[str, Any], list[Shown]]:
        """Return the values by response name, and errors; ``RequestError`` past ``most`` values."""
        try:
            found = execute_sync(
                self.schema, self.document, variable_values=dict(variables), middleware=[counting(most)]
            )
        except TooMuch:
            raise exhausted(
                "The introspection gives more values", most, "Ask for fewer fields of the schema."
            ) from None
        errors = [
            shown(e.message, Code.INVALID_ARGUMENT, written(e)) | placed(e.path) for e in found.errors or ()
        ]
        return dict(found.data or {}), errors


class TooMuch(BaseException):
    """Ends an introspection. Not an ``Exception``, which graphql-core would make an error of a field."""


def counting(most: int) -> Callable[..., Any]:
    """Make a middleware that lets ``most`` values be resolved."""
    left = most

    def count(
        resolve: Callable[..., Any], source: Any, info: GraphQLResolveInfo[Any], **arguments: Any
    ) -> Any:
        nonlocal left
        left -= 1
        if left < 0:
            raise TooMuch
        return resolve(source, info, **arguments)

    return count


def placed(path: Sequence[str | int] | None) -> Shown:
    """Write the path of an error."""
    return {"path": list(path)} if path else {}


def reached(
    nodes: Sequence[Node], fragments: Mapping[str, FragmentDefinitionNode]
) -> tuple[set[str], list[str]]:
    """Return the names of the variables and of the fragments that some nodes use."""
    used: set[str] = set()
    spread: list[str] = []
    todo = list(nodes)
    while todo:
        for name, is_variable in names_in(todo.pop()):
            if is_variable:
                used.add(name)
            elif name not in spread:
                spread.append(name)
                todo.append(fragments[name])
    return used, spread


def names_in(node: Node) -> Iterator[tuple[str, bool]]:
    """Return the names of the variables (True) and fragment spreads (False) in a node."""
    found: list[tuple[str, bool]] = []

    class Names(Visitor):
        def enter_variable(self, node: VariableNode, *_: Any) -> None:
            found.append((node.name.value, True))

        def enter_fragment_spread(self, node: FragmentSpreadNode, *_: Any) -> None:
            found.append((node.name.value, False))

    visit(node, Names())
    return iter(found)
