"""The scalars of the schema: GraphQL's own five, and one for each other row of the table of types.

Their values pass through: the contract judges what comes in, the builders write what goes out.
"""

from __future__ import annotations

from graphql import GraphQLBoolean, GraphQLFloat, GraphQLInt, GraphQLScalarType, GraphQLString

from trebol.contract.description import ScalarName

BUILT_IN: dict[ScalarName, GraphQLScalarType] = {
    "bool": GraphQLBoolean,
    "int": GraphQLInt,
    "float": GraphQLFloat,
    "str": GraphQLString,
}
OURS: dict[ScalarName, tuple[str, str, str]] = {
    "int64": (
        "Int64",
        "A whole number of 64 bits, written as a text so that no client loses digits; a number is read too.",
        "https://www.w3.org/TR/xmlschema-2/#long",
    ),
    "decimal": (
        "Decimal",
        "A decimal number of at most 38 digits, a text in plain digits without exponent; "
        "a number is read where a double carries all its digits.",
        "https://www.w3.org/TR/xmlschema-2/#decimal",
    ),
    "bytes": (
        "Bytes",
        "Bytes in base64 (RFC 4648, section 4). A variable may be the file of a multipart request instead.",
        "https://www.rfc-editor.org/rfc/rfc4648#section-4",
    ),
    "datetime": (
        "DateTime",
        "A date and time with a zone, to microseconds, such as 2026-05-01T10:00:00Z (RFC 3339, date-time).",
        "https://www.rfc-editor.org/rfc/rfc3339#section-5.6",
    ),
    "date": (
        "Date",
        "A date, such as 2026-05-01 (RFC 3339, full-date).",
        "https://www.rfc-editor.org/rfc/rfc3339#section-5.6",
    ),
    "time": (
        "Time",
        "A time without a zone, such as 10:00:00 (RFC 3339, partial-time).",
        "https://www.rfc-editor.org/rfc/rfc3339#section-5.6",
    ),
    "duration": (
        "Duration",
        "A duration in days, hours, minutes and seconds, to microseconds, such as P1DT2H (ISO 8601).",
        "https://www.w3.org/TR/xmlschema11-2/#dayTimeDuration",
    ),
    "uuid": (
        "UUID",
        "A UUID, such as 123e4567-e89b-12d3-a456-426614174000 (RFC 9562).",
        "https://www.rfc-editor.org/rfc/rfc9562#section-4",
    ),
}


def made() -> dict[ScalarName, GraphQLScalarType]:
    """Make the scalars of one schema, by the contract's names."""
    ours = {
        row: GraphQLScalarType(name, description=description, specified_by_url=url)
        for row, (name, description, url) in OURS.items()
    }
    return BUILT_IN | ours
