"""The fields of a message as the contract describes them, with the Python things behind the names."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from trebol.contract import description as d
from trebol.contract.describe import Describer, authored
from trebol.contract.message import Message
from trebol.contract.problems import Problems

Classes = Mapping[str, type]


class Fed(NamedTuple):
    """One field to feed: its type, the type msgspec reads, and all that the type refers to by name."""

    name: str
    type: d.Type
    native: Any
    classes: Classes
    messages: Mapping[str, d.MessageType]
    enums: Mapping[str, d.EnumType]


def described(message: type[Message]) -> dict[str, Fed]:
    """Describe the fields of a message; what is wrong with it, its contract's compilation reports."""
    describer = Describer(Problems())
    hints = authored(message)
    found = {name: describer.describe(hints[name], name) for name in message.__struct_fields__}
    return {
        name: Fed(name, each.type, each.native, describer.classes, describer.messages, describer.enums)
        for name, each in found.items()
    }
