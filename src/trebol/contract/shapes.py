"""The shape of an operation, read from its name, and the REST path it gives (aip.dev/130 to 136)."""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from trebol.contract.description import EnumRef, Field, ListOf, Scalar, Shape
from trebol.contract.problems import Problems

STANDARD: dict[str, tuple[Shape, str]] = {
    "get": ("get", "GET"),
    "create": ("create", "POST"),
    "update": ("update", "PATCH"),
    "delete": ("delete", "DELETE"),
}
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
PATH = re.compile(r"(/([A-Za-z0-9._~\-]+|\{[a-z][a-z0-9_]*\}))+", re.ASCII).fullmatch


class Route(msgspec.Struct, frozen=True):
    """Where REST puts an operation; ``key`` is the parameter that names the resource."""

    shape: Shape
    method: str
    path: str
    key: str | None = None


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """What a route is made of."""

    where: str
    name: str
    kind: str
    noun: str
    plural: str
    path: str
    parameters: Sequence[Field]


def route_of(asked: Asked, problems: Problems) -> Route:
    """Return the route of an operation; a problem is collected where its name gives none."""
    if asked.path:
        return by_hand(asked, problems)
    verb, _, rest = asked.name.partition("_")
    if rest == asked.plural and rest:
        return on_many(verb, asked, problems)
    if rest == asked.noun and rest:
        return on_one(verb, asked, problems)
    plural, noun = asked.plural or "things", asked.noun or "thing"
    problems.add(
        "trebol.E006", asked.where,
        f"the name is neither <verb>_{noun} nor <verb>_{plural}, so it gives no REST path.",
        f'Write path="/{plural}/{asked.name.replace("_", "-")}" in its decorator, or rename it.',
    )  # fmt: skip
    return Route("free", "POST", "/" + asked.name)


def on_many(verb: str, asked: Asked, problems: Problems) -> Route:
    """``list_rides``: GET /rides; ``search_rides``: GET or POST /rides/search."""
    if verb == "list":
        if asked.kind == "command":
            problems.add(
                "trebol.E006", asked.where, "list_ is a query.", "Declare it with @query, or rename it."
            )
        if not all(in_query(field) for field in asked.parameters):
            problems.add(
                "trebol.E018", asked.where, "a GET cannot carry a message, a dict or a union.",
                f"Name it search_{asked.plural}: it becomes a POST.",
            )  # fmt: skip
        return Route("list", "GET", f"/{asked.plural}")
    return Route("on_many", custom_method(asked, asked.parameters), f"/{asked.plural}/{verb}")


def on_one(verb: str, asked: Asked, problems: Problems) -> Route:
    """``get_ride``, ``update_ride``, ``join_ride`` ...: the first parameter is the key."""
    if verb == "create":
        return Route("create", "POST", f"/{asked.plural or asked.noun}")
    key = key_of(asked, problems)
    one = f"/{asked.plural or asked.noun}/{{{key}}}"
    if verb in STANDARD:
        shape, method = STANDARD[verb]
        if (method == "GET") != (asked.kind == "query"):
            problems.add(
                "trebol.E006", asked.where, f"{verb}_ is not a {asked.kind}.", "Change the decorator or name."
            )
        return Route(shape, method, one, key)
    rest = [field for field in asked.parameters if field.name != key]
    return Route("on_one", custom_method(asked, rest), f"{one}/{verb}", key)


def key_of(asked: Asked, problems: Problems) -> str:
    """Return the key: the first parameter, a required scalar named after the noun."""
    first = asked.parameters[0] if asked.parameters else None
    named = first is not None and (first.name == asked.noun or first.name.startswith(asked.noun + "_"))
    if first is not None and named and in_path(first):
        return first.name
    problems.add(
        "trebol.E007", asked.where, f"its first parameter is not the key of one {asked.noun}.",
        f"Make it a required scalar named {asked.noun}_id (or {asked.noun}_<what it is>), or give path=.",
    )  # fmt: skip
    return f"{asked.noun}_id"


def by_hand(asked: Asked, problems: Problems) -> Route:
    """Read ``path="/sessions"`` or ``path="DELETE /sessions/{session_id}"``."""
    method, _, path = asked.path.rpartition(" ")
    method = method or custom_method(asked, asked.parameters)
    named = {field.name: field for field in asked.parameters}
    placeholders = PLACEHOLDER.findall(path)
    if method not in METHODS or not PATH(path):
        problems.add(
            "trebol.E008",
            asked.where,
            f"{asked.path!r} is not a path.",
            'Write "/name/{parameter}", method before it.',
        )
    if (method == "GET") != (asked.kind == "query") and not (method == "POST" and asked.kind == "query"):
        problems.add(
            "trebol.E008", asked.where, f"{method} does not fit a {asked.kind}.", "Leave the method out."
        )
    for name in placeholders:
        if name not in named or not in_path(named[name]):
            problems.add(
                "trebol.E008",
                asked.where,
                f"{{{name}}} is not a required scalar parameter.",
                "Name one of them.",
            )
    left = [field for field in asked.parameters if field.name not in placeholders]
    if method in ("GET", "DELETE") and not all(in_query(field) for field in left):
        problems.add(
            "trebol.E018", asked.where, f"a {method} cannot carry a message.", "Write POST before the path."
        )
    return Route("free", method, path)


def custom_method(asked: Asked, left: Sequence[Field]) -> str:
    """A command is a POST; a query a GET, or a POST where a query string cannot carry what it takes."""
    return "GET" if asked.kind == "query" and all(in_query(field) for field in left) else "POST"


def in_query(field: Field) -> bool:
    """Tell whether a parameter has a text in a query string: scalars, enums, lists of these."""
    inner = field.type.item if isinstance(field.type, ListOf) else field.type
    return isinstance(inner, Scalar | EnumRef) and not (inner is not field.type and inner.nullable)


def in_path(field: Field) -> bool:
    """Tell whether a parameter can be a segment of a path."""
    return field.required and isinstance(field.type, Scalar | EnumRef) and not field.type.nullable
