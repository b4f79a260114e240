"""A plan: everything about one operation of a document that does not depend on a request."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from trebol.contract.collect import MOST
from trebol.contract.compile import Compiled
from trebol.contract.description import Kind
from trebol.contract.errors import InvalidArgument
from trebol.contract.paging import LARGEST_PAGE
from trebol.protocols.graphql.arguments import Arguments
from trebol.protocols.graphql.errors import Location, RequestError, exhausted, of_violation
from trebol.protocols.graphql.introspect import Introspection
from trebol.protocols.graphql.literals import Variables
from trebol.protocols.graphql.outcomes import Outcome
from trebol.protocols.graphql.variables import Declared, refusals
from trebol.protocols.graphql.wire_path import WirePath


class RootField(msgspec.Struct, frozen=True):
    """One operation to run, under its response name.

    ``values``: how many it may give; of a page, for one item.
    """

    key: str
    compiled: Compiled
    arguments: Arguments
    outcome: Outcome
    places: list[Location]
    values: int

    def cost(self, variables: Variables) -> int:
        """Return how many values it may give."""
        if not self.compiled.operation.paging:
            return self.values
        first = self.arguments.plain(variables)[0].get("first", self.default_first)
        # What is no page size is refused by the contract before anything is read.
        sized = isinstance(first, int) and 1 <= first <= LARGEST_PAGE
        return self.values * (int(first) if sized else 1)

    @property
    def default_first(self) -> int:
        """The page size of a field that does not say one."""
        named = {field.name: field.default for field in self.compiled.operation.parameters}
        return int(named["first"])

    def violations(self, error: InvalidArgument, variables: Variables) -> list[dict[str, str]]:
        """Write violations, each with the contract's path and that of the schema."""
        plain, _ = self.arguments.plain(variables)
        paths, fields = WirePath(self.compiled.service), self.compiled.operation.parameters
        return [of_violation(one, paths.of(fields, one, plain)) for one in error.violations[:MOST]]


class Plan(msgspec.Struct, frozen=True):
    """How to answer one operation.

    ``blank``: the response's names in their order, null but for those whose value is known. ``strict``: the
    variables that can be refused. ``ceiling``: the cost, were every page as large as a page can be.
    """

    kind: Kind
    blank: Mapping[str, Any]
    fields: Sequence[RootField]
    introspection: Introspection | None
    strict: Sequence[Declared]
    ceiling: int

    def check(self, variables: Variables, most: int) -> None:
        """Refuse variables that are missing or null, and a request that costs too much: ``RequestError``."""
        if self.strict and (found := refusals(self.strict, variables)):
            violations = [one for field in self.fields for one in violations_of(field, variables)]
            found[0]["extensions"]["violations"] = violations
            raise RequestError(found)
        if self.ceiling > most:
            cost = sum(field.cost(variables) for field in self.fields)
            if cost > most:
                mend = "Ask for fewer fields, or for smaller pages (first)."
                raise exhausted(f"The document may give {cost} values, more", most, mend)


def violations_of(field: RootField, variables: Variables) -> list[dict[str, str]]:
    """Return everything that is wrong with the arguments of a field."""
    try:
        field.arguments.accepted(variables)
    except InvalidArgument as error:
        return field.violations(error, variables)
    return []
