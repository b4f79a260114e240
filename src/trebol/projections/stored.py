"""Columns whose declaration does not tell their values: JSON, arrays, custom fields. Checked when read."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec
from django.db.models import Field, JSONField, Model

from trebol.contract import description as d
from trebol.contract.selection import Selection
from trebol.contract.values import hook
from trebol.projections.described import Fed
from trebol.projections.paths import Lost, reach, value_field
from trebol.projections.reads import resolved_alone

COLLECTIONS = ("ArrayField", "HStoreField")
Converted = Callable[[Any], Any]


def is_checked(model: type[Model], source: Any) -> bool:
    """Tell whether the values of a column have to be checked when they are read."""
    if isinstance(source, str):
        found = reach(model, source)
        return not isinstance(found, Lost) and checks_values(value_field(found.field))
    return checks_values(resolved_alone(model, source)[0].output_field)


def checks_values(field: Any) -> bool:
    """Tell whether a field's values are more than its declaration says."""
    custom = isinstance(field, Field) and hasattr(field, "from_db_value") and not isinstance(field, JSONField)
    return custom or is_document(field)


def is_document(field: Any) -> bool:
    """Tell whether a field holds lists and records of its own."""
    return isinstance(field, JSONField) or (
        isinstance(field, Field) and field.get_internal_type() in COLLECTIONS
    )


def converter(fed: Fed, selection: Selection | None, *, as_messages: bool) -> Converted:
    """Return what turns a stored value into the contract's; it raises for one that does not keep it."""
    spread = None if as_messages else spreader(fed, fed.type, selection)

    def convert(value: Any) -> Any:
        found = msgspec.convert(value, fed.native, dec_hook=hook)
        return found if spread is None else spread(found)

    return convert


def spreader(fed: Fed, type: d.Type, selection: Selection | None) -> Converted | None:
    """Return what turns messages inside a value into tuples in a selection's order; None: it has none."""
    match type:
        case d.MessageRef(name=name):
            kinds = {field.name: field.type for field in fed.messages[name].fields}
            parts = [(n, spreader(fed, kinds[n], inner)) for n, inner in (selection or {}).items()]
            return lambda message: message and tuple([through(f, getattr(message, n)) for n, f in parts])
        case d.ListOf(item=item):
            inside = spreader(fed, item, selection)
            return inside and (lambda items: items and [through(inside, each) for each in items])
        case d.EnumRef():
            return lambda member: member and member.value
    return None


def through(spread: Converted | None, value: Any) -> Any:
    """Spread a value, if there is something to spread."""
    return value if spread is None or value is None else spread(value)
