"""Documents: parsed, measured, validated, planned; kept so that each is done once."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from graphql import (
    DirectiveNode,
    DocumentNode,
    FragmentSpreadNode,
    GraphQLSyntaxError,
    Node,
    OperationDefinitionNode,
    VariableNode,
    parse,
    validate,
)
from graphql.language import Visitor, visit
from graphql.validation.validate import ValidationAbortedError

from trebol.contract.code import Code
from trebol.contract.description import Kind
from trebol.protocols.graphql.errors import MOST, RequestError, exhausted, of_graphql, refused, shown, written
from trebol.protocols.graphql.literals import Variables
from trebol.protocols.graphql.measure import check_size, fragments_of, operations_of
from trebol.protocols.graphql.plan import Plan
from trebol.protocols.graphql.planner import KINDS, Planner
from trebol.protocols.graphql.rules import MERGING, RULES
from trebol.protocols.graphql.schema import Published
from trebol.protocols.graphql.variables import Condition, Flags, condition
from trebol.runtime.limits import Limits

FEW = 3
"""Up to this many errors get suggestions: finding similar names is dear."""
VARIANTS = 16
"""Plans kept of one document: its operations, times the values of the variables its directives ask."""


class Operation(NamedTuple):
    """One operation of a document. ``conditions``: the variables its directives ask."""

    name: str
    kind: Kind
    conditions: tuple[Condition, ...]


class Document:
    """A document that may run. It keeps its text and its plans; its syntax tree is made anew when needed."""

    def __init__(self, text: str, tree: DocumentNode, limits: Limits) -> None:
        self.text, self.limits = text, limits
        self.operations = {one.name: one for one in summaries(tree)}
        self.plans: dict[tuple[str, Flags], Plan] = {}
        self.most_plans = min(VARIANTS, sum(2 ** len(one.conditions) for one in self.operations.values()))

    def operation(self, name: str | None) -> Operation:
        """Return the operation of that name, or the only one (GraphQL, section 6.1, GetOperation)."""
        if name is None and len(self.operations) == 1:
            return next(iter(self.operations.values()))
        if name is None:
            raise refused(f"Say which operation by operationName: {', '.join(self.operations)}.")
        if name not in self.operations or not name:
            raise refused(f"The document has no operation {name[:100]}.")
        return self.operations[name]

    def plan(
        self, operation: Operation, variables: Variables, planner: Planner, tree: DocumentNode | None = None
    ) -> Plan:
        """Return the plan of an operation for what these variables say of its directives."""
        flags = tuple(one.truth(variables) for one in operation.conditions)
        found = self.plans.get((operation.name, flags))
        if found is None:
            if len(self.plans) >= VARIANTS:
                self.plans.clear()
            found = self.planned(operation, flags, planner, tree or parsed(self.text, self.limits))
            self.plans[operation.name, flags] = found
        return found

    def planned(self, operation: Operation, flags: Flags, planner: Planner, tree: DocumentNode) -> Plan:
        """Plan an operation."""
        node = next(one for one in operations_of(tree) if name_of(one) == operation.name)
        named = {one.name: flag for one, flag in zip(operation.conditions, flags, strict=True)}
        return planner.plan(node, fragments_of(tree), named)


def prepared(text: str, published: Published, limits: Limits) -> tuple[Document, DocumentNode]:
    """Parse, measure and validate a text; ``RequestError`` with everything that is wrong with it."""
    tree = parsed(text, limits)
    check_size(tree, limits)
    check_rules(tree, published)
    return Document(text, tree, limits), tree


def parsed(text: str, limits: Limits) -> DocumentNode:
    """Parse a text, up to the limits of characters and tokens.

    A body has room for files, which are values of variables: some megabytes of text cost a second.
    """
    if len(text) > limits.body:
        raise exhausted("The document has more characters", limits.body, "Send what is long as a variable.")
    try:
        return parse(text, max_tokens=limits.tokens)
    except GraphQLSyntaxError as error:
        # graphql-core marks what passes a limit by these words alone; a test holds them.
        over = error.message.endswith("Parsing aborted.")
        message = (
            f"{error.message} The limit is {limits.tokens} tokens; ask for less at a time."
            if over
            else error.message
        )
        code = Code.RESOURCE_EXHAUSTED if over else Code.INVALID_ARGUMENT
        raise RequestError([shown(message, code, written(error))], code) from None


def check_rules(tree: DocumentNode, published: Published) -> None:
    """Validate a document."""
    errors = validate(published.schema, tree, RULES, max_errors=MOST - 1, hide_suggestions=True)
    if not errors:
        return
    last = errors[-1]
    if isinstance(last, ValidationAbortedError) and len(errors) < MOST:
        raise exhausted(
            "Finding out whether its fields can be merged takes more steps", MERGING, "Repeat fewer fields."
        )
    if len(errors) <= FEW:
        errors = validate(published.schema, tree, RULES, max_errors=FEW)
    raise of_graphql(errors)


def summaries(tree: DocumentNode) -> Iterator[Operation]:
    """Summarize the operations of a document."""
    asked = {name: Asked(fragment) for name, fragment in fragments_of(tree).items()}
    for node in operations_of(tree):
        defaults = {one.variable.name.value: one.default_value for one in node.variable_definitions or ()}
        own = Asked(node)
        names, todo, seen = own.variables, list(own.spread), set(own.spread)
        while todo:
            inner = asked[todo.pop()]
            names |= inner.variables
            todo += inner.spread - seen
            seen |= inner.spread
        conditions = tuple(condition(name, defaults.get(name)) for name in sorted(names))
        yield Operation(name_of(node), KINDS[node.operation.value], conditions)


class Asked(Visitor):
    """Collects the variables that the directives in a definition ask, and the fragments it spreads."""

    def __init__(self, node: Node) -> None:
        super().__init__()
        self.variables: set[str] = set()
        self.spread: set[str] = set()
        visit(node, self)

    def enter_directive(self, node: DirectiveNode, *_: object) -> None:
        """Look at a directive."""
        values = [argument.value for argument in node.arguments or ()]
        self.variables.update(value.name.value for value in values if isinstance(value, VariableNode))

    def enter_fragment_spread(self, node: FragmentSpreadNode, *_: object) -> None:
        """Look at a spread."""
        self.spread.add(node.name.value)


def name_of(operation: OperationDefinitionNode) -> str:
    """The name of an operation; "" for one without."""
    return operation.name.value if operation.name is not None else ""
