"""Compiles, for one result type and one choice of fields, the function that builds its JSON values.

A builder is one expression made of literals: what a serializer decides for each row, it decides once.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import msgspec

from trebol.contract.description import (
    Field,
    ListOf,
    MapOf,
    MessageRef,
    PageOf,
    Scalar,
    Service,
    Type,
    UnionRef,
)  # fmt: skip
from trebol.contract.selection import Selection
from trebol.contract.values import decimal_text

Builder = Callable[[Any], Any]


class Pick(msgspec.Struct, frozen=True):
    """One member of an object to build: ``key`` is written, ``source`` is the contract's field.

    ``constant``: written instead of a field (``source`` is then empty). ``tree``: what is picked inside.
    """

    key: str
    source: str = ""
    tree: Tree | None = None
    constant: str | None = None


Picks = tuple[Pick, ...]
Tree = Picks | Mapping[str, Picks]
"""The picks of an object; for a union, the picks of each member by message name. A page's picks have the
sources ``items`` and ``after``; a map entry's ``key`` and ``value``."""


class Spelling(msgspec.Struct, frozen=True):
    """How a protocol writes what JSON alone does not settle."""

    map_entries: bool = False
    int64_text: bool = False


def picks_of(service: Service, type: Type, selection: Selection | None) -> Tree | None:
    """Pick what a selection names, under the contract's own names; a tagged message says its ``type``."""
    if selection is None:
        return None
    match type:
        case UnionRef(members=members):
            return {
                name: record_picks(service, name, selection[name] or {})
                for name in members
                if name in selection
            }
        case MessageRef(name=name):
            return record_picks(service, name, selection)
        case ListOf(item=item) | PageOf(item=item):
            return picks_of(service, item, selection)
        case MapOf(value=value):
            return picks_of(service, value, selection)
    return None


def record_picks(service: Service, name: str, selection: Selection) -> Picks:
    """Pick what a selection names of a message."""
    message = service.messages[name]
    tagged = () if message.tag is None else (Pick("type", constant=message.tag),)
    named = (Pick(n, n, picks_of(service, message.field(n).type, inner)) for n, inner in selection.items())
    return (*tagged, *named)


def compile_builder(
    service: Service, type: Type, tree: Tree | None, layout: Selection | None, spelling: Spelling
) -> Builder:
    """Compile the builder of a result. ``layout``: as in ``Result``; None for plain values."""
    writer = ExpressionWriter(service, spelling)
    source = f"lambda v: {writer.value(type, tree, layout, 'v')}"
    builder: Builder = eval(source, writer.names)  # noqa: S307 - made of repr()s of names that the contract checked
    return builder


def compile_record(
    service: Service, fields: Sequence[Field], tree: Tree | None, spelling: Spelling
) -> Builder:
    """Compile the builder of an object with attributes that is no message, such as a fault."""
    writer = ExpressionWriter(service, spelling)
    source = f"lambda v: {writer.record(fields, tree, None, 'v')}"
    builder: Builder = eval(source, writer.names)  # noqa: S307 - as above
    return builder


class ExpressionWriter:
    """Writes the expression of one builder; ``names`` is what it may refer to."""

    def __init__(self, service: Service, spelling: Spelling) -> None:
        self.service, self.spelling = service, spelling
        self.names: dict[str, Any] = {
            "decimal_text": decimal_text,
            "finite": finite,
            "__builtins__": {"str": str, "type": type},
        }
        self.count = 0

    def fresh(self) -> str:
        """Return a variable no other part uses."""
        self.count += 1
        return f"v{self.count}"

    def value(self, type: Type, tree: Tree | None, layout: Selection | None, var: str) -> str:
        """Write the expression of one value."""
        written = self.present(type, tree, layout, var)
        return f"(None if {var} is None else {written})" if type.nullable and written != var else written

    def present(self, type: Type, tree: Tree | None, layout: Selection | None, var: str) -> str:
        """Write the expression of a value that is not null."""
        match type:
            case Scalar(name="decimal"):
                return f"decimal_text({var})"
            case Scalar(name="float"):
                return f"finite({var})"
            case Scalar(name="int64") if self.spelling.int64_text:
                return f"str({var})"
            case MessageRef(name=name):
                return self.record(self.service.messages[name].fields, tree, layout, var)
            case UnionRef(members=members):
                return self.union(members, tree, var)
            case PageOf(item=item):
                return self.page(item, tree, layout, var)
            case ListOf(item=item):
                return self.items(item, tree, layout, var)
            case MapOf(value=value):
                return self.entries(value, tree, var)
        return var

    def record(self, fields: Iterable[Field], tree: Tree | None, layout: Selection | None, var: str) -> str:
        """Write an object: a tuple's items by their place, a message's by their name."""
        types = {field.name: field.type for field in fields}
        places = {name: place for place, name in enumerate(layout)} if layout is not None else {}
        members = []
        for pick in picks_in(tree):
            if pick.constant is not None:
                members.append(f"{pick.key!r}: {pick.constant!r}")
                continue
            access = f"{var}[{places[pick.source]}]" if layout is not None else f"{var}.{pick.source}"
            inner = layout[pick.source] if layout is not None else None
            members.append(f"{pick.key!r}: {self.named(types[pick.source], pick.tree, inner, access)}")
        return "{" + ", ".join(members) + "}"

    def named(self, type: Type, tree: Tree | None, layout: Selection | None, access: str) -> str:
        """Write a member's value; what is used more than once gets a name."""
        if not type.nullable and not isinstance(type, MessageRef | UnionRef):
            return self.present(type, tree, layout, access)
        var = self.fresh()
        written = self.present(type, tree, layout, var)
        if written == var:
            return access
        if type.nullable:
            return f"(None if ({var} := {access}) is None else {written})"
        return f"({written} if (({var} := {access}) is not None) else None)"

    def items(self, item: Type, tree: Tree | None, layout: Selection | None, var: str) -> str:
        """Write a list."""
        each = self.fresh()
        written = self.value(item, tree, layout, each)
        return var if written == each else f"[{written} for {each} in {var}]"

    def page(self, item: MessageRef, tree: Tree | None, layout: Selection | None, var: str) -> str:
        """Write a page."""
        members = []
        for pick in picks_in(tree):
            if pick.constant is not None:
                members.append(f"{pick.key!r}: {pick.constant!r}")
            elif pick.source == "items":
                members.append(f"{pick.key!r}: {self.items(item, pick.tree, layout, f'{var}.items')}")
            else:
                members.append(f"{pick.key!r}: {var}.after")
        return "{" + ", ".join(members) + "}"

    def entries(self, value: Type, tree: Tree | None, var: str) -> str:
        """Write a dict as an object, or as a list of entries."""
        key, each = self.fresh(), self.fresh()
        if not self.spelling.map_entries:
            written = self.value(value, tree, None, each)
            return var if written == each else f"{{{key}: {written} for {key}, {each} in {var}.items()}}"
        members = []
        for pick in picks_in(tree):
            part = key if pick.source == "key" else self.value(value, pick.tree, None, each)
            members.append(f"{pick.key!r}: {part if pick.constant is None else repr(pick.constant)}")
        return f"[{{{', '.join(members)}}} for {key}, {each} in {var}.items()]"

    def union(self, members: tuple[str, ...], tree: Tree | None, var: str) -> str:
        """Write a union: the member's class chooses its builder."""
        chosen = {}
        for name in members:
            picks = tree.get(name, ()) if isinstance(tree, Mapping) else ()
            chosen[name] = compile_builder(self.service, MessageRef(name=name), picks, None, self.spelling)
        table = f"table{len(self.names)}"
        self.names[table] = chosen
        return f"{table}[type({var}).__name__]({var})"


def picks_in(tree: Tree | None) -> Picks:
    """Return the picks of an object."""
    return tree if isinstance(tree, tuple) else ()


def finite(value: float) -> float:
    """Return a float that JSON and XML Schema both can carry; ``ValueError`` for the others."""
    if not math.isfinite(value):
        raise ValueError("a float of a result is not finite")
    return value
