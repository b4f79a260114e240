"""Whether an instance that was just saved meets a condition, where that is sure without a query."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import Model, Q

from trebol.projections.instance import MISSING, Unsure, taken
from trebol.projections.paths import field_of

SURE = (bool, int, str, UUID, date)
"""Types whose equal values are equal in every database, whatever its collation and precision."""


def surely_meets(instance: Model, condition: Q, using: str) -> bool:
    """Tell that the row of an instance meets a condition; False where only a query can tell.

    Sure are equalities of the row's own columns (``Q(active=True)``), joined by and or or. Values that differ
    here may still be equal in the database, so a row that is not surely seen is asked for.
    """
    if condition.negated or condition.connector not in (Q.AND, Q.OR):
        return False
    sure = (child_met(instance, child, using) for child in condition.children)
    return all(sure) if condition.connector == Q.AND else any(sure)


def child_met(instance: Model, child: Any, using: str) -> bool:
    """Tell that one part of a condition is surely met."""
    if isinstance(child, Q):
        return surely_meets(instance, child, using)
    if not isinstance(child, tuple):
        return False
    name, value = child
    field = field_of(type(instance), name.removesuffix("__exact"))
    if field is None or not getattr(field, "concrete", False) or hasattr(value, "resolve_expression"):
        return False
    try:
        held = taken(field, instance.__dict__.get(field.attname, MISSING), using)
        return type(held) in SURE and value not in (None, "") and bool(held == field.to_python(value))
    except (Unsure, ValidationError, ValueError, TypeError, ArithmeticError):
        return False
