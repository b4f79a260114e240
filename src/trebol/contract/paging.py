"""Paging, in the signature of an operation: ``paging: Paging = FIRST`` gives a ``Page[T]``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Generic, TypeVar

import msgspec
from msgspec import Meta

from trebol.contract.message import Message

T = TypeVar("T")
LARGEST_PAGE = 1000


class Paging(Message):
    """Which page: ``first`` many items (1 to 1000) ``after`` a cursor (null: from the start).

    On every wire these are two parameters of the operation, ``first`` and ``after``.
    """

    first: Annotated[int, Meta(ge=1, le=LARGEST_PAGE)] = 50
    after: Annotated[str, Meta(max_length=2000)] | None = None


FIRST = Paging()
"""The first page of the usual size."""


class Page(msgspec.Struct, Generic[T], kw_only=True, frozen=True):
    """Some items, and the cursor of the next page: ``after`` is null on the last one."""

    items: Sequence[T]
    after: str | None = None
