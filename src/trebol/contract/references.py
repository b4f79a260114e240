"""Which references of a result a request asks for: ``driver``, ``passengers.account``.

A reference to a message of another service is left out unless it is named; a dot goes inwards. Each one costs
the other service a query, and references may go in circles, so a request names a few and none goes deep.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from trebol.contract.description import Field, ListOf, MessageRef, PageOf, Service, Type
from trebol.contract.errors import InvalidArgument
from trebol.contract.selection import Selection, whole
from trebol.contract.violations import Violation
from trebol.contract.words import said

Spell = Callable[[str], str]
"""How a wire writes the name of a field."""
INCLUDE = "include"
MOST_NAMES, MOST_PARTS = 20, 8


class References:
    """The references of the results of one service, by the names that a wire gives them."""

    def __init__(self, service: Service, spell: Spell = str) -> None:
        self.service, self.spell = service, spell

    def added(self, result: Type | None, selection: Selection, names: Iterable[str]) -> Selection:
        """Add references to a selection; ``InvalidArgument`` for a name of none, or beyond the bounds."""
        for number, name in enumerate(names):
            if number >= MOST_NAMES or name.count(".") >= MOST_PARTS:
                bounds = {"names": MOST_NAMES, "parts": MOST_PARTS}
                raise refused(
                    said("at most {names} names of references, each of at most {parts} parts", **bounds)
                )
            selection = self.with_one(result, selection, name.split("."))
        return selection

    def with_one(self, type: Type | None, selection: Selection, names: Sequence[str]) -> Selection:
        """Add one reference to a selection."""
        if not names:
            return selection
        first, *inwards = names
        for field in self.fields_in(type):
            if self.spell(field.name) == first and (
                field.reference or (inwards and self.fields_in(field.type))
            ):
                inner = selection.get(field.name) or whole(self.service, field.type) or {}
                return {**selection, field.name: self.with_one(field.type, inner, inwards)}
        if known := self.names_in(type):
            raise refused(said("names of references; here: {names}", names=", ".join(known)))
        raise refused(said("nothing: there are no references here"))

    def names_in(self, type: Type | None) -> list[str]:
        """Name the references of a type, and of what is nested in it; not those of what is referred to."""
        names = []
        for field in self.fields_in(type):
            name = self.spell(field.name)
            if field.reference:
                names.append(name)
            else:
                names += [f"{name}.{inner}" for inner in self.names_in(field.type)]
        return names

    def fields_in(self, type: Type | None) -> Sequence[Field]:
        """Return the fields of the message that a page, a list or a result is of."""
        match type:
            case PageOf(item=item) | ListOf(item=item):
                return self.fields_in(item)
            case MessageRef(name=name):
                return self.service.messages[name].fields
        return ()


def refused(expected: str) -> InvalidArgument:
    """The refusal of what a request includes."""
    return InvalidArgument([Violation((INCLUDE,), "value", expected)])
