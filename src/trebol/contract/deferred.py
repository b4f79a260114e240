"""A result that is not read yet: what a projection returns in place of a message."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from typing import Any

import msgspec

from trebol.contract.selection import Selection
from trebol.contract.service import Caller


class Facts(msgspec.Struct, frozen=True):
    """What reading a deferred result depends on beside the selection.

    ``fingerprint`` gives bytes that differ where the operation or its arguments (paging left out)
    differ: a cursor is bound to them.
    """

    caller: Caller | None
    fingerprint: Callable[[], bytes]


class Link(msgspec.Struct, frozen=True):
    """Where a reference comes from: a query of another service that takes a list of keys.

    ``operation``: the contract's own function, e.g. ``Accounts.list_profiles``; its first parameter is the
    list of keys, its result a list of messages. ``by``: the field of such a message that is the key.
    """

    operation: Callable[..., Any]
    by: str


Links = Mapping[str, "Link | Links"]
"""The references of a message by field name; a nested message's under the name of its field."""


class Deferred(ABC):
    """A typed result whose rows are read when it is known what is asked for."""

    @abstractmethod
    def rows(self, selection: Selection, facts: Facts) -> Any:
        """Read what is asked for and nothing else.

        A message is a tuple with one value for each name of ``selection``, in its order; a nested message
        is such a tuple (or None), a nested list a list of them, a reference its key. A page is a ``Page`` of
        tuples, a list a list. An enum is its text. ``NotFound`` when no visible row is where one is due,
        ``InvalidArgument`` for a cursor that is not of this operation and these arguments.
        """

    def links(self) -> Links:
        """Return where the references of this result come from."""
        return {}

    @abstractmethod
    def messages(self, facts: Facts) -> Any:
        """Read the whole result as messages: what a consumer in this process gets."""
