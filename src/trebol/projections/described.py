"""The fields of a message as the contract describes them, with the Python things behind the names."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from trebol.contract import description as d
from trebol.contract.describe import Describer, authored, referred
from trebol.contract.message import Message
from trebol.contract.problems import Problems

Classes = Mapping[str, type]


class Fed(NamedTuple):
    """One field to feed: its type, the type msgspec reads, and all that the type refers to by name.

    ``reference``: a message of another service; what feeds it is its key.
    """

    name: str
    type: d.Type
    native: Any
    classes: Classes
    messages: Mapping[str, d.MessageType]
    enums: Mapping[str, d.EnumType]
    reference: bool = False


def described(message: type[Message]) -> dict[str, Fed]:
    """Describe the fields of a message; what is wrong with it, its contract's compilation reports."""
    describer = Describer(Problems())
    hints = authored(message)
    found = {name: describer.describe(hints[name], name) for name in message.__struct_fields__}
    reached = (describer.classes, describer.messages, describer.enums)
    return {
        name: Fed(name, each.type, each.native, *reached, reference=referred(hints[name]) is not None)
        for name, each in found.items()
    }
