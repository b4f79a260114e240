"""Writes, for one choice of fields, what its queries read and the expression that makes a value of a row.

The expression is made of literals, as a serializer's code would be: what can be decided once is not decided
for each row. Rows become tuples in the order of the selection, or messages.
"""

from __future__ import annotations

import enum
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Any

from trebol.contract import description as d
from trebol.contract.selection import Selection
from trebol.projections.declared import Address, Column, Declared, Many, One, Reference
from trebol.projections.described import Fed
from trebol.projections.level import Child, Level
from trebol.projections.order import plain_order
from trebol.projections.reads import Read, read_expression, read_path
from trebol.projections.relations import ToMany, ToOne, to_many, to_one
from trebol.projections.stored import converter, is_checked


@dataclass
class Writer:
    """Writes one level. ``declared``: its root; columns of inlined relations have a ``prefix``."""

    declared: Declared
    as_messages: bool
    columns: list[Read] = field(default_factory=list)
    checks: list[Callable[[Sequence[Any]], None]] = field(default_factory=list)
    children: list[Child] = field(default_factory=list)
    names: dict[str, Any] = field(default_factory=dict)

    def level(self, selection: Selection) -> Level:
        """Return the level of a selection."""
        written = self.record(self.declared, selection, "", loose=False)
        if not self.columns:
            self.place(read_path(self.declared.model, self.declared.model._meta.pk.attname))
        row = tuple_of([f"r[{place}]" for place in range(len(self.columns))])
        assemble = None if written == row else self.function(written)
        return Level(tuple(self.columns), assemble, tuple(self.checks), tuple(self.children))

    def function(self, written: str) -> Callable[..., Any]:
        """Compile the expression of a row ``r`` and of what each child found."""
        arguments = ", ".join(["r", *(f"m{index}" for index in range(len(self.children)))])
        known = {"__builtins__": {"bytes": bytes}, **self.names}
        made: Callable[..., Any] = eval(f"lambda {arguments}: {written}", known)  # noqa: S307 - checked names only
        return made

    def record(self, declared: Declared, selection: Selection, prefix: str, *, loose: bool) -> str:
        """Write a message; ``loose``: it stands in a relation that can be missing."""
        values = {
            name: self.value(declared, declared.fields[name], inner, prefix, loose=loose)
            for name, inner in selection.items()
        }
        if not self.as_messages:
            return tuple_of(list(values.values()))
        made = self.named(declared.message)
        return f"{made}({', '.join(f'{name}={value}' for name, value in values.items())})"

    def value(
        self, declared: Declared, fed: Fed, inner: Selection | None, prefix: str, *, loose: bool
    ) -> str:
        """Write one field."""
        spec = declared.spec(fed.name)
        if isinstance(spec, Reference):
            return f"r[{self.place(read_path(self.declared.model, prefix + spec.path))}]"
        if isinstance(spec, Address):
            place = self.place(read_path(self.declared.model, prefix + spec.path))
            return f"{self.named(spec.of)}(r[{place}])"
        if isinstance(spec, Column):
            return self.column(declared, fed, spec, inner, prefix, loose=loose)
        if isinstance(spec, Many):
            return self.many(declared, spec, inner or {}, prefix)
        return self.one(declared, fed, spec, inner or {}, prefix)

    def column(
        self, declared: Declared, fed: Fed, spec: Column, inner: Selection | None, prefix: str, *, loose: bool
    ) -> str:
        """Write a column, converted where the database's value is not the contract's."""
        if isinstance(spec.source, str):
            read = read_path(self.declared.model, prefix + spec.source)
        else:
            read = read_expression(declared.model, spec.source)
        place = self.place(read)
        got = f"r[{place}]"
        convert = self.conversion(declared, fed, spec, inner, place, loose=loose)
        if not convert:
            return got
        return f"(None if {got} is None else {convert}({got}))" if fed.type.nullable else f"{convert}({got})"

    def conversion(
        self, declared: Declared, fed: Fed, spec: Column, inner: Selection | None, place: int, *, loose: bool
    ) -> str:
        """Return the name of what converts a column's values; empty where they are the contract's."""
        if is_checked(declared.model, spec.source):
            return self.named(converter(fed, inner, as_messages=self.as_messages))
        if isinstance(fed.type, d.EnumRef):
            members = fed.classes[fed.type.name]
            if self.as_messages:
                return self.named(members)
            where = f"{declared.name}.{fed.name}"
            self.checks.append(enum_check(where, members, place, loose or fed.type.nullable))
        if isinstance(fed.type, d.Scalar) and fed.type.name == "bytes":
            return "bytes"
        return ""

    def one(self, declared: Declared, fed: Fed, spec: One, inner: Selection, prefix: str) -> str:
        """Write a related row: inlined where everyone sees it, else of a level of its own."""
        relation = to_one(declared.model, spec.path)
        if self.inlines(spec.to, relation, inner):
            written = self.record(spec.to, inner, f"{prefix}{spec.path}__", loose=fed.type.nullable)
            if not fed.type.nullable:
                return written
            key = self.place(read_path(self.declared.model, prefix + relation.presence))
            return f"(None if r[{key}] is None else {written})"
        key = self.place(read_path(self.declared.model, prefix + relation.key))
        link = read_path(spec.to.model, relation.link)
        level = Writer(spec.to, self.as_messages).level(inner)
        number = self.child(Child(spec.to, level, key, link, due=not fed.type.nullable))
        return f"m{number}.get(r[{key}])" if fed.type.nullable else f"m{number}[r[{key}]]"

    def inlines(self, to: Declared, relation: ToOne, selection: Selection) -> bool:
        """Tell whether a related row can be read by the query of this one."""
        specs = [to.spec(name) for name in selection]
        computed = any(isinstance(spec, Column) and not isinstance(spec.source, str) for spec in specs)
        return to.everyone and relation.certain and not computed

    def many(self, declared: Declared, spec: Many, inner: Selection, prefix: str) -> str:
        """Write a list of related rows, of a level of its own."""
        relation: ToMany = to_many(declared.model, spec.path)
        key = self.place(read_path(self.declared.model, prefix + relation.key))
        link = read_path(spec.to.model, relation.link)
        order = plain_order(spec.to.model, spec.ordering)
        level = Writer(spec.to, self.as_messages).level(inner)
        number = self.child(
            Child(spec.to, level, key, link, True, limit=spec.limit, order=order, doubled=relation.doubled)
        )
        return f"(m{number}.get(r[{key}]) or [])"

    def child(self, child: Child) -> int:
        """Add a level below; return its number."""
        self.children.append(child)
        return len(self.children) - 1

    def place(self, read: Read) -> int:
        """Return where in a row a column is; one that is read already is not read twice."""
        for place, other in enumerate(self.columns):
            if other is read:
                return place
        self.columns.append(read)
        return len(self.columns) - 1

    def named(self, thing: Any) -> str:
        """Return a name for something the expression refers to."""
        name = f"n{len(self.names)}"
        self.names[name] = thing
        return name


def tuple_of(items: Sequence[str]) -> str:
    """Write a tuple."""
    return f"({', '.join(items)}{',' if len(items) == 1 else ''})"


def enum_check(where: str, members: type, place: int, nullable: bool) -> Callable[[Sequence[Any]], None]:
    """Return the check that the texts of a column are the enum's."""
    values = {member.value for member in members if isinstance(member, enum.Enum)}  # type: ignore[attr-defined]
    known = frozenset(values | {None} if nullable else values)
    got = itemgetter(place)

    def check(rows: Sequence[Any]) -> None:
        if not known.issuperset(map(got, rows)):
            wrong = sorted({repr(got(row)) for row in rows if got(row) not in known})
            raise ValueError(
                f"{where}: the database holds {', '.join(wrong)}, which is not a {members.__name__}"
            )

    return check
