"""How the rows of a related model hang on those of a model, for the relations that Django has."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, NamedTuple

from django.db.models import ForeignKey, ManyToManyField, ManyToManyRel, ManyToOneRel, Model

from trebol.contract.errors import Misuse
from trebol.projections.paths import Lost, reach


class ToOne(NamedTuple):
    """``key`` of the row is ``link`` of the related one; ``presence`` is null where there is none.

    ``null``: there may be none. ``certain``: the database itself sees to it that the key leads to a row.
    """

    model: type[Model]
    key: str
    link: str
    presence: str
    null: bool
    certain: bool


class ToMany(NamedTuple):
    """``key`` of the row is ``link`` of the related ones; ``doubled``: one of them may hang there twice."""

    model: type[Model]
    key: str
    link: str
    doubled: bool


@lru_cache(maxsize=1024)
def to_one(model: type[Model], path: str) -> ToOne:
    """Return how a to-one relation hangs together; ``Misuse`` where the path is not one."""
    found = reach(model, path)
    if isinstance(found, Lost):
        raise Misuse(str(found))
    field: Any = found.field  # what Django's stubs say of fields and relations is too little here
    head = path[: -len(path.rpartition("__")[2])]
    if found.many or not field.is_relation or field.related_model is None:
        raise Misuse(f"{path} of {model.__name__} leads to {'several rows' if found.many else 'no row'}.")
    if isinstance(field, ForeignKey):
        key = head + field.attname
        certain = bool(getattr(field, "db_constraint", True))
        return ToOne(field.related_model, key, field.target_field.attname, key, found.null, certain)
    back: Any = getattr(field, "field", None)
    if not isinstance(back, ForeignKey):
        raise Misuse(f"{path} of {model.__name__} is not a foreign key or a one-to-one.")
    presence = f"{path}__{field.related_model._meta.pk.attname}"
    return ToOne(
        field.related_model, head + back.target_field.attname, back.attname, presence, found.null, True
    )


@lru_cache(maxsize=1024)
def to_many(model: type[Model], path: str) -> ToMany:
    """Return how a to-many relation hangs together; ``Misuse`` where the path is not one."""
    found = reach(model, path)
    if isinstance(found, Lost):
        raise Misuse(str(found))
    field: Any = found.field
    if isinstance(field, ManyToManyField):
        return by_way_of(field.remote_field, field, field.m2m_field_name(), field.related_query_name())
    if isinstance(field, ManyToManyRel):
        far: Any = field.field
        return by_way_of(field, field, far.m2m_reverse_field_name(), far.name)
    back: Any = getattr(field, "field", None)
    if type(field) is ManyToOneRel and isinstance(back, ForeignKey):
        return ToMany(field.related_model, back.target_field.attname, back.attname, False)
    kind = type(field).__name__
    raise Misuse(f"{path} of {model.__name__} ({kind}) is not a reverse foreign key or many-to-many.")


def by_way_of(relation: Any, field: Any, own: str, link: str) -> ToMany:
    """Return a many-to-many: its table leads to the row by the foreign key ``own``."""
    through = relation.through
    key = through._meta.get_field(own).target_field.attname
    return ToMany(field.related_model, key, link, not through._meta.auto_created)
