"""What the journey needs of a wire: to call an operation by the contract's names."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

Plain = Any
"""A value by the contract's names: None, bool, int, float, str, datetime, list or dict."""


@dataclass
class Refused(Exception):
    """An operation that was refused, read from the form that the wire's standard gives it.

    `fault`: the contract's name of it, empty where the operation declares none; then `violations` may be the
    paths of what was wrong with the input.
    """

    code: str
    fault: str = ""
    detail: Mapping[str, Plain] = field(default_factory=dict)
    violations: tuple[str, ...] = ()


@dataclass(frozen=True)
class Call:
    """An operation of a service, what is said to it, by whom; `include`: references that are asked for."""

    service: str
    operation: str
    said: Mapping[str, Plain]
    token: str = ""
    include: Sequence[str] = ()

    @property
    def headers(self) -> dict[str, str]:
        """Who calls."""
        return {"Authorization": f"Bearer {self.token}"} if self.token else {}


class Wire(Protocol):
    """Calls by one standard, with a client that others wrote and by what the site publishes."""

    def call(self, call: Call) -> Plain:
        """Call; the result. `Refused` where the site refuses, in the form of the standard."""
        ...

    def close(self) -> None:
        """Let go of the connections."""
        ...


def camel(name: str) -> str:
    """``circle_slug`` -> ``circleSlug``."""
    return re.sub(r"_(\w)", lambda found: found[1].upper(), name)


def snake(name: str) -> str:
    """``circleSlug`` -> ``circle_slug``."""
    return re.sub(r"[A-Z]", lambda found: f"_{found[0].lower()}", name)


def renamed(value: Plain) -> Plain:
    """A value with the contract's names in place of those of GraphQL and XML."""
    if isinstance(value, Mapping):
        return {snake(name): renamed(inner) for name, inner in value.items()}
    return [renamed(inner) for inner in value] if isinstance(value, list) else value
