"""From annotations to descriptions, and to the narrowed types msgspec reads by."""

from __future__ import annotations

import enum
import functools
import inspect
import operator
import types
import typing
from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Annotated, Any, Union, get_args, get_origin
from uuid import UUID
from weakref import WeakKeyDictionary

import msgspec
from msgspec import Meta, UnsetType

from trebol.contract import description as d
from trebol.contract.constraints import WIDE, Metas, constraints_of, native_scalar
from trebol.contract.event import Event
from trebol.contract.message import REFERRED, Message
from trebol.contract.names import ENUM_VALUE, NAME, TYPE_NAME, camel
from trebol.contract.paging import Page
from trebol.contract.problems import Problems

SCALARS: dict[type, d.ScalarName] = {
    bool: "bool",
    int: "int",
    float: "float",
    Decimal: "decimal",
    str: "str",
    bytes: "bytes",
    datetime: "datetime",
    date: "date",
    time: "time",
    timedelta: "duration",
    UUID: "uuid",
}
TABLE = (
    "bool, int, Int64, float, Decimal, str, bytes, datetime, date, time, timedelta, UUID, an Enum, a Message"
)


H = typing.TypeVar("H")


class Described(typing.NamedTuple):
    """An annotation, understood: its description, the type msgspec reads, and whether it may be absent."""

    type: d.Type
    native: Any
    maybe: bool = False


UNKNOWN = Described(d.Scalar(name="str"), str)


class Describer:
    """Describes the annotations of one service and collects the messages and enums they reach."""

    def __init__(self, problems: Problems) -> None:
        self.problems = problems
        self.messages: dict[str, d.MessageType] = {}
        self.enums: dict[str, d.EnumType] = {}
        self.classes: dict[str, type] = {}
        self.open: list[str] = []

    def describe(self, annotation: Any, where: str) -> Described:
        """Describe an annotation; a problem is collected and something harmless returned."""
        base, metas = unwrapped(annotation)
        parts = get_args(base) if get_origin(base) in (Union, types.UnionType) else (base,)
        nullable, maybe = type(None) in parts, UnsetType in parts
        kept = [part for part in parts if part not in (type(None), UnsetType)]
        if len(kept) == 1:
            inner, more = unwrapped(kept[0])
            found = self.plain(inner, metas + more, where)
        else:
            found = self.union(kept, where)
        if not nullable:
            return found._replace(maybe=maybe)
        return Described(msgspec.structs.replace(found.type, nullable=True), found.native | None, maybe)

    def plain(self, base: Any, metas: Metas, where: str) -> Described:
        """Describe what is neither optional nor a union."""
        origin = get_origin(base)
        if origin is list and get_args(base):
            return self.list_of(get_args(base)[0], metas, where)
        if origin is dict and get_args(base):
            return self.map_of(get_args(base), metas, where)
        if origin is Page:
            item = self.describe(get_args(base)[0], where).type
            if isinstance(item, d.MessageRef) and not item.nullable:
                return Described(d.PageOf(item=item), base)
            self.problems.add("trebol.E011", where, "a page holds messages.", "Write Page[SomeMessage].")
            return UNKNOWN
        if isinstance(base, type):
            return self.of_class(base, metas, where)
        return self.refused(base, where)

    def of_class(self, base: type, metas: Metas, where: str) -> Described:
        """Describe a scalar, enum or message."""
        if base in SCALARS:
            name = "int64" if base is int and WIDE in metas else SCALARS[base]
            constraints = constraints_of(name, metas, where, self.problems)
            return Described(d.Scalar(name=name, constraints=constraints), native_scalar(name, constraints))
        if issubclass(base, enum.Enum):
            return self.enum_ref(base, where)
        if issubclass(base, Message) and not issubclass(base, Event):
            self.message(base, where)
            if base.__name__ in self.messages:
                return Described(d.MessageRef(name=base.__name__), base)
            return UNKNOWN  # what is wrong with it is collected
        return self.refused(base, where)

    def refused(self, base: Any, where: str) -> Described:
        """Collect that a type is not of the table."""
        shown = getattr(base, "__name__", None) or repr(base)
        self.problems.add(
            "trebol.E003", where, f"{shown} has no one meaning in SOAP, REST and GraphQL.",
            f"Use one of {TABLE}, or a list[...], dict[str, ...], Page[...] or `... | None` of these.",
        )  # fmt: skip
        return UNKNOWN

    def list_of(self, item: Any, metas: Metas, where: str) -> Described:
        """Describe a list with its lengths."""
        inner = self.describe(item, where)
        limits = constraints_of("list", metas, where, self.problems)
        native = with_lengths(types.GenericAlias(list, (inner.native,)), limits)
        return Described(d.ListOf(item=inner.type, constraints=limits), native)

    def map_of(self, arguments: tuple[Any, ...], metas: Metas, where: str) -> Described:
        """Describe a dict; its keys are texts."""
        key, value = arguments
        if key is not str:
            self.problems.add(
                "trebol.E003", where, "a dict's keys are texts on every wire.", "Write dict[str, ...]."
            )
        inner = self.describe(value, where)
        limits = constraints_of("map", metas, where, self.problems)
        native = types.GenericAlias(dict, (native_scalar("str", d.NONE), inner.native))
        return Described(d.MapOf(value=inner.type, constraints=limits), with_lengths(native, limits))

    def enum_ref(self, base: type[enum.Enum], where: str) -> Described:
        """Describe an enum; its values are what every wire writes."""
        values = tuple(member.value for member in base)
        if not values or not all(isinstance(value, str) and ENUM_VALUE(value) for value in values):
            self.problems.add(
                "trebol.E014", f"{where} {base.__name__}",
                "an enum's values are written on every wire and so must be names (letters, digits, _).",
                'Write for example `PRIVATE = "private"`.',
            )  # fmt: skip
            return UNKNOWN
        self.claim_class(base, where)
        self.enums[base.__name__] = d.EnumType(name=base.__name__, doc=doc_of(base), values=values)
        return Described(d.EnumRef(name=base.__name__), base)

    def union(self, parts: list[Any], where: str) -> Described:
        """Describe a union, which is of tagged messages."""
        described = [self.describe(part, where) for part in parts]
        names = [found.type.name for found in described if isinstance(found.type, d.MessageRef)]
        tags = [self.messages[name].tag for name in names if name in self.messages]
        if len(names) < len(parts) or None in tags or len(set(tags)) < len(parts):
            self.problems.add(
                "trebol.E013", where, "a union is of messages, each with a tag of its own.",
                "Declare each as `class Card(Message, tag=True)`.",
            )  # fmt: skip
            return UNKNOWN
        native: Any = functools.reduce(operator.or_, (found.native for found in described))
        return Described(d.UnionRef(name="Or".join(names), members=tuple(names)), native)

    def message(self, cls: type[Message], where: str) -> None:
        """Describe a message and all it reaches, once, and narrow its annotations for msgspec."""
        name = cls.__name__
        if name in self.open:
            self.problems.add(
                "trebol.E015", f"{where} {name}", f"{' > '.join([*self.open, name])} contains itself.",
                "Give the inner one's key instead, and an operation that gets it.",
            )  # fmt: skip
            return
        if not self.claim_class(cls, where) or name in self.messages:
            return
        hints = resolved_hints(cls, name, self.problems, authored)
        if hints is None:
            return
        self.open.append(name)
        infos = {info.name: info for info in msgspec.structs.fields(cls)}
        described = {
            n: self.describe(hints[n], f"{name}.{n}") for n in infos if not refers_back(hints[n], self.open)
        }
        described |= {n: self.back(hints[n]) for n in infos if n not in described}
        fields = tuple(self.field(name, n, described[n], infos[n], hints[n]) for n in infos)
        self.messages[name] = d.MessageType(name=name, doc=doc_of(cls), fields=fields, tag=tag_of(cls))
        narrow(cls, described)
        distinct(self.problems, name, fields)
        self.open.pop()

    def back(self, hint: Any) -> Described:
        """Describe a reference to a message that is being described: this closes a cycle."""
        target = referred(hint)
        return Described(d.MessageRef(name=target.__name__, nullable=True), target | None)

    def field(self, owner: str, name: str, found: Described, info: Any, hint: Any) -> d.Field:
        """Describe one field of a message."""
        where = f"{owner}.{name}"
        if found.maybe:
            self.problems.add(
                "trebol.E012",
                where,
                "a message's field is always there.",
                "Make it `... | None`, or give a default.",
            )
        if isinstance(found.type, d.PageOf):
            self.problems.add(
                "trebol.E011",
                where,
                "a page is the result of a query.",
                "Use a list with a maximum, or a query.",
            )
        if info.encode_name != name:
            self.problems.add(
                "trebol.E010", where, "a field has one name.", "Leave out rename= and field(name=...)."
            )
        default = default_of(info)
        refers = REFERRED in unwrapped(hint)[1]
        if refers and (default is not None or not isinstance(found.type, d.MessageRef)):
            self.problems.add(
                "trebol.E015", where, "a reference is of one message, null where it is not asked for.",
                "Write `driver: Ref[Profile] = None`.",
            )  # fmt: skip
        return d.Field(
            name=name, type=found.type, required=default is msgspec.NODEFAULT, doc=described_in(hint),
            reference=refers, default=None if default is msgspec.NODEFAULT else msgspec.to_builtins(default),
        )  # fmt: skip

    def claim_class(self, cls: type, where: str) -> bool:
        """Keep the class under its name; two classes of one name in one service are a problem."""
        name = cls.__name__
        if not TYPE_NAME(name):
            self.problems.add(
                "trebol.E010", f"{where} {name}", "a type's name is PascalCase ASCII.", "Rename it."
            )
        if self.classes.setdefault(name, cls) is cls:
            return True
        other = self.classes[name]
        self.problems.add(
            "trebol.E009",
            where,
            f"{cls.__module__}.{name} and {other.__module__}.{name} have one name.",
            "Rename one.",
        )
        return False


def referred(hint: Any) -> Any:
    """Return the message a reference is of; None where it is no reference."""
    base, metas = unwrapped(hint)
    if REFERRED not in metas:
        return None
    return next((part for part in get_args(base) if part is not type(None)), None)


def refers_back(hint: Any, open: list[str]) -> bool:
    """Tell whether a hint is a reference to a message that is being described."""
    target = referred(hint)
    return target is not None and target.__name__ in open


def unwrapped(annotation: Any) -> tuple[Any, Metas]:
    """Take the metadata off an annotation."""
    if get_origin(annotation) is Annotated:
        base, *metas = get_args(annotation)
        inner, more = unwrapped(base)
        return inner, (*more, *metas)
    return annotation, ()


def with_lengths(native: Any, limits: d.Constraints) -> Any:
    """Put lengths on a list or dict type."""
    if limits.min_length is None and limits.max_length is None:
        return native
    return Annotated[native, Meta(min_length=limits.min_length, max_length=limits.max_length)]


def resolved_hints(
    annotated: H, where: str, problems: Problems, resolve: Callable[[H], dict[str, Any]] | None = None
) -> dict[str, Any] | None:
    """Resolve the annotations of a function or class; None, and a problem, where they do not."""
    try:
        return resolve(annotated) if resolve else typing.get_type_hints(annotated, include_extras=True)
    except (NameError, AttributeError, TypeError, SyntaxError) as error:
        problems.add("trebol.E004", where, f"its annotations do not resolve: {error}.", "Import that name.")
        return None


AUTHORED: WeakKeyDictionary[type, dict[str, Any]] = WeakKeyDictionary()
"""What the author wrote in each message, by class: ``narrow`` puts something else in its place."""


def authored(cls: type[Message]) -> dict[str, Any]:
    """Return the annotations as they were written, however often the message has been described since."""
    hints: dict[str, Any] = {}
    for owner in reversed(cls.__mro__):
        if owner is not Message and issubclass(owner, Message):
            own = inspect.get_annotations(owner)
            if owner not in AUTHORED:
                resolved = typing.get_type_hints(owner, include_extras=True)
                AUTHORED[owner] = {name: resolved[name] for name in own}
            hints |= AUTHORED[owner]
    return hints


def narrow(cls: type[Message], described: Mapping[str, Described]) -> None:
    """Replace a message's annotations by the narrowed types, before msgspec first looks at them."""
    for owner in cls.__mro__:
        if owner is not Message and issubclass(owner, Message):
            own = inspect.get_annotations(owner)
            owner.__annotations__ = {n: described[n].native if n in described else own[n] for n in own}


def distinct(problems: Problems, owner: str, fields: tuple[d.Field, ...]) -> None:
    """Check the names of fields or parameters, and that they stay apart in camelCase."""
    seen: dict[str, str] = {}
    for field in fields:
        if not NAME(field.name):
            problems.add(
                "trebol.E010",
                f"{owner}.{field.name}",
                "a field's name is snake_case ASCII without __.",
                "Rename it.",
            )
        other = seen.setdefault(camel(field.name).lower(), field.name)
        if other != field.name:
            problems.add(
                "trebol.E009", owner, f"{other} and {field.name} are one name in camelCase.", "Rename one."
            )


def default_of(info: Any) -> Any:
    """Return a field's default, made by its factory if need be, or ``NODEFAULT``."""
    if info.default_factory is not msgspec.NODEFAULT:
        return info.default_factory()
    return info.default


def described_in(hint: Any) -> str:
    """Return what ``Meta(description=...)`` says."""
    for meta in unwrapped(hint)[1]:
        if isinstance(meta, Meta) and meta.description:
            return meta.description
    return ""


def doc_of(cls: type) -> str:
    """Return the class's own docstring, cleaned; an enum's inherited one does not count."""
    own = cls.__dict__.get("__doc__")
    return inspect.cleandoc(own) if own else ""


def tag_of(cls: type[Message]) -> str | None:
    """Return the message's tag in unions, if it has one."""
    tag = cls.__struct_config__.tag
    return tag if isinstance(tag, str) else None
