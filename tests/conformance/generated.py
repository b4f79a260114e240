"""Strategies made of the contract's description: arguments that keep it, and arguments with one thing
wrong.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator
from datetime import UTC, date, timedelta, timezone
from decimal import Decimal
from typing import Any, NamedTuple

from hypothesis import strategies as st

from tests.conformance.case import Plain, Raw
from tests.conformance.cases.values import REFUSED
from trebol.contract.compile import Compiled
from trebol.contract.description import (
    Constraints,
    EnumRef,
    Field,
    ListOf,
    MapOf,
    MessageRef,
    Scalar,
    Service,
    Type,
    UnionRef,
)
from trebol.contract.instants import is_held
from trebol.contract.violations import Violation

TEXT = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff")
    | st.sampled_from("\t\n\r<&]>\"'\x7f\x85"),
    max_size=8,
)
ZONES = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))


@st.composite
def decimals(draw: st.DrawFn, limits: Constraints) -> Decimal:
    """Decimals in plain digits, with their zeros."""
    total, places = limits.total_digits or 38, limits.fraction_digits
    scale = draw(st.integers(0, 37 if places is None else places))
    digits = draw(st.integers(-(10**total) + 1, 10**total - 1))
    if places is not None:
        digits %= 10 ** (total - places + scale)
    found = Decimal(f"{digits}E-{scale}")
    return found if len(found.as_tuple().digits) <= 38 else Decimal(1)


def scalars(type: Scalar) -> st.SearchStrategy[Any]:
    """Values of a scalar within its constraints."""
    limits = type.constraints
    wide = 31 if type.name == "int" else 63
    match type.name:
        case "int" | "int64":
            step = int(limits.multiple_of or 1)
            low = -(2**wide) if limits.ge is None else int(limits.ge)
            high = 2**wide - 1 if limits.le is None else int(limits.le)
            low = low if limits.gt is None else int(limits.gt) + 1
            high = high if limits.lt is None else int(limits.lt) - 1
            return st.integers(-(-low // step), high // step).map(lambda n: n * step)
        case "float":
            low_float = limits.gt if limits.gt is not None else limits.ge
            return st.floats(
                min_value=None if low_float is None else float(low_float),
                max_value=None if limits.le is None else float(limits.le),
                exclude_min=limits.gt is not None,
                allow_nan=False,
                allow_infinity=False,
            )
        case "decimal":
            low_, high_ = Decimal(limits.ge or "-Infinity"), Decimal(limits.lt or "Infinity")
            return decimals(limits).filter(lambda value: low_ <= value < high_)
        case "str" if limits.pattern:
            return st.from_regex(limits.pattern.replace("$", r"\Z"))
        case "str":
            least, most = limits.min_length or 0, limits.max_length or 8
            return TEXT.map(lambda text: text.ljust(least, "x")[:most])
        case "bytes":
            return st.binary(min_size=limits.min_length or 0, max_size=limits.max_length or 8)
    return PLAIN[type.name]


PLAIN: dict[str, st.SearchStrategy[Any]] = {
    "bool": st.booleans(),
    "datetime": st.datetimes(timezones=ZONES | st.just(UTC)).filter(is_held),
    "date": st.dates(date.min, date.max),
    "time": st.times(),
    "duration": st.timedeltas(),
    "uuid": st.uuids(),
}


def values(service: Service, type: Type) -> st.SearchStrategy[Plain]:
    """Values of a type."""
    found = present(service, type)
    return st.none() | found if type.nullable else found


def present(service: Service, type: Type) -> st.SearchStrategy[Plain]:
    """Values of a type that are not null."""
    match type:
        case Scalar():
            return scalars(type)
        case EnumRef(name=name):
            return st.sampled_from(service.enums[name].values)
        case MessageRef(name=name):
            return records(service, service.messages[name].fields)
        case UnionRef(members=members):
            return st.one_of([tagged(service, name) for name in members])
        case ListOf(item=item, constraints=limits):
            least, most = limits.min_length or 0, min(limits.max_length or 4, 4)
            return st.lists(values(service, item), min_size=least, max_size=most)
        case MapOf(value=value, constraints=limits):
            return st.dictionaries(TEXT, values(service, value), max_size=min(limits.max_length or 3, 3))
    raise TypeError(f"{type} is a result only")


def tagged(service: Service, name: str) -> st.SearchStrategy[Plain]:
    """Members of a union."""
    tag = service.messages[name].tag
    return records(service, service.messages[name].fields).map(lambda own: {"type": tag} | own)


def records(service: Service, fields: tuple[Field, ...]) -> st.SearchStrategy[dict[str, Plain]]:
    """Records: what has a default may be absent."""
    strategies = {field.name: values(service, field.type) for field in fields}
    return st.fixed_dictionaries(
        {field.name: strategies[field.name] for field in fields if field.required},
        optional={field.name: strategies[field.name] for field in fields if not field.required},
    )


def arguments_of(compiled: Compiled) -> st.SearchStrategy[dict[str, Plain]]:
    """Arguments that keep the contract."""
    return records(compiled.service, compiled.operation.parameters)


class Place(NamedTuple):
    """A place in some arguments: what holds the value, under which key, of which type, and the way there."""

    holder: Any
    key: Any
    type: Type
    steps: tuple[str | int, ...]
    required: bool


class Wrong(NamedTuple):
    """Arguments with one thing wrong, its path and reason."""

    arguments: dict[str, Plain]
    path: str
    reason: str


def wrong_arguments(compiled: Compiled) -> st.SearchStrategy[Wrong]:
    """Arguments that kept the contract before one place of them was changed."""
    service, good = compiled.service, arguments_of(compiled)

    @st.composite
    def wrong(draw: st.DrawFn) -> Wrong:
        arguments = copy.deepcopy(draw(good))
        every = places_in(service, compiled.operation.parameters, arguments, ())
        places = [(place, one) for place in every for one in MUTATIONS if fits(place, one)]
        place, mutation = draw(st.sampled_from(places))
        steps = place.steps
        if mutation == "null":
            place.holder[place.key] = None
        elif mutation == "missing":
            del place.holder[place.key]
        elif mutation == "value":
            place.holder[place.key] = draw(st.sampled_from(wrong_values(place.type)))
        else:
            place.holder[place.key]["surplus"] = 1
            steps = (*steps, "surplus")
        return Wrong(arguments, Violation(steps, mutation, "").path, mutation)

    return wrong()


MUTATIONS = ("null", "missing", "value", "unknown")


def fits(place: Place, mutation: str) -> bool:
    """Whether a mutation makes a place wrong."""
    match mutation:
        case "null":
            return not place.type.nullable
        case "missing":
            return place.required
        case "value":
            return isinstance(place.type, Scalar | EnumRef)
    return isinstance(place.type, MessageRef | UnionRef) and place.holder[place.key] is not None


SAMPLES = {
    "bool": "flag", "int": "small", "int64": "big", "float": "ratio", "decimal": "price", "str": "text",
    "bytes": "data",
    "datetime": "moment", "date": "day", "time": "hour", "duration": "span", "uuid": "key",
}  # fmt: skip


def wrong_values(type: Type) -> list[Raw]:
    """What is not of a scalar or an enum, on any wire that can say it."""
    found = REFUSED[SAMPLES[type.name] if isinstance(type, Scalar) else "level"]
    return [raw for raw in found if raw.text]


def places_in(
    service: Service, fields: tuple[Field, ...], value: dict[str, Plain], steps: tuple[str | int, ...]
) -> Iterator[Place]:
    """Every place in a record, inwards."""
    for field in fields:
        if field.name in value:
            yield from inside(
                service, Place(value, field.name, field.type, (*steps, field.name), field.required)
            )


def inside(service: Service, place: Place) -> Iterator[Place]:
    """A place, and those inside its value."""
    yield place
    value = place.holder[place.key]
    match place.type:
        case _ if value is None:
            return
        case MessageRef(name=name):
            yield from places_in(service, service.messages[name].fields, value, place.steps)
        case UnionRef(members=members):
            name = next(name for name in members if service.messages[name].tag == value["type"])
            yield from places_in(service, service.messages[name].fields, value, place.steps)
        case ListOf(item=item):
            for index in range(len(value)):
                yield from inside(service, Place(value, index, item, (*place.steps, index), False))
        case MapOf(value=inner):
            for key in value:
                yield from inside(service, Place(value, key, inner, (*place.steps, key), False))
