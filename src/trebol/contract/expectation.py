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

WORDS = {
    "bool": "true or false",
    "int": "a whole number",
    "int64": "a whole number",
    "float": "a finite number",
    "decimal": "a decimal number in plain digits, without exponent",
    "str": "text",
    "bytes": "base64 (RFC 4648, section 4)",
    "datetime": "a date and time with a zone, such as 2026-05-01T10:00:00Z (RFC 3339)",
    "date": "a date, such as 2026-05-01 (RFC 3339)",
    "time": "a time without a zone, such as 10:00:00",
    "duration": "a duration in days, hours, minutes and seconds, such as P1DT2H (ISO 8601)",
    "uuid": "a UUID, such as 123e4567-e89b-12d3-a456-426614174000 (RFC 9562)",
}
BOUND_WORDS = (("ge", "at least"), ("gt", "more than"), ("le", "at most"), ("lt", "less than"))


def expectation(type: Type, enums: dict[str, EnumType]) -> str:
    """Describe what belongs there: a noun phrase, without the value that was sent."""
    match type:
        case Scalar(name=name, constraints=constraints):
            words = [WORDS[name], *bounds(name, constraints)]
        case ListOf(constraints=constraints):
            words = ["a list", *lengths(constraints, "items")]
        case MapOf(constraints=constraints):
            words = ["an object", *lengths(constraints, "entries")]
        case UnionRef(members=members):
            words = [f"one of {', '.join(members)}"]
        case MessageRef(name=name):
            words = [f"a {name}"]
        case PageOf():
            words = ["a page"]
        case _:
            words = [f"one of {', '.join(enums[type.name].values)}"]
    return ", ".join(words) + (", or null" if type.nullable else "")


def bounds(name: str, constraints: Constraints) -> list[str]:
    """Describe the range, lengths and pattern of a scalar."""
    low, high = {"int": INT32, "int64": INT64}.get(name, (None, None))
    said = {key: getattr(constraints, key) for key, _ in BOUND_WORDS}
    if said["ge"] is None and said["gt"] is None:
        said["ge"] = low
    if said["le"] is None and said["lt"] is None:
        said["le"] = high
    words = [f"{word} {said[key]}" for key, word in BOUND_WORDS if said[key] is not None]
    if constraints.multiple_of is not None:
        words.append(f"a multiple of {constraints.multiple_of}")
    if constraints.total_digits is not None:
        words.append(
            f"of {constraints.total_digits} digits, {constraints.fraction_digits} of them after the point"
        )
    if constraints.pattern is not None:
        words.append(f"of the pattern {constraints.pattern}")
    if constraints.media:
        words.append(f"of {' or '.join(constraints.media)}, by its content")
    words += lengths(constraints, "bytes" if name == "bytes" else "characters")
    return words if name != "str" else [*words, "without control characters"]


def lengths(constraints: Constraints, unit: str) -> list[str]:
    """Describe the lengths."""
    low, high = constraints.min_length, constraints.max_length
    return [f"{word} {n} {unit}" for word, n in (("at least", low), ("at most", high)) if n is not None]
