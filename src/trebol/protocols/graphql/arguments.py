"""The arguments of a root field: what its literals and variables say, judged by the contract."""

from __future__ import annotations

from typing import Any

import msgspec
from graphql import FieldNode

from trebol.contract.collect import MOST
from trebol.contract.compile import Compiled
from trebol.contract.names import camel
from trebol.contract.violations import Violation
from trebol.contract.words import said
from trebol.protocols.graphql.convert import Convert, Converters
from trebol.protocols.graphql.literals import ABSENT, Constant, Literals, Reading, Variables

UNKNOWN = said("nothing: there is no such argument")


class Arguments:
    """Reads the arguments of one root field.

    ``said``: what the literals without variables say, by parameter; ``found``: what is wrong with them on
    the wire. ``open``: the parameters that depend on variables.
    """

    def __init__(
        self, compiled: Compiled, node: FieldNode, literals: Literals, converters: Converters
    ) -> None:
        self.judge = compiled.judge
        self.said: dict[str, Any] = {}
        self.found: list[Violation] = []
        self.open: list[tuple[str, Reading, Convert | None]] = []
        parameters = {camel(field.name): field for field in compiled.operation.parameters}
        for argument in node.arguments or ():
            field = parameters.get(argument.name.value)
            if field is None:
                self.found.append(Violation((argument.name.value,), "unknown", UNKNOWN))
                continue
            read, convert = literals.of(argument.value, field.type), converters.of(field.type)
            if not isinstance(read, Constant):
                self.open.append((field.name, read, convert))
            elif convert is None:
                self.said[field.name] = read.value
            else:
                self.said[field.name] = convert(read.value, (field.name,), self.found)

    def plain(self, variables: Variables) -> tuple[dict[str, Any], list[Violation]]:
        """Return the plain values, by parameter, and what the wire got wrong."""
        plain, found = self.said.copy(), self.found.copy()
        for name, read, convert in self.open:
            value = read(variables)
            if value is not ABSENT:
                plain[name] = value if convert is None else convert(value, (name,), found)
        return plain, found

    def accepted(self, variables: Variables) -> msgspec.Struct:
        """Return the arguments; ``InvalidArgument`` with everything that is wrong with them."""
        plain, found = self.plain(variables)
        return self.judge.accept(plain, found[:MOST])
