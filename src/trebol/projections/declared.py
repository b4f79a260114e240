"""What a projection says, as the frozen value that everything else in this room reads."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Model, Q

from trebol.contract.deferred import Link, Links
from trebol.contract.errors import Misuse
from trebol.contract.message import Message
from trebol.contract.service import Caller
from trebol.files.address import address_of
from trebol.projections.described import Fed, described


@dataclass(frozen=True, eq=False)
class Column:
    """Feeds a field from a path of names (``circle__slug``) or from a Django expression."""

    source: Any


@dataclass(frozen=True, eq=False)
class One:
    """Feeds a field with the one row a relation leads to."""

    path: str
    to: Declared


@dataclass(frozen=True, eq=False)
class Many:
    """Feeds a list with the first ``limit`` rows a relation leads to, in ``order``."""

    path: str
    to: Declared
    limit: int
    order: tuple[str, ...]

    @property
    def ordering(self) -> tuple[Any, ...]:
        """The order, or that of the related model."""
        return self.order or tuple(self.to.model._meta.ordering or ())


@dataclass(frozen=True, eq=False)
class Reference:
    """Feeds a reference to another service's message with its key; ``link`` says where it comes from."""

    path: str
    link: Link


@dataclass(frozen=True, eq=False)
class Address:
    """Feeds a text with the address of the file whose name a column has."""

    path: str
    public: bool

    def of(self, name: str | None) -> str | None:
        """Return the address of a file; None where there is none."""
        return address_of(name, public=self.public)


Spec = Column | One | Many | Reference | Address


@dataclass(frozen=True, eq=False)
class Declared:
    """One projection. ``specs``: what it says of fields; the others are fed by the column of their name.

    ``says``: it has a ``visible`` of its own; ``open``: it says that everyone sees every row.
    """

    name: str
    message: type[Message]
    model: type[Model]
    specs: Mapping[str, Spec]
    open: bool
    says: bool
    visible: Callable[[Caller | None], Q]

    @property
    def everyone(self) -> bool:
        """Whether no row is hidden from anybody."""
        return self.open and not self.says

    @cached_property
    def fields(self) -> dict[str, Fed]:
        """The fields of the message, in its order."""
        return described(self.message)

    def spec(self, field: str) -> Spec:
        """Return what feeds a field."""
        return self.specs.get(field) or Column(field)

    @cached_property
    def links(self) -> Links:
        """The references, those of what is nested too."""
        found: dict[str, Link | Links] = {}
        for name, spec in self.specs.items():
            if isinstance(spec, Reference):
                found[name] = spec.link
            elif isinstance(spec, One | Many) and spec.to.links:
                found[name] = spec.to.links
        return found

    def restriction(self, caller: Caller | None) -> Q | None:
        """Return the condition on the rows that this caller may see; None: all. ``Misuse`` without one."""
        if self.everyone:
            return None
        said = self.visible(caller)
        if not isinstance(said, Q):
            raise Misuse(f"{self.name}.visible gave {type(said).__name__}: give a Q, as in Q(active=True).")
        return said or None
