"""Messages: the typed records operations take and give."""

from __future__ import annotations

from typing import Annotated, Any, TypeAlias, TypeVar, dataclass_transform

import msgspec
from msgspec import UNSET as UNSET
from msgspec import UnsetType

T = TypeVar("T")

Maybe: TypeAlias = T | UnsetType
"""A parameter of an update that may be absent: ``notes: Maybe[str] = UNSET`` leaves the notes as they are.

``Maybe[str | None]`` also takes null, which empties them.
"""


class Referred(msgspec.Struct, frozen=True):
    """Marks a field as a reference in an annotation."""


REFERRED = Referred()
Ref: TypeAlias = Annotated[T | None, REFERRED]
"""A message of another service, by its key: ``driver: Ref[Profile] = None``.

It is there only when it is asked for (``include=`` in REST and SOAP, by selecting it in GraphQL), and null
when the other service does not show it to the caller. The implementation says where it comes from
(``reference("driver_id", Accounts.list_profiles)``). A cycle of messages passes through one.
"""


@dataclass_transform(kw_only_default=True, frozen_default=True, field_specifiers=(msgspec.field,))
class MessageMeta(msgspec.StructMeta):
    """Makes every message frozen and keyword-only: msgspec does not inherit ``kw_only``."""

    def __new__(cls, name: str, bases: tuple[type, ...], namespace: dict[str, Any], **options: Any) -> Any:
        """Make the class."""
        options = {"kw_only": True, "frozen": True, "forbid_unknown_fields": True} | options
        return super().__new__(cls, name, bases, namespace, **options)


@dataclass_transform(kw_only_default=True, frozen_default=True, field_specifiers=(msgspec.field,))
class Message(msgspec.Struct, metaclass=MessageMeta):
    """A typed record: subclass it with annotated fields.

    Constraints go in ``Annotated[int, Meta(ge=1)]`` (``msgspec.Meta``), digits of a decimal in
    ``Annotated[Decimal, Digits(8, 2)]``. A message that stands in a union says ``tag=True``.
    Values are checked when they cross a wire, not when your code makes one.
    """
