"""Messages: the typed records operations take and give."""

from __future__ import annotations

from typing import Any, TypeAlias, TypeVar, dataclass_transform

import msgspec
from msgspec import UNSET as UNSET
from msgspec import UnsetType

T = TypeVar("T")

Maybe: TypeAlias = T | UnsetType
"""A parameter of an update that may be absent: ``notes: Maybe[str] = UNSET`` leaves the notes as they are.

``Maybe[str | None]`` also takes null, which empties them.
"""


@dataclass_transform(kw_only_default=True, frozen_default=True, field_specifiers=(msgspec.field,))
class MessageMeta(msgspec.StructMeta):
    """Makes every message frozen and keyword-only: msgspec does not inherit ``kw_only``."""

    def __new__(cls, name: str, bases: tuple[type, ...], namespace: dict[str, Any], **options: Any) -> Any:
        """Make the class."""
        options = {"kw_only": True, "frozen": True, "forbid_unknown_fields": True} | options
        return super().__new__(cls, name, bases, namespace, **options)


class Message(msgspec.Struct, metaclass=MessageMeta):
    """A typed record: subclass it with annotated fields.

    Constraints go in ``Annotated[int, Meta(ge=1)]`` (``msgspec.Meta``), digits of a decimal in
    ``Annotated[Decimal, Digits(8, 2)]``. A message that stands in a union says ``tag=True``.
    Values are checked when they cross a wire, not when your code makes one.
    """
