"""Names in camelCase, as GraphQL and XML write them, and back."""

import re
from typing import Any


def camel(name: str) -> str:
    """`departs_at` as `departsAt`."""
    first, *rest = name.split("_")
    return first + "".join(word.capitalize() for word in rest)


def snake(name: str) -> str:
    """`departsAt` as `departs_at`."""
    return re.sub(r"([A-Z])", lambda found: "_" + found[1].lower(), name)


def snake_keys(value: Any) -> Any:
    """The same value with the keys of every object in snake_case."""
    if isinstance(value, dict):
        return {snake(key): snake_keys(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [snake_keys(inner) for inner in value]
    return value
