"""The row of an instance that was just saved, as the database would give it back, where that is sure."""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import connections, models
from django.db.models import Field, ForeignKey, Model

from trebol.projections.level import Level, Scope
from trebol.projections.paths import value_field
from trebol.projections.rows import Row

PLAIN: dict[type[Field[Any, Any]], type] = {
    models.AutoField: int, models.BigAutoField: int, models.SmallAutoField: int,
    models.IntegerField: int, models.BigIntegerField: int, models.SmallIntegerField: int,
    models.PositiveIntegerField: int, models.PositiveBigIntegerField: int,
    models.PositiveSmallIntegerField: int,
    models.BooleanField: bool, models.CharField: str, models.TextField: str, models.SlugField: str,
    models.EmailField: str, models.URLField: str, models.UUIDField: UUID, models.DateField: date,
    models.TimeField: time, models.DurationField: timedelta, models.FloatField: float,
    models.DecimalField: Decimal, models.DateTimeField: datetime,
}  # fmt: skip
"""Fields whose values are known, each with its Python type; a subclass may differ and is read again."""

MISSING = object()


class Unsure(Exception):
    """An attribute may differ from what the database holds."""


def row_of(level: Level, instance: Model, scope: Scope) -> Row | None:
    """Return the row a query would give for an instance; None where only a query can tell."""
    fields: list[Any] = [read.local.target for read in level.columns if read.local is not None]
    if level.children or len(fields) < len(level.columns):
        return None
    held = instance.__dict__
    try:
        return tuple([taken(field, held.get(field.attname, MISSING), scope.using) for field in fields])
    except (Unsure, ValidationError, ValueError, TypeError, ArithmeticError):
        return None


def taken(field: Any, value: Any, using: str) -> Any:
    """Return the value the database would give back; ``Unsure`` where it could be another."""
    if value is None and field.null:
        return None
    known = value_field(field) if isinstance(field, ForeignKey) else field
    kind = PLAIN.get(type(known))
    if kind is None or value is None or value is MISSING or hasattr(value, "resolve_expression"):
        raise Unsure
    found = known.to_python(value)
    settle: Callable[..., Any] | None = SETTLED.get(kind)
    if settle is not None:
        found = settle(found, known, using)
    if type(found) is not kind:
        raise Unsure
    return found


def settled_datetime(value: datetime, field: Any, using: str) -> datetime:
    """Return a moment in the zone of the connection, as it is read."""
    zone = connections[using].timezone
    if value.tzinfo is None or zone is None:
        raise Unsure
    return value.astimezone(zone)


def settled_decimal(value: Decimal, field: Any, using: str) -> Decimal:
    """Return a decimal with the places of its column; one with more is rounded by the database's own rule."""
    rounded = value.quantize(Decimal(1).scaleb(-field.decimal_places))
    if rounded != value:
        raise Unsure
    return rounded


def settled_float(value: float, field: Any, using: str) -> float:
    """Return a float that every database stores as it is."""
    if not math.isfinite(value):
        raise Unsure
    return value


def settled_time(value: time, field: Any, using: str) -> time:
    """Return a time without a zone."""
    if value.tzinfo is not None:
        raise Unsure
    return value


SETTLED: dict[type, Any] = {
    datetime: settled_datetime,
    Decimal: settled_decimal,
    float: settled_float,
    time: settled_time,
}
