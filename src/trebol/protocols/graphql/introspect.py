"""Introspection, by graphql-core itself (GraphQL, section 4), for a bounded number of values."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
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
        used = Used(nodes, fragments)
        declared: tuple[VariableDefinitionNode, ...] = tuple(
            one for one in operation.variable_definitions or () if one.variable.name.value in used.variables
        )
        asked = OperationDefinitionNode(
            operation=operation.operation, variable_definitions=declared, directives=(),
            selection_set=SelectionSetNode(selections=tuple(nodes)),
        )  # fmt: skip
        self.document = DocumentNode(definitions=(asked, *used.fragments.values()))

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


class Used(Visitor):
    """Collects the variables and the fragments that some nodes use, through the fragments too."""

    def __init__(self, nodes: Sequence[Node], fragments: Mapping[str, FragmentDefinitionNode]) -> None:
        super().__init__()
        self.variables: set[str] = set()
        self.fragments: dict[str, FragmentDefinitionNode] = {}
        self.known = fragments
        for node in nodes:
            visit(node, self)

    def enter_variable(self, node: VariableNode, *_: object) -> None:
        """Look at a variable."""
        self.variables.add(node.name.value)

    def enter_fragment_spread(self, node: FragmentSpreadNode, *_: object) -> None:
        """Look at a spread, and into its fragment the first time."""
        name = node.name.value
        if name not in self.fragments:
            self.fragments[name] = self.known[name]
            visit(self.known[name], self)
