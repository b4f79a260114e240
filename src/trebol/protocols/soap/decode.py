"""From the request element of an operation to the plain values of its parameters.

Each operation gets its reader once, made of closures. Inside a record the order of elements means nothing:
every name stands there at most once, so any order has one meaning, and clients that lose the order of the
WSDL's sequence are served. In a list the order is the value.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import msgspec

from trebol.contract.compile import Compiled
from trebol.contract.description import (
    EnumRef,
    Field,
    ListOf,
    MapOf,
    MessageRef,
    Scalar,
    Service,
    Type,
    UnionRef,
)
from trebol.contract.errors import InvalidArgument
from trebol.contract.references import INCLUDE, References
from trebol.contract.violations import Violation
from trebol.protocols.soap.findings import (
    NIL,
    Found,
    Where,
    check_attributes,
    unknown_field,
    unknown_item,
)
from trebol.protocols.soap.request import Node
from trebol.protocols.soap.text import READERS, SPACE, collapsed
from trebol.protocols.soap.types import type_names
from trebol.protocols.soap.vocabulary import (
    ENTRY,
    KEY,
    VALUE,
    element_name,
    fields_of,
    item_name,
    member_name,
    qualified,
)

Reader = Callable[[Node, Where, Found], Any]
ReadText = Callable[[str], Any]
Table = dict[str, tuple[str, ReadText | None, Reader]]
"""By the tag of an element: the contract's name, what reads its text (None: it is none), what reads it."""

NAMES = ListOf(item=Scalar(name="str"))
NULL = [NIL, "true"]
ELEMENTS = "elements only, no text between them"


class Decoder:
    """Decodes the requests of one operation."""

    def __init__(self, compiled: Compiled) -> None:
        self.judge = compiled.judge
        maker = ReaderMaker(compiled.service)
        self.table = maker.table(compiled.operation.parameters)
        self.include_tag = ""
        if References(compiled.service).names_in(compiled.operation.result):
            self.include_tag = maker.tag(INCLUDE)
            self.table[self.include_tag] = (INCLUDE, *maker.readers(NAMES))

    def plain(self, element: Node, found: Found) -> dict[str, Any]:
        """Return the plain values of a request element; what is wrong with their form is added."""
        if element.attributes:
            check_attributes(element, None, found, ())
        plain = read_record(element, None, found, self.table)
        plain.pop(INCLUDE, None)
        return plain

    def include(self, element: Node) -> tuple[str, ...]:
        """Return the references a request asks for; ``InvalidArgument`` when they are no list of names."""
        if not self.include_tag:
            return ()
        asked = [child for child in element.children if child.tag == self.include_tag]
        if not asked:
            return ()
        found = Found()
        names = self.table[self.include_tag][2](asked[0], (None, INCLUDE), found)
        if found or not isinstance(names, list) or None in names:
            raise InvalidArgument(found or [Violation((INCLUDE,), "null", "a list of names of references")])
        return tuple(names)

    def arguments(self, plain: dict[str, Any], found: Found) -> msgspec.Struct:
        """Return the arguments; ``InvalidArgument`` with everything that is wrong."""
        return self.judge.accept(plain, found)


class ReaderMaker:
    """Makes the readers of one service's types; those of a message are made once."""

    def __init__(self, service: Service) -> None:
        self.service = service
        self.tables: dict[str, Table] = {}

    def tag(self, name: str) -> str:
        """The tag of an element of the service."""
        return qualified(self.service.namespace, name)

    def table(self, fields: Iterable[Field]) -> Table:
        """Make the table of a record's elements."""
        return {
            self.tag(element_name(field.name)): (field.name, *self.readers(field.type)) for field in fields
        }

    def message_table(self, name: str) -> Table:
        """Return the table of a message."""
        if name not in self.tables:
            self.tables[name] = self.table(fields_of(self.service, name))
        return self.tables[name]

    def reader(self, type: Type) -> Reader:
        """Make the reader of a type."""
        return self.readers(type)[1]

    def readers(self, type: Type) -> tuple[ReadText | None, Reader]:
        """Make what reads the text of a type, where it is a text, and what reads an element of it."""
        names = type_names(self.service, type)
        match type:
            case Scalar(name=name):
                return READERS[name], leaf(READERS[name], names)
            case EnumRef():
                return collapsed, leaf(collapsed, names)
        return None, compound(self.elements(type), names)

    def elements(self, type: Type) -> Reader:
        """Make what reads the elements inside one of a type."""
        match type:
            case MessageRef(name=name):
                return self.record(name)
            case UnionRef(members=members):
                return self.union(members)
            case ListOf(item=item):
                return self.items(item)
            case MapOf(value=value):
                return self.entries(value)
        raise TypeError(f"{type} is not read: it is a result only")

    def record(self, name: str) -> Reader:
        """Read ``<ride><id>7</id>...</ride>``."""
        table = self.message_table(name)
        return lambda element, where, found: read_record(element, where, found, table)

    def union(self, members: tuple[str, ...]) -> Reader:
        """Read ``<pay><card>...</card></pay>``: the element inside names the member."""
        messages = self.service.messages
        chosen = {
            self.tag(member_name(name)): (messages[name].tag, self.message_table(name)) for name in members
        }
        names = ", ".join(member_name(name) for name in members)
        expected = f"one element of {names}, in the namespace {self.service.namespace}"

        def read(element: Node, where: Where, found: Found) -> Any:
            children = element.children
            member = children[0] if len(children) == 1 and not has_text(element) else None
            if member is None or member.tag not in chosen:
                found.add(where, "type", expected)
                return {}
            tag, table = chosen[member.tag]
            check_attributes(member, where, found, ())
            return {"type": tag} | read_record(member, where, found, table)

        return read

    def items(self, item: Type) -> Reader:
        """Read ``<tags><item>...</item></tags>``."""
        tag, read_item = self.tag(item_name(item)), self.reader(item)

        def read(element: Node, where: Where, found: Found) -> Any:
            items = []
            for index, child in enumerate(element.children):
                if child.tag == tag:
                    items.append(read_item(child, (where, index), found))
                else:
                    unknown_item(child, (where, index), found, tag)
                    items.append(None)  # so that those behind it keep their place
            if has_text(element):
                found.add(where, "type", ELEMENTS)
            return items

        return read

    def entries(self, value: Type) -> Reader:
        """Read ``<extra><entry><key>a</key><value>1</value></entry></extra>``."""
        tag, key_tag, value_tag = self.tag(ENTRY), self.tag(KEY), self.tag(VALUE)
        key = leaf(READERS["str"], type_names(self.service, Scalar(name="str")))
        read_value = self.reader(value)

        def read(element: Node, where: Where, found: Found) -> Any:
            entries: dict[str, Any] = {}
            for index, child in enumerate(element.children):
                if child.tag != tag:
                    unknown_item(child, (where, index), found, tag)
                    continue
                parts = {part.tag: part for part in child.children} if len(child.children) == 2 else {}
                if parts.keys() != {key_tag, value_tag} or has_text(child) or child.attributes:
                    found.add((where, index), "type", "an entry with one key and one value")
                    continue
                name = key(parts[key_tag], (where, index), found)
                if not isinstance(name, str):
                    found.add((where, index), "null", "a key")
                elif name in entries:
                    found.add((where, name), "duplicate", "one entry of that key")
                else:
                    entries[name] = read_value(parts[value_tag], (where, name), found)
            if has_text(element):
                found.add(where, "type", ELEMENTS)
            return entries

        return read


def read_record(element: Node, where: Where, found: Found, table: Table) -> dict[str, Any]:
    """Read the elements of a record. The usual one, a text without attributes, is read on the spot."""
    plain: dict[str, Any] = {}
    for child in element.children:
        known = table.get(child.tag)
        if known is None:
            unknown_field(child, where, found, {tag: name for tag, (name, _, _) in table.items()})
            continue
        name, read_text, read = known
        if name in plain:
            found.add((where, name), "duplicate", "one element of that name")
        elif read_text is not None and not child.attributes and not child.children:
            plain[name] = read_text(child.text)
        else:
            plain[name] = read(child, (where, name), found)
    if element.text.strip(SPACE):
        found.add(where, "type", ELEMENTS)
    return plain


def leaf(read_text: ReadText, names: tuple[str, ...]) -> Reader:
    """Make the reader of an element that holds a text."""

    def read(element: Node, where: Where, found: Found) -> Any:
        if element.attributes and (is_null(element) or check_attributes(element, where, found, names)):
            return None
        if element.children:
            found.add(where, "type", "text, not elements")
            return None
        return read_text(element.text)

    return read


def compound(read_elements: Reader, names: tuple[str, ...]) -> Reader:
    """Make the reader of an element that holds elements."""

    def read(element: Node, where: Where, found: Found) -> Any:
        if element.attributes and (is_null(element) or check_attributes(element, where, found, names)):
            return None
        return read_elements(element, where, found)

    return read


def has_text(element: Node) -> bool:
    """Tell whether there is text directly inside an element that holds elements."""
    return bool(element.text.strip(SPACE))


def is_null(element: Node) -> bool:
    """Tell, quickly, that an element is nil as most write it, with nothing else to look at."""
    return element.attributes == NULL and not element.children and not element.text
