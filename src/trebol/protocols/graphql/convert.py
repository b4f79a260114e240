"""From JSON values by the names of the schema to plain values by those of the contract.

Compiled per type. Nothing is judged that the contract can judge; what only the wire can get wrong (an
entry without a key, a union with two members) is a violation found here. A type that needs nothing has no
converter.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from trebol.contract.collect import fits
from trebol.contract.description import (
    Constraints,
    ListOf,
    MapOf,
    MessageRef,
    MessageType,
    Service,
    Type,
    UnionRef,
)
from trebol.contract.names import camel
from trebol.contract.violations import Step, Violation
from trebol.protocols.graphql.literals import MISPLACED
from trebol.protocols.graphql.naming import TYPE_FIELD, member_field, own_fields, shown_type

Steps = tuple[Step, ...]
Found = list[Violation]
Convert = Callable[[Any, Steps, Found], Any]
UNKNOWN = "nothing: there is no such field"


class Converters:
    """Makes the converters of one service, each once."""

    def __init__(self, service: Service) -> None:
        self.service = service
        self.messages: dict[str, Convert | None] = {}

    def of(self, type: Type) -> Convert | None:
        """Return the converter of a type, None where a value passes as it is."""
        match type:
            case MessageRef(name=name):
                if name not in self.messages:
                    self.messages[name] = self.message(self.service.messages[name])
                return self.messages[name]
            case UnionRef():
                return self.union(type)
            case ListOf(item=item):
                return list_of(self.of(item), type.constraints)
            case MapOf(value=value):
                return entries_of(self.of(value), type.constraints, absent_is_null=value.nullable)
        return None

    def message(self, message: MessageType) -> Convert | None:
        """Make the converter of a message: its fields get the contract's names."""
        own = own_fields(message)
        if not own:
            return empty(shown_type(message))
        known = {camel(field.name): (field.name, self.of(field.type)) for field in own}
        as_it_is = all(name == said and convert is None for name, (said, convert) in known.items())
        whole = len(own) == len(message.fields) and message.tag is None
        return None if as_it_is and whole else record(known)

    def union(self, type: UnionRef) -> Convert:
        """Make the converter of a union: the one field that is given names the member."""
        members: dict[str, tuple[str | None, Convert | None]] = {
            member_field(name): (self.service.messages[name].tag, self.of(MessageRef(name=name)))
            for name in type.members
        }
        expected = f"an object with exactly one of {', '.join(members)}"

        def convert(value: Any, steps: Steps, found: Found) -> Any:
            if value is None:
                return None
            given = [name for name in value if name in members] if isinstance(value, dict) else []
            if len(given) != 1 or not isinstance(value[given[0]], dict):
                found.append(Violation(steps, "type", expected))
                return MISPLACED
            unknown = [name for name in value if name not in members]
            found += [Violation((*steps, name), "unknown", UNKNOWN) for name in unknown]
            tag, inner = members[given[0]]
            fields = value[given[0]]
            return {"type": tag, **(fields if inner is None else inner(fields, steps, found))}

        return convert


def record(known: dict[str, tuple[str, Convert | None]]) -> Convert:
    """Make the converter of an object with known fields."""
    names = {name: own for name, (own, _) in known.items()}
    deeper = [(own, convert) for own, convert in known.values() if convert is not None]

    def convert(value: Any, steps: Steps, found: Found) -> Any:
        if not isinstance(value, dict):
            return value
        try:
            plain = {names[name]: inner for name, inner in value.items()}
        except KeyError:
            unknown = [name for name in value if name not in names]
            found += [Violation((*steps, name), "unknown", UNKNOWN) for name in unknown]
            plain = {names[name]: inner for name, inner in value.items() if name in names}
        for own, inside in deeper:
            if own in plain:
                plain[own] = inside(plain[own], (*steps, own), found)
        return plain

    return convert


def empty(type: str) -> Convert:
    """Make the converter of a message without fields: it may say its type."""

    def convert(value: Any, steps: Steps, found: Found) -> Any:
        if not isinstance(value, dict):
            return value
        for name, inner in value.items():
            if name != TYPE_FIELD:
                found.append(Violation((*steps, name), "unknown", UNKNOWN))
            elif inner not in (None, type):
                found.append(Violation((*steps, name), "value", type))
        return {}

    return convert


def list_of(item: Convert | None, limits: Constraints) -> Convert:
    """Make the converter of a list: one value is a list of it (GraphQL, section 3.11).

    A list of a wrong length stays as it is: the contract refuses it whole.
    """

    def convert(value: Any, steps: Steps, found: Found) -> Any:
        if value is None:
            return None
        values = value if isinstance(value, list) else [value]
        if item is None or not fits(len(values), limits):
            return values
        return [item(one, (*steps, index), found) for index, one in enumerate(values)]

    return convert


def entries_of(inner: Convert | None, limits: Constraints, *, absent_is_null: bool) -> Convert:
    """Make the converter of a dict from its entries; as with lists, too many are not looked into."""

    def convert(value: Any, steps: Steps, found: Found) -> Any:
        if value is None:
            return None
        plain: dict[str, Any] = {}
        entries = value if isinstance(value, list) else [value]
        if not fits(len(entries), limits):
            return dict.fromkeys(map(str, range(len(entries))))
        for index, entry in enumerate(entries):
            key = key_of(entry, (*steps, index), found)
            if key is None:
                continue
            if key in plain:
                found.append(Violation((*steps, key), "duplicate", "one entry of that key"))
            elif "value" not in entry and not absent_is_null:
                found.append(Violation((*steps, key), "missing", "the entry's value"))
            else:
                said = entry.get("value")
                plain[key] = said if inner is None else inner(said, (*steps, key), found)
        return plain

    return convert


def key_of(entry: Any, steps: Steps, found: Found) -> str | None:
    """Return the key of an entry; None with a violation when it is not one."""
    if not isinstance(entry, dict):
        found.append(Violation(steps, "type", "an entry, with key and value"))
        return None
    found += [Violation((*steps, name), "unknown", UNKNOWN) for name in entry if name not in ("key", "value")]
    key = entry.get("key")
    if isinstance(key, str):
        return key
    found.append(Violation((*steps, "key"), "type" if "key" in entry else "missing", "text"))
    return None
