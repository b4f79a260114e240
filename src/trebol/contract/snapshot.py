"""A contract as canonical JSON: what is compared, kept in git and given to other tools."""

from __future__ import annotations

import msgspec

from trebol.contract.description import Contract


def snapshot(contract: Contract) -> bytes:
    """Write a contract: equal contracts give equal bytes, whatever the order they were declared in."""
    raw = msgspec.json.encode(contract, order="sorted")
    return msgspec.json.format(raw, indent=2) + b"\n"


def from_snapshot(raw: bytes) -> Contract:
    """Read a snapshot back; ``msgspec.ValidationError`` when it is not one."""
    return msgspec.json.decode(raw, type=Contract)
