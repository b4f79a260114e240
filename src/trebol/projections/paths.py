"""Where a path of names leads from a model, and what is on the way."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from typing import Any, NamedTuple

from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model


class Reached(NamedTuple):
    """The end of a path. ``null``: it may hold nothing there; ``many``: it leads to several rows.

    ``field`` is Django's, a relation's reverse side included; ``named``: the last name is the field's own
    (``driver``), not that of its column (``driver_id``). ``owner``: the model that has it.
    """

    field: Any
    null: bool
    many: bool
    named: bool
    owner: type[Model]


class Lost(NamedTuple):
    """A path that leads nowhere: which name ``model`` does not have, and the nearest ones it has."""

    name: str
    model: type[Model]
    near: tuple[str, ...]

    def __str__(self) -> str:
        guess = f"; did you mean {' or '.join(self.near)}?" if self.near else "."
        return f"{self.model.__name__} has no {self.name!r}{guess}"


def reach(model: type[Model], path: str) -> Reached | Lost:
    """Follow a path of field names joined by ``__``."""
    *way, last = path.split("__")
    owner, null, many = model, False, False
    for place, name in enumerate(way):
        field = field_of(owner, name)
        if field is None or field.related_model is None:
            return Lost("__".join([*way[place:], last]), owner, nearest(name, owner))
        owner, null, many = field.related_model, null or may_miss(field), many or leads_to_many(field)
    field = field_of(owner, last)
    if field is None:
        return Lost(last, owner, nearest(last, owner))
    named = last in (field.name, "pk")
    return Reached(field, null or may_miss(field), many or leads_to_many(field), named, owner)


def field_of(model: type[Model], name: str) -> Any:
    """Return a field by its name or its column's; None where there is none."""
    if name == "pk":
        return model._meta.pk
    try:
        return model._meta.get_field(name)
    except FieldDoesNotExist:
        return None


def leads_to_many(field: Any) -> bool:
    """Tell whether a field leads to several rows."""
    return field.one_to_many is True or field.many_to_many is True


def may_miss(field: Any) -> bool:
    """Tell whether a row can hold nothing there: nullable, or the far side of a one-to-one."""
    if getattr(field, "primary_key", False):
        return False
    return bool(getattr(field, "null", False)) or (field.one_to_one is True and not field.concrete)


def nearest(name: str, model: type[Model]) -> tuple[str, ...]:
    """Return the names of a model that look like this one."""
    return tuple(get_close_matches(name, list(names_of(model)), n=2))


def names_of(model: type[Model]) -> Iterable[str]:
    """Every name a path may go by."""
    for field in model._meta.get_fields():
        yield from {field.name, getattr(field, "attname", field.name)}


def value_field(field: Any) -> Any:
    """Return the field whose values a column holds: for a foreign key, the one it points at."""
    while field.is_relation and field.concrete and field.many_to_many is not True:
        field = field.target_field
    return field
