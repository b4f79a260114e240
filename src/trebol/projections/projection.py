"""Projections, as their author writes them: how a Django model becomes a message, and who sees its rows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar, Generic, TypeVar, cast, get_args, get_origin

from django.db.models import Model, Q, QuerySet

from trebol.contract.deferred import Link
from trebol.contract.errors import Misuse
from trebol.contract.message import Message
from trebol.contract.paging import Page, Paging
from trebol.contract.service import Caller
from trebol.projections.declared import Address, Column, Declared, Many, One, Reference, Spec
from trebol.projections.lazy import LazyInstance, LazyList, LazyOne, LazyPage, visible_rows

M = TypeVar("M", bound=Message)
D = TypeVar("D", bound=Model)


class Projection(Generic[M, D]):
    """How the rows of a model become messages: ``class RideRow(Projection[Ride, models.Ride])``.

    Fields are fed by the model's fields of the same name; others are declared with ``column``, ``one`` and
    ``many`` (a field named as a method here, such as ``all``: declare ``all_``). Who sees which rows is said
    by ``visible``, or by ``everyone=True`` behind the bases; it holds for every read, nested ones too.
    """

    declared: ClassVar[Declared]

    def __init_subclass__(cls, *, everyone: bool | None = None, **options: Any) -> None:
        super().__init_subclass__(**options)
        of = projected(cls)
        if len(of) < 2 or not all(isinstance(each, type) for each in of):
            return
        message, model = of
        open, says = sees(cls, everyone)
        cls.declared = Declared(
            name=cls.__name__, message=message, model=model, specs=specs_of(cls), open=open,
            says=says, visible=lambda caller: cls.visible(caller),
        )  # fmt: skip

    @classmethod
    def visible(cls, caller: Caller | None) -> Q:
        """Return the condition on the rows that a caller (None: nobody is known) may see."""
        raise Misuse(f"{cls.__name__} does not say who sees its rows: write visible(), or everyone=True.")

    @classmethod
    def one(cls, row: QuerySet[D, Any] | D, /) -> M:
        """Give the one row of a queryset, or that of a saved instance.

        Not there, or not visible to the caller: ``NotFound``. Several rows: ``Misuse``.
        """
        lazy = LazyInstance(cls.declared, row) if isinstance(row, Model) else LazyOne(cls.declared, row)
        return cast(M, lazy)

    @classmethod
    def page(cls, queryset: QuerySet[D, Any], paging: Paging, /) -> Page[M]:
        """Give a page of a queryset, in its order with the primary key appended.

        ``Misuse`` for a queryset that is sliced, distinct, combined, of values, or in no order of its rows.
        """
        return cast("Page[M]", LazyPage(cls.declared, queryset, paging))

    @classmethod
    def all(cls, queryset: QuerySet[D, Any], /, *, limit: int) -> list[M]:
        """Give the first ``limit`` rows of a queryset, in its order. ``Misuse`` as for ``page``."""
        return cast("list[M]", LazyList(cls.declared, queryset, limit))

    @classmethod
    def visible_to(cls, caller: Caller | None, queryset: QuerySet[D, D], /) -> QuerySet[D, D]:
        """Return the rows of a queryset that a caller sees: where a command starts from."""
        return visible_rows(cls.declared, caller, queryset)


def column(source: Any, /) -> Column:
    """Feed a field from a path (``"circle__slug"``) or a Django expression (``Count("memberships")``)."""
    return Column(source)


def one(path: str, to: type[Projection[Any, Any]], /) -> One:
    """Feed a field with the row a foreign key or one-to-one leads to."""
    return One(path, declared_by(to))


def many(path: str, to: type[Projection[Any, Any]], /, *, limit: int, order: tuple[str, ...] = ()) -> Many:
    """Feed a list with the first ``limit`` visible rows of a to-many relation.

    ``order``: as of ``order_by``; the related model's own where it is left out.
    """
    return Many(path, declared_by(to), limit, tuple(order))


def reference(path: str, operation: Callable[..., Any], /, *, by: str = "id") -> Reference:
    """Feed a reference, ``Ref[Profile]``, with the key in a column.

    ``reference("driver_id", Accounts.list_profiles)``: the operation gives the messages of a list of keys;
    ``by`` is the field of such a message that is the key.
    """
    return Reference(path, Link(operation, by))


def address(path: str, /, *, public: bool = False) -> Address:
    """Feed a text, ``str | None``, with the address of the file of a ``FileField``; null where there is none.

    Only who sees the row is given it; it is good for an hour or two. ``public``: it is good for ever, and
    any cache may keep the file.
    """
    return Address(path, public)


def registered() -> tuple[type[Projection[Any, Any]], ...]:
    """Return every projection that was declared, in order of declaration."""
    return tuple(below(Projection))


def below(cls: type[Projection[Any, Any]]) -> list[type[Projection[Any, Any]]]:
    """Return the projections that inherit from a class."""
    found: list[type[Projection[Any, Any]]] = []
    for inner in cls.__subclasses__():
        found += [inner, *below(inner)] if "declared" in vars(inner) else below(inner)
    return found


def declared_by(projection: type[Projection[Any, Any]]) -> Declared:
    """Return what a projection declares; ``Misuse`` for a base without message and model."""
    if not hasattr(projection, "declared"):
        raise Misuse(f"{projection!r} is not of a message and a model: write Projection[Ride, models.Ride].")
    return projection.declared


def projected(cls: type) -> tuple[Any, ...]:
    """Return the message and the model a class is of, type variables where it is still generic."""
    for base in vars(cls).get("__orig_bases__", ()):
        origin: Any = get_origin(base)
        if origin is Projection:
            return get_args(base)
        if isinstance(origin, type) and issubclass(origin, Projection):
            known = dict(zip(origin.__parameters__, get_args(base), strict=True))  # type: ignore[attr-defined]
            return tuple(known.get(each, each) for each in projected(origin))
    inherited = [base for base in cls.__bases__ if issubclass(base, Projection) and base is not Projection]
    return projected(inherited[0]) if inherited else ()


def specs_of(cls: type) -> dict[str, Spec]:
    """Collect what a class and its bases declare; a name that ends in ``_`` is that without it."""
    found: dict[str, Spec] = {}
    for owner in reversed(cls.__mro__):
        found |= {n.rstrip("_"): s for n, s in vars(owner).items() if isinstance(s, Spec)}
    return found


def sees(cls: type, everyone: bool | None) -> tuple[bool, bool]:
    """Tell whether a class says that everyone sees its rows, and whether it has a ``visible``.

    What its body and keywords say goes before what it inherits.
    """
    own = "visible" in vars(cls)
    inherited: Declared | None = getattr(cls, "declared", None)
    if everyone:
        return True, own
    if everyone is None and inherited is not None and inherited.open and not own:
        return True, False
    return False, any("visible" in vars(owner) for owner in cls.__mro__[: cls.__mro__.index(Projection)])
