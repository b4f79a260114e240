"""What a type expects, in words: the text of a violation."""

from __future__ import annotations

from trebol.contract.description import (
    Constraints,
    EnumType,
    ListOf,
    MapOf,
    MessageRef,
    PageOf,
    Scalar,
    Type,
    UnionRef,
)
from trebol.contract.values import INT32, INT64
from trebol.contract.words import Said, listed, said, template

WORDS = {
    "bool": said("true or false"),
    "int": said("a whole number"),
    "int64": said("a whole number"),
    "float": said("a finite number"),
    "decimal": said("a decimal number in plain digits, without exponent"),
    "str": said("text"),
    "bytes": said("base64 (RFC 4648, section 4)"),
    "datetime": said("a date and time with a zone, such as 2026-05-01T10:00:00Z (RFC 3339)"),
    "date": said("a date, such as 2026-05-01 (RFC 3339)"),
    "time": said("a time without a zone, such as 10:00:00"),
    "duration": said("a duration in days, hours, minutes and seconds, such as P1DT2H (ISO 8601)"),
    "uuid": said("a UUID, such as 123e4567-e89b-12d3-a456-426614174000 (RFC 9562)"),
}
BOUND_WORDS = {
    "ge": template("at least {number}"),
    "gt": template("more than {number}"),
    "le": template("at most {number}"),
    "lt": template("less than {number}"),
}
LENGTHS = {
    "items": (template("at least {number} items"), template("at most {number} items")),
    "entries": (template("at least {number} entries"), template("at most {number} entries")),
    "bytes": (template("at least {number} bytes"), template("at most {number} bytes")),
    "characters": (template("at least {number} characters"), template("at most {number} characters")),
}


def expectation(type: Type, enums: dict[str, EnumType]) -> Said:
    """Describe what belongs there: a noun phrase, without the value that was sent."""
    match type:
        case Scalar(name=name, constraints=constraints):
            words = [WORDS[name], *bounds(name, constraints)]
        case ListOf(constraints=constraints):
            words = [said("a list"), *lengths(constraints, "items")]
        case MapOf(constraints=constraints):
            words = [said("an object"), *lengths(constraints, "entries")]
        case UnionRef(members=members):
            words = [said("one of {names}", names=listed(members))]
        case MessageRef(name=name):
            words = [said("a {name}", name=name)]
        case PageOf():
            words = [said("a page")]
        case _:
            words = [said("one of {names}", names=listed(enums[type.name].values))]
    return listed([*words, said("or null")] if type.nullable else words)


def bounds(name: str, constraints: Constraints) -> list[Said]:
    """Describe the range, lengths and pattern of a scalar."""
    low, high = {"int": INT32, "int64": INT64}.get(name, (None, None))
    limits = {key: getattr(constraints, key) for key in BOUND_WORDS}
    if limits["ge"] is None and limits["gt"] is None:
        limits["ge"] = low
    if limits["le"] is None and limits["lt"] is None:
        limits["le"] = high
    words = [said(word, number=limits[key]) for key, word in BOUND_WORDS.items() if limits[key] is not None]
    if constraints.multiple_of is not None:
        words.append(said("a multiple of {number}", number=constraints.multiple_of))
    if constraints.total_digits is not None:
        words.append(
            said(
                "of {total} digits, {fraction} of them after the point",
                total=constraints.total_digits, fraction=constraints.fraction_digits,
            )
        )  # fmt: skip
    if constraints.pattern is not None:
        words.append(said("of the pattern {pattern}", pattern=constraints.pattern))
    if constraints.media:
        words.append(said("by its content one of {names}", names=listed(constraints.media)))
        words += [] if constraints.as_sent else [said("whole")]
    words += lengths(constraints, "bytes" if name == "bytes" else "characters")
    return words if name != "str" else [*words, said("without control characters")]


def lengths(constraints: Constraints, unit: str) -> list[Said]:
    """Describe the lengths."""
    low, high = constraints.min_length, constraints.max_length
    least, most = LENGTHS[unit]
    return [said(word, number=n) for word, n in ((least, low), (most, high)) if n is not None]
