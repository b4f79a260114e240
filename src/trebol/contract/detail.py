"""The detail of a declared fault, judged like a result: what leaves keeps the contract."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any

import msgspec

from trebol.contract.fault import Fault
from trebol.contract.json_text import carries_only_xml
from trebol.contract.judge import without_exponents
from trebol.contract.values import hook

encode = msgspec.json.Encoder().encode


class Detail:
    """Judges the detail of one declared fault. ``natives``: the type msgspec reads for each of its fields."""

    def __init__(self, fault: type[Fault], natives: Mapping[str, Any]) -> None:
        self.fault, self.natives = fault, natives

    @cached_property
    def type(self) -> type[msgspec.Struct]:
        """The Struct of the fields."""
        return msgspec.defstruct(f"{self.fault.__name__}Detail", self.natives.items(), kw_only=True)

    def checked(self, raised: Fault) -> Fault:
        """Return what is told of a fault: the declared one, with a detail as the contract has it.

        ``msgspec.ValidationError`` or ``TypeError`` when the detail breaks the contract.
        """
        detail = raised.detail()
        raw = encode(without_exponents({name: detail[name] for name in self.natives}))
        if not carries_only_xml(raw):
            raise msgspec.ValidationError("a text of the detail has a character that XML 1.0 cannot carry")
        found = msgspec.structs.asdict(msgspec.json.decode(raw, type=self.type, dec_hook=hook))
        return raised if type(raised) is self.fault and found == detail else self.fault(**found)


def declared(raised: Fault, details: Iterable[Detail]) -> Detail | None:
    """Return the declared fault that one raised is of, the nearest; None when there is none."""
    known = {detail.fault: detail for detail in details}
    return next((known[cls] for cls in type(raised).__mro__ if cls in known), None)
