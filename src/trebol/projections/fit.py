"""Whether a column fits its field: whatever the column can hold must be something the field can say."""

from __future__ import annotations

import enum
from collections.abc import Iterator
from typing import Any, NamedTuple

from django.conf import settings
from django.core import validators
from django.db import models

from trebol.contract import description as d
from trebol.contract.values import DECIMAL_DIGITS, INT32
from trebol.projections.described import Fed
from trebol.projections.ranges import range_of_column, range_of_field, settled
from trebol.projections.sourced import Source
from trebol.projections.stored import checks_values, is_document

KINDS: tuple[tuple[type, tuple[d.ScalarName, ...]], ...] = (
    (models.BooleanField, ("bool",)),
    (models.IntegerField, ("int", "int64")),
    (models.FloatField, ("float",)),
    (models.DecimalField, ("decimal",)),
    (models.UUIDField, ("uuid",)),
    (models.DateTimeField, ("datetime",)),
    (models.DateField, ("date",)),
    (models.TimeField, ("time",)),
    (models.DurationField, ("duration",)),
    (models.BinaryField, ("bytes",)),
    (models.CharField, ("str",)),
    (models.TextField, ("str",)),
    (models.GenericIPAddressField, ("str",)),
    (models.FileField, ("str",)),
    (models.FilePathField, ("str",)),
)
WRITTEN = {"duration": "timedelta", "uuid": "UUID", "decimal": "Decimal", "int64": "Int64"}
COMPOUND = (d.ListOf, d.MapOf, d.MessageRef, d.UnionRef)


class Misfit(NamedTuple):
    """Why a column does not fit, and what to write instead."""

    reason: str
    mend: str


def misfits(fed: Fed, source: Source) -> Iterator[Misfit]:
    """Give every reason why a source does not fit a field."""
    if source.null and not fed.type.nullable:
        mend = f"Annotate it {fed.name}: ... | None, or rule null out: null=False, Coalesce(..., Value(...))."
        yield Misfit("it can be null, the field cannot.", mend)
    if is_document(source.field) and not isinstance(fed.type, COMPOUND):
        yield Misfit(
            f"a {source.kind} holds a document, the field one value.", "Give it a column of its type."
        )
    if checks_values(source.field):
        return
    match fed.type:
        case d.EnumRef(name=name):
            yield from enum_misfits(source, fed.classes[name])
        case d.Scalar():
            yield from scalar_misfits(fed.type, source)
        case _:
            mend = "Feed it by one(...), many(...) or a JSONField."
            yield Misfit(f"a {source.kind} holds one value, the field more.", mend)


def scalar_misfits(type: d.Scalar, source: Source) -> Iterator[Misfit]:
    """Give the reasons for a scalar field."""
    names = next((names for kind, names in KINDS if isinstance(source.field, kind)), ())
    if type.name not in names:
        annotate = f"Annotate it {written(names[0])}" if names else "Feed it by another column"
        mend = f"{annotate}, or convert: column(Cast(..., output_field=...))."
        yield Misfit(f"a {source.kind} does not hold a {written(type.name)}.", mend)
        return
    match type.name:
        case "str" | "bytes":
            yield from length_misfits(type, source)
        case "int" | "int64" | "float" | "decimal":
            yield from number_misfits(type, source)
        case "datetime" if not settings.USE_TZ:
            yield Misfit("datetimes have no zone while USE_TZ is False.", "Set USE_TZ = True.")


def written(name: str) -> str:
    """Return a type as an annotation has it."""
    return WRITTEN.get(name, name)


def length_misfits(type: d.Scalar, source: Source) -> Iterator[Misfit]:
    """Give the reasons that lie in lengths and patterns."""
    limits = type.constraints
    longest = source.field.max_length if source.exact else None
    if limits.max_length is not None and (longest is None or longest > limits.max_length):
        held = "values of any length" if longest is None else f"up to {longest} characters"
        give = "max_length" if source.exact else "output_field=CharField(max_length=...)"
        mend = f"Give the column a {give} of that, or take max_length out of the field."
        yield Misfit(f"it holds {held}, the field takes {limits.max_length}.", mend)
    shortest = shortest_of(source)
    if limits.min_length is not None and shortest < limits.min_length:
        mend = "Give the column blank=False (for 1) or a MinLengthValidator, or take min_length out."
        yield Misfit(f"it can have {shortest} characters, the field {limits.min_length} or more.", mend)
    patterns = [each.regex.pattern for each in source.validators(validators.RegexValidator)]
    if limits.pattern is not None and limits.pattern not in patterns:
        mend = "Give the column a RegexValidator of that, or take the pattern out of the field."
        yield Misfit(f"nothing keeps it to the pattern {limits.pattern}.", mend)


def shortest_of(source: Source) -> int:
    """Return how short a text of a column can be."""
    least = 0 if not source.exact or source.field.blank else 1
    return max([least, *(int(settled(each)) for each in source.validators(validators.MinLengthValidator))])


def number_misfits(type: d.Scalar, source: Source) -> Iterator[Misfit]:
    """Give the reasons that lie in ranges and digits."""
    held, taken = range_of_column(source), range_of_field(type)
    if not held.within(taken):
        wide = type.name == "int" and (held.low < INT32[0] or held.high > INT32[1])
        mend = "Give the column MinValueValidator and MaxValueValidator of these, or widen the field."
        yield Misfit(
            f"it holds {held}, the field takes {taken}.",
            "Annotate it Int64, or make the column one of 32 bits (IntegerField, AutoField)."
            if wide
            else mend,
        )
    step = type.constraints.multiple_of
    steps = [settled(each) for each in source.validators(validators.StepValueValidator)]
    if step is not None and not any(each % step == 0 for each in steps):
        mend = f"Give the column StepValueValidator({step}), or take multiple_of out of the field."
        yield Misfit(f"nothing keeps it to multiples of {step}.", mend)
    if type.name == "decimal":
        yield from digit_misfits(type, source)


def digit_misfits(type: d.Scalar, source: Source) -> Iterator[Misfit]:
    """Give the reasons that lie in the digits of a decimal."""
    total, places = type.constraints.total_digits, type.constraints.fraction_digits
    digits = source.field.max_digits if source.exact else None
    if digits is None:
        if total is not None:
            mend = (
                "Give it output_field=DecimalField(max_digits=..., decimal_places=...), or leave Digits out."
            )
            yield Misfit("its digits are not declared, those of the field are.", mend)
        return
    fraction = source.field.decimal_places
    if total is None or places is None:
        if digits > DECIMAL_DIGITS:
            yield Misfit(f"it holds {digits} digits.", f"Give it max_digits={DECIMAL_DIGITS} or fewer.")
    elif fraction > places or digits - fraction > total - places:
        mend = f"Annotate it with Digits({digits}, {fraction}), or change max_digits and decimal_places."
        yield Misfit(f"it holds Digits({digits}, {fraction}), the field takes ({total}, {places}).", mend)


def enum_misfits(source: Source, members: type) -> Iterator[Misfit]:
    """Give the reasons for an enum: the choices must be among its values."""
    values = {member.value for member in members if isinstance(member, enum.Enum)}  # type: ignore[attr-defined]
    choices: Any = source.field.flatchoices if source.exact and source.field.choices else None
    if not isinstance(source.field, models.CharField | models.TextField) or not choices:
        mend = f"Make it a CharField whose choices are among {', '.join(sorted(values))}."
        yield Misfit(f"a {source.kind} without choices of text holds more than a {members.__name__}.", mend)
        return
    held = {value for value, _ in choices if value is not None} | ({""} if source.field.blank else set())
    if wrong := sorted(str(value) or "the empty text (blank=True)" for value in held - values):
        mend = "Take it out of the choices (or set blank=False), or add it to the enum."
        yield Misfit(f"it can hold {', '.join(wrong)}, which is no {members.__name__}.", mend)
