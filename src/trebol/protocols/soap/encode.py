"""From a result to XML: functions written and compiled once for each operation.

What is the same in every answer, tags and the order of fields, is in the source of the functions; a call only
puts the values in::

    def f1(v):
        x2 = v[1]
        x3 = '<notes xsi:nil="true"/>' if x2 is None else f"<notes>{escaped(x2)}</notes>"
        return f"<id>{v[0]:d}</id>{x3}"
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from trebol.contract.compile import Compiled
from trebol.contract.description import (
    EnumRef,
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
from trebol.contract.references import References
from trebol.contract.selection import Selection, whole
from trebol.protocols.soap.text import TRUTH, WRITERS, attribute, enum_text, escaped
from trebol.protocols.soap.vocabulary import (
    AFTER,
    ENTRY,
    ITEMS,
    KEY,
    RESULT,
    VALUE,
    XSI,
    element_name,
    item_name,
    member_name,
)  # fmt: skip
from trebol.runtime.result import Result

Write = Callable[[Any], str]
Lines = list[str]
REMEMBERED = 64
"""Choices of references whose writers are kept, for each operation."""


class Shown(NamedTuple):
    """What of a value is written, and whether its messages are rows: tuples in the order of ``selection``."""

    selection: Selection | None
    rows: bool


class Asked:
    """What a request asks for of a result, and what writes it, from rows or from plain values."""

    def __init__(self, compiled: Compiled, selection: Selection) -> None:
        self.compiled, self.selection = compiled, selection
        self.plain = self.writer(Shown(selection, rows=False))
        self.rows = self.writer(Shown(selection, rows=True))

    def writer(self, shown: Shown) -> Write:
        """Compile what writes the response element."""
        operation, service = self.compiled.operation, self.compiled.service
        before, after = response_tags(service, operation.element)
        if operation.result is None:
            return lambda value: before + after
        writer = FunctionWriter(service)
        inside = writer.compiled(writer.element_function(RESULT, operation.result, shown))
        return lambda value: f"{before}{inside(value)}{after}"

    def encode(self, result: Result) -> bytes:
        """Write a result as the response element; ``ValueError`` when XML cannot carry it."""
        if result.layout is None:
            return self.plain(result.value).encode()
        write = self.rows if result.layout is self.selection else self.writer(Shown(result.layout, rows=True))
        return write(result.value).encode()


class Encoder:
    """Encodes the results of one operation: whole, or with references that a request includes."""

    def __init__(self, compiled: Compiled) -> None:
        self.compiled = compiled
        self.references = References(compiled.service, element_name)
        self.whole = self.choose(())
        self.chosen = lru_cache(maxsize=REMEMBERED)(self.choose)

    def asked(self, include: tuple[str, ...]) -> Asked:
        """Return what is asked for; ``InvalidArgument`` when a name is of no reference."""
        return self.chosen(include) if include else self.whole

    def choose(self, include: tuple[str, ...]) -> Asked:
        """Add references to the whole, once for each choice of them."""
        result = self.compiled.operation.result
        selection = whole(self.compiled.service, result) or {}
        return Asked(self.compiled, self.references.added(result, selection, include))


def response_tags(service: Service, element: str) -> tuple[str, str]:
    """Return the start and the end tag of an operation's response element."""
    return (
        f'<{element}Response xmlns="{attribute(service.namespace)}" xmlns:xsi="{XSI}">',
        f"</{element}Response>",
    )


def compile_record(service: Service, fields: Iterable[Field]) -> Write:
    """Compile the function that writes the elements of a record whose fields are attributes."""
    writer = FunctionWriter(service)
    everything = {field.name: whole(service, field.type) for field in fields}
    return writer.compiled(writer.record(fields, Shown(everything, rows=False)))


class FunctionWriter:
    """Writes the functions of one encoder, from the inside outwards.

    A *fragment* is a part of an f-string, an *access* the expression of a value; ``lines`` are the statements
    before it. Nothing of it comes from a value: names are identifiers that the contract checked.
    """

    def __init__(self, service: Service) -> None:
        self.service = service
        self.sources: Lines = []
        self.names: dict[str, Any] = {
            "escaped": escaped,
            "enum_text": enum_text,
            "TRUTH": TRUTH,
            "type": type,
        }
        self.names |= {f"{name}_text": write for name, write in WRITERS.items()} | {"__builtins__": {}}
        self.count = 0
        self.messages: dict[str, str] = {}

    def compiled(self, name: str) -> Write:
        """Compile what was written and return the function of that name."""
        exec("\n".join(self.sources), self.names)  # noqa: S102 - made of names that the contract checked
        made: Write = self.names[name]
        return made

    def fresh(self, letter: str) -> str:
        """Return a name no other part uses."""
        self.count += 1
        return f"{letter}{self.count}"

    def function(self, lines: Lines) -> str:
        """Write a function of ``v`` and return its name."""
        name = self.fresh("f")
        self.sources += [f"def {name}(v):", *(f"    {line}" for line in lines)]
        return name

    def element_function(self, tag: str, type: Type, shown: Shown) -> str:
        """Write the function of an element."""
        lines: Lines = []
        fragment = self.element(tag, type, shown, "v", lines)
        return self.function([*lines, f"return f'{fragment}'"])

    def element(self, tag: str, type: Type, shown: Shown, access: str, lines: Lines) -> str:
        """Write the fragment of an element; one that may be null gets a statement."""
        if not type.nullable:
            return f"<{tag}>{self.content(type, shown, access)}</{tag}>"
        value, written = self.fresh("x"), self.fresh("x")
        present = f"<{tag}>{self.content(type, shown, value)}</{tag}>"
        lines.append(f"{value} = {access}")
        lines.append(f"{written} = '<{tag} xsi:nil=\"true\"/>' if {value} is None else f'{present}'")
        return f"{{{written}}}"

    def content(self, type: Type, shown: Shown, access: str) -> str:
        """Write the fragment of what stands inside an element."""
        match type:
            case Scalar(name="int" | "int64"):
                return f"{{{access}:d}}"
            case Scalar(name="bool"):
                return f"{{TRUTH[{access}]}}"
            case Scalar(name=name):
                return f"{{{name}_text({access})}}"
            case EnumRef():
                return f"{{enum_text({access})}}"
            case MessageRef(name=name):
                return f"{{{self.message(name, shown)}({access})}}"
            case UnionRef(members=members):
                return f"{{{self.union(members)}[type({access}).__name__]({access})}}"
            case ListOf(item=item):
                return f"{{{self.items(item, shown)}({access})}}"
            case MapOf(value=value):
                return f"{{{self.entries(value)}({access})}}"
            case PageOf(item=item):
                return f"{{{self.page(item, shown)}({access})}}"

    def message(self, name: str, shown: Shown) -> str:
        """Write the function of a message's elements; that of a whole plain one is written once."""
        fields = self.service.messages[name].fields
        if shown != self.plain_whole(MessageRef(name=name)):
            return self.record(fields, shown)
        if name not in self.messages:
            self.messages[name] = self.record(fields, shown)
        return self.messages[name]

    def record(self, fields: Iterable[Field], shown: Shown) -> str:
        """Write the function of a record's elements: a row's values by their place, others by name."""
        selection = shown.selection or {}
        places = {name: place for place, name in enumerate(selection)}
        lines: Lines = []
        fragments = []
        for field in fields:
            if field.name in places:
                access = f"v[{places[field.name]}]" if shown.rows else f"v.{field.name}"
                inner = Shown(selection[field.name], shown.rows)
                fragments.append(self.element(element_name(field.name), field.type, inner, access, lines))
        return self.function([*lines, f"return f'{''.join(fragments)}'"])

    def plain_whole(self, type: Type) -> Shown:
        """Show all of a plain value: what stands in unions and dicts is never rows."""
        return Shown(whole(self.service, type), rows=False)

    def union(self, members: Sequence[str]) -> str:
        """Write the table of a union's functions, by the class of the value; return its name."""
        table = self.fresh("t")
        entries = [
            f"{name!r}: {self.element_function(member_name(name), ref, self.plain_whole(ref))}"
            for name, ref in ((name, MessageRef(name=name)) for name in members)
        ]
        self.sources.append(f"{table} = {{{', '.join(entries)}}}")
        return table

    def items(self, item: Type, shown: Shown) -> str:
        """Write the function of a list's items."""
        lines: Lines = []
        fragment = self.element(item_name(item), item, shown, "i", lines)
        return self.each("for i in v", lines, fragment)

    def entries(self, value: Type) -> str:
        """Write the function of a dict's entries."""
        lines: Lines = []
        fragment = self.element(VALUE, value, self.plain_whole(value), "i", lines)
        key = f"<{KEY}>{{escaped(k)}}</{KEY}>"
        return self.each("for k, i in v.items()", lines, f"<{ENTRY}>{key}{fragment}</{ENTRY}>")

    def each(self, loop: str, lines: Lines, fragment: str) -> str:
        """Write a function that joins a fragment for each value of a loop."""
        if not lines:
            return self.function([f"return ''.join([f'{fragment}' {loop}])"])
        inside = [f"    {line}" for line in [*lines, f"parts.append(f'{fragment}')"]]
        return self.function(["parts = []", f"{loop}:", *inside, "return ''.join(parts)"])

    def page(self, item: MessageRef, shown: Shown) -> str:
        """Write the function of a page: its items, and the cursor of the next one."""
        lines: Lines = []
        items = self.element(ITEMS, ListOf(item=item), shown, "v.items", lines)
        after = self.element(AFTER, Scalar(name="str", nullable=True), shown, "v.after", lines)
        return self.function([*lines, f"return f'{items}{after}'"])
