"""The rules a document must keep: GraphQL's own (section 5), but for the values of arguments.

Whether a value is right is the contract's to say, with every other thing that is wrong with an input and
at its path; so what GraphQL would say of the arguments of a root field is left to it.
"""

from __future__ import annotations

from typing import Any

from graphql import (
    ArgumentNode,
    BooleanValueNode,
    DirectiveNode,
    GraphQLError,
    KnownArgumentNamesRule,
    OverlappingFieldsCanBeMergedRule,
    ProvidedRequiredArgumentsRule,
    ValidationContext,
    ValidationRule,
    ValuesOfCorrectTypeRule,
    VariableNode,
    specified_rules,
)
from graphql.validation.rules.provided_required_arguments import ProvidedRequiredArgumentsOnDirectivesRule

MERGING = 50_000
"""Comparisons of fields that merge, in graphql-core's own unit: a tenth of what it allows; about 0.1 s."""


class NestedArguments(KnownArgumentNamesRule):
    """Arguments are known, but for those of root fields, which the contract judges."""

    context: ValidationContext

    def enter_argument(self, arg_node: ArgumentNode, *args: Any) -> None:
        """Look at an argument of a field."""
        parent, field = self.context.get_parent_type(), args[3][-1]
        roots = (self.context.schema.query_type, self.context.schema.mutation_type)
        if parent not in roots or field.name.value.startswith("__"):
            super().enter_argument(arg_node, *args)


class DirectiveValues(ValidationRule):
    """``@skip`` and ``@include`` take true, false or a variable."""

    def enter_directive(self, node: DirectiveNode, *_: Any) -> None:
        """Look at the arguments of a directive."""
        for argument in node.arguments or ():
            if not isinstance(argument.value, BooleanValueNode | VariableNode):
                message = f"@{node.name.value} takes true, false or a Boolean variable."
                self.report_error(GraphQLError(message, argument.value))


class BoundedMerging(OverlappingFieldsCanBeMergedRule):
    """Fields of one response name can be merged; looked at for a bounded time only."""

    def __init__(self, context: ValidationContext) -> None:
        super().__init__(context)
        self.rule_context.remaining_complexity_budget = MERGING


REPLACED = {
    ValuesOfCorrectTypeRule,
    ProvidedRequiredArgumentsRule,
    KnownArgumentNamesRule,
    OverlappingFieldsCanBeMergedRule,
}
RULES = (
    *(rule for rule in specified_rules if rule not in REPLACED),
    ProvidedRequiredArgumentsOnDirectivesRule,
    NestedArguments,
    DirectiveValues,
    BoundedMerging,
)
