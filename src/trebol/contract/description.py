"""The contract as frozen values: what every protocol, document and tool reads.

::

    Contract
      Service*            one version of one service
        Operation*        parameters -> result | faults
        MessageType*, EnumType*, FaultType*, PermissionType*    what its operations and events reach
        EventType*          what it tells others

Types refer to messages and enums by name; the names are keys of the service's own mappings.
Nothing here holds a Python class: ``snapshot`` writes all of it as canonical JSON.
"""

from __future__ import annotations

from typing import Any, Literal, dataclass_transform

import msgspec

from trebol.contract.code import Code

ScalarName = Literal[
    "bool", "int", "int64", "float", "decimal", "str", "bytes", "datetime", "date", "time", "duration", "uuid"
]
Protocol = Literal["rest", "graphql", "soap"]
Kind = Literal["query", "command"]
Shape = Literal["list", "get", "create", "update", "delete", "on_one", "on_many", "free"]
Plain = Any
"""A value as JSON has it: None, bool, int, float, str, list or dict."""


@dataclass_transform(kw_only_default=True, frozen_default=True, field_specifiers=(msgspec.field,))
class FrozenMeta(msgspec.StructMeta):
    """Makes every description keyword-only: msgspec does not inherit ``kw_only``."""

    def __new__(cls, name: str, bases: tuple[type, ...], namespace: dict[str, Any], **options: Any) -> Any:
        """Make the class."""
        options = {"frozen": True, "kw_only": True, "omit_defaults": True} | options
        return super().__new__(cls, name, bases, namespace, **options)


class Frozen(msgspec.Struct, metaclass=FrozenMeta):
    """Base of every description: immutable, keyword only, defaults left out of the snapshot."""


class Constraints(Frozen):
    """What narrows a type. Bounds of a decimal are its text; lengths count characters, bytes or items.

    ``media``: the media types that the bytes of a file may be of; ``as_sent``: its metadata stays.
    """

    ge: int | float | str | None = None
    gt: int | float | str | None = None
    le: int | float | str | None = None
    lt: int | float | str | None = None
    multiple_of: int | float | None = None
    min_length: int | None = None
    max_length: int | None = None
    pattern: str | None = None
    total_digits: int | None = None
    fraction_digits: int | None = None
    media: tuple[str, ...] = ()
    as_sent: bool = False


NONE = Constraints()


class Scalar(Frozen, tag="scalar", tag_field="kind"):
    """A value with a text of its own: one row of the table of types."""

    name: ScalarName
    nullable: bool = False
    constraints: Constraints = NONE


class EnumRef(Frozen, tag="enum", tag_field="kind"):
    """A value of the named enum."""

    name: str
    nullable: bool = False


class MessageRef(Frozen, tag="message", tag_field="kind"):
    """A record of the named message."""

    name: str
    nullable: bool = False


class UnionRef(Frozen, tag="union", tag_field="kind"):
    """One of several tagged messages. ``name`` is made of theirs, in order, joined by ``Or``."""

    name: str
    members: tuple[str, ...]
    nullable: bool = False


class ListOf(Frozen, tag="list", tag_field="kind"):
    """A list; null items only where the item type is nullable."""

    item: Type
    nullable: bool = False
    constraints: Constraints = NONE


class MapOf(Frozen, tag="map", tag_field="kind"):
    """A dict from text to values: an object in JSON, a list of ``key``/``value`` entries elsewhere."""

    value: Type
    nullable: bool = False
    constraints: Constraints = NONE


class PageOf(Frozen, tag="page", tag_field="kind"):
    """One page of messages; a result only. ``items`` and, when there are more, ``after``."""

    item: MessageRef
    nullable: bool = False


Type = Scalar | EnumRef | MessageRef | UnionRef | ListOf | MapOf | PageOf


class Field(Frozen):
    """A field of a message or fault, or a parameter of an operation.

    ``required``: it must be there. Not required: absent means ``default`` (a plain value, as in JSON),
    or, with ``maybe``, absent means "leave it as it is" (parameters of an update only).
    ``reference``: a message of another service, which a result has only when it is asked for.
    """

    name: str
    type: Type
    required: bool = True
    maybe: bool = False
    reference: bool = False
    default: Plain = None
    doc: str = ""


class MessageType(Frozen):
    """A typed record. ``tag`` is what names it inside a union (JSON member ``type``)."""

    name: str
    doc: str
    fields: tuple[Field, ...]
    tag: str | None = None

    def field(self, name: str) -> Field:
        """Return the field of that name; ``KeyError`` when there is none."""
        for field in self.fields:
            if field.name == name:
                return field
        raise KeyError(f"{self.name} has no field {name!r}")


class EnumType(Frozen):
    """A closed list of texts, the same on every wire."""

    name: str
    doc: str
    values: tuple[str, ...]


class FaultType(Frozen):
    """A declared business error: its code and the fields of its detail."""

    name: str
    doc: str
    code: Code
    fields: tuple[Field, ...]


class EventType(Frozen):
    """Something a service tells has happened; ``key`` is the field whose value orders it."""

    service: str
    version: int
    name: str
    doc: str
    key: str
    fields: tuple[Field, ...]

    @property
    def id(self) -> str:
        """``rides.v1.RideTaken``: unique in the project, stable, what the outbox keeps."""
        return f"{self.service}.v{self.version}.{self.name}"


class PermissionType(Frozen):
    """A rule a caller must meet, by name."""

    name: str
    doc: str


class Operation(Frozen):
    """One operation, with the names it has on every wire.

    ``key`` is the parameter that names the one resource in the path, for shapes get, update, delete
    and on_one. ``method`` and ``path`` are REST's (the path is relative to ``/api/v<version>``, its
    ``{placeholders}`` are parameters). ``field`` is the GraphQL root field, ``element`` the XML request
    element. ``paging``: the parameters end with ``first`` and ``after`` and the result is a page.
    """

    service: str
    version: int
    name: str
    kind: Kind
    shape: Shape
    doc: str
    parameters: tuple[Field, ...]
    result: Type | None
    method: str
    path: str
    field: str
    element: str
    raises: tuple[str, ...] = ()
    needs: str | None = None
    public: bool = False
    idempotent: bool = False
    paging: bool = False
    key: str | None = None
    withheld: tuple[Protocol, ...] = ()

    @property
    def id(self) -> str:
        """``circles.v1.join_circle``: unique in the project, stable, used in logs and problems."""
        return f"{self.service}.v{self.version}.{self.name}"


class Service(Frozen):
    """One version of one service, self-contained: everything its operations reach is in its mappings."""

    name: str
    title: str
    version: int
    noun: str
    plural: str
    doc: str
    namespace: str
    operations: tuple[Operation, ...]
    messages: dict[str, MessageType]
    enums: dict[str, EnumType]
    faults: dict[str, FaultType]
    permissions: dict[str, PermissionType]
    events: dict[str, EventType] = {}

    @property
    def id(self) -> str:
        """``circles.v1``."""
        return f"{self.name}.v{self.version}"


class Contract(Frozen):
    """Every service of a project, in order of name and version."""

    project: str
    services: tuple[Service, ...]

    def newest(self) -> tuple[Service, ...]:
        """Return the newest version of each service: what GraphQL publishes and WSDL shows first."""
        newest = {service.name: service for service in self.services}
        return tuple(newest.values())
