"""Hypothesis strategies for the values of a contract: every type of the table, edges included."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import msgspec
from hypothesis import strategies as st

from trebol.contract.description import (
    EnumRef,
    ListOf,
    MapOf,
    MessageRef,
    PageOf,
    Scalar,
    ScalarName,
    Service,
    Type,
    UnionRef,
)
from trebol.contract.values import ending, text_of

CHARACTERS = st.characters(
    codec="utf-8", exclude_categories=["Cs"], exclude_characters="\uffff\ufffe"
) | st.sampled_from("<>&\"'\t\n]ñ漢🙂")
TEXTS = st.text(CHARACTERS.filter(lambda character: character >= " " or character in "\t\n"), max_size=12)
ZONES: Any = st.sampled_from([UTC, timezone(timedelta(hours=-14)), timezone(timedelta(hours=5, minutes=45))])
WITHIN = {"min_value": datetime(2, 1, 1), "max_value": datetime(9998, 12, 30)}  # noqa: DTZ001
DECIMALS = {"allow_nan": False, "allow_infinity": False}


def strategy(service: Service, type: Type) -> st.SearchStrategy[Any]:
    """Values of a type, as JSON has them, in the one text that is written."""
    found = present(service, type)
    return st.none() | found if type.nullable else found


def present(service: Service, type: Type) -> st.SearchStrategy[Any]:
    match type:
        case Scalar():
            return scalar(type)
        case EnumRef(name=name):
            return st.sampled_from(service.enums[name].values)
        case MessageRef(name=name):
            fields = service.messages[name].fields
            return st.fixed_dictionaries({field.name: strategy(service, field.type) for field in fields})
        case UnionRef(members=members):
            return st.one_of([tagged(service, name) for name in members])
        case ListOf(item=item, constraints=limits):
            return st.lists(
                strategy(service, item), min_size=limits.min_length or 0, max_size=limits.max_length or 4
            )
        case MapOf(value=value, constraints=limits):
            return st.dictionaries(TEXTS, strategy(service, value), max_size=limits.max_length or 4)
        case PageOf():
            raise TypeError("a page is no input")


def tagged(service: Service, name: str) -> st.SearchStrategy[Any]:
    return present(service, MessageRef(name=name)).map(
        lambda plain: {"type": service.messages[name].tag} | plain
    )


def scalar(type: Scalar) -> st.SearchStrategy[Any]:
    limits = type.constraints
    if type.name == "str" and limits.pattern is not None:
        return st.from_regex(ending(limits.pattern)).filter(
            lambda text: fits(text, limits.min_length, limits.max_length)
        )
    if type.name == "str":
        return TEXTS.filter(lambda text: fits(text, limits.min_length, limits.max_length))
    if type.name == "int":
        low = -(2**31) if limits.ge is None else int(limits.ge)
        high = 2**31 - 1 if limits.lt is None else int(limits.lt) - 1
        return st.integers(low, high)
    if type.name == "decimal" and limits.total_digits is not None:
        places = limits.fraction_digits or 0
        most = 10 ** (limits.total_digits - places) - 1
        low = 0 if limits.ge is not None else -most
        return st.decimals(low, most, places=places, **DECIMALS).map(text_of)
    return SCALARS[type.name]


def fits(text: str, low: int | None, high: int | None) -> bool:
    return (low or 0) <= len(text) <= (10**6 if high is None else high)


SCALARS: dict[ScalarName, st.SearchStrategy[Any]] = {
    "bool": st.booleans(),
    "int64": st.integers(-(2**63), 2**63 - 1),
    "float": st.floats(allow_nan=False, allow_infinity=False),
    "decimal": st.decimals(-(10**18), 10**18, places=5, **DECIMALS).map(text_of),
    "bytes": st.binary(max_size=20).map(text_of),
    "datetime": st.datetimes(timezones=ZONES, **WITHIN).map(text_of),
    "date": st.dates().map(text_of),
    "time": st.times().map(text_of),
    "duration": st.timedeltas().map(text_of),
    "uuid": st.uuids().map(text_of),
}


def plain_of(value: Any) -> Any:
    """A value as JSON has it."""
    return msgspec.to_builtins(value)
