"""The table of addresses: what has no placeholder by name, the rest in one regular expression.

It is built once; finding an address runs no Python of ours.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Generic, TypeVar

from trebol.contract.shapes import PLACEHOLDER

T = TypeVar("T")
Methods = Mapping[str, T]


class Routes(Generic[T]):
    """What answers at each address, by method.

    ``plain``: addresses without placeholder. ``pattern`` matches the others; the name of its last group is
    a key of ``placed``, which says what answers and which of the groups are the placeholders' values.
    """

    def __init__(self, routes: Iterable[tuple[str, str, T]]) -> None:
        by_path: dict[str, dict[str, T]] = {}
        for path, method, answering in routes:
            by_path.setdefault(PLACEHOLDER.sub("{}", path), {})[method] = answering
        self.plain = {path: methods for path, methods in by_path.items() if "{}" not in path}
        self.placed: dict[str, tuple[Methods[T], slice]] = {}
        parts = []
        groups = 0
        for number, path in enumerate(sorted(set(by_path) - set(self.plain), key=literal_first)):
            count = path.count("{}")
            self.placed[f"r{number}"] = by_path[path], slice(groups + 1, groups + 1 + count)
            groups += 1 + count
            parts.append(f"(?P<r{number}>{re.escape(path).replace(ESCAPED, SEGMENT)})")
        self.pattern = re.compile("|".join(parts) or NOTHING)


ESCAPED = re.escape("{}")
SEGMENT = "([^/]+)"
NOTHING = r"(?!)"


def literal_first(path: str) -> tuple[tuple[bool, str], ...]:
    """Order addresses so that a literal segment is tried before a placeholder."""
    return tuple((segment == "{}", segment) for segment in path.split("/"))
