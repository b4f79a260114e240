"""What a call gives back to a protocol."""

from __future__ import annotations

from typing import Any

import msgspec

from trebol.contract.selection import Selection


class Result(msgspec.Struct, frozen=True):
    """The result of an operation, read and checked.

    ``layout`` None: ``value`` is plain (messages with attributes, scalars, lists, a ``Page``, None), and
    ``raw`` is its JSON. Otherwise every message in ``value`` is a tuple in the order of ``layout``.
    """

    value: Any
    layout: Selection | None = None
    raw: bytes | None = None
