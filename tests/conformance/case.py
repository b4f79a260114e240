"""One case: an operation, what it is called with, by whom, and what must come of it; and what did come of
it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from tests.conformance.service import SECRET
from tests.conformance.texts import text_of
from trebol.contract.code import Code
from trebol.contract.description import (
    EnumRef,
    Field,
    ListOf,
    MapOf,
    MessageRef,
    PageOf,
    Scalar,
    Service,
    Type,
    UnionRef,
)  # fmt: skip

Plain = Any
Arguments = Mapping[str, Any]
INCIDENT = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True)
class Raw:
    """An argument as it is written, whatever its type.

    ``quoted``: a string in JSON and GraphQL, else it stands bare there. ``json_only``: what only those two
    can
    tell apart; XML, a path and a query string have texts.
    """

    text: str
    quoted: bool = False
    json_only: bool = False


def token(text: str) -> Raw:
    """A number or the like: bare in JSON and GraphQL, the text elsewhere."""
    return Raw(text)


def text(text: str) -> Raw:
    """A text: a string in JSON and GraphQL."""
    return Raw(text, quoted=True)


def quoted(text: str) -> Raw:
    """A string where JSON could have something else."""
    return Raw(text, quoted=True, json_only=True)


def bare(text: str) -> Raw:
    """Something else where JSON could have a string."""
    return Raw(text, json_only=True)


class Unsayable(Exception):
    """A wire has no way to say this: a query string no null, XML no string where a number stands."""


@dataclass(frozen=True)
class Outcome:
    """What came of a call, in words of the contract alone, the same for every wire.

    ``value``: what ``canonical`` gives. ``code``, ``fault``, ``detail``, ``message``, ``violations`` (path
    and
    reason, sorted) of an error.
    """

    value: Plain = None
    code: str | None = None
    fault: str | None = None
    detail: Mapping[str, Plain] | None = None
    message: str | None = None
    violations: tuple[tuple[str, str], ...] = ()

    @property
    def masked(self) -> Outcome:
        """With the incident of an internal error, which differs each time, left out."""
        return replace(self, message=self.message and INCIDENT.sub("<incident>", self.message))


def gives(value: Plain) -> Outcome:
    """The result: Python values, a message as a dict."""
    return Outcome(value=value)


def refuses(code: Code, *violations: tuple[str, str], message: str | None = None) -> Outcome:
    """A refusal of the framework."""
    return Outcome(code=code.value, violations=tuple(sorted(violations)), message=message)


def invalid(*violations: tuple[str, str]) -> Outcome:
    """Bad input: the path and reason of everything that is wrong."""
    return refuses(Code.INVALID_ARGUMENT, *violations)


def faults(name: str, code: Code, detail: Mapping[str, Plain], message: str | None = None) -> Outcome:
    """A declared fault."""
    return Outcome(code=code.value, fault=name, detail=detail, message=message)


INTERNAL = refuses(Code.INTERNAL, message="Something went wrong on our side. Incident <incident>.")


@dataclass(frozen=True)
class Case:
    """``arguments``: Python values by parameter, messages and dicts as dicts, ``Raw`` among the leaves.

    ``caller``: the scopes of the caller's token; None for no credential. ``every_mix``: also with a sync
    implementation on an async server, and the other way round.
    """

    id: str
    operation: str
    arguments: Arguments
    expected: Outcome
    caller: str | None = None
    every_mix: bool = True


def canonical(service: Service, type: Type | None, value: Plain) -> Plain:
    """A Python value in the common form: numbers and truths as they are, the rest by its text."""
    if value is None or type is None:
        return value
    match type:
        case Scalar(name="bool"):
            return bool(value)
        case Scalar(name="int" | "int64"):
            return int(value)
        case Scalar(name="float"):
            return repr(float(value))
        case Scalar() | EnumRef():
            return text_of(value)
        case MessageRef(name=name):
            return record(service, service.messages[name].fields, value)
        case UnionRef(members=members):
            name = member_of(service, members, value)
            return {"type": name} | record(service, service.messages[name].fields, value)
        case ListOf(item=item):
            return [canonical(service, item, inner) for inner in value]
        case MapOf(value=inner_type):
            return {key: canonical(service, inner_type, inner) for key, inner in value.items()}
        case PageOf(item=item):
            items = part(value, "items")
            return {
                "items": [canonical(service, item, inner) for inner in items],
                "after": part(value, "after"),
            }


def record(service: Service, fields: tuple[Field, ...], value: Plain) -> dict[str, Plain]:
    """A message's fields, the defaults filled in."""
    found = {}
    for described in fields:
        inner = part(value, described.name, described.default)
        found[described.name] = canonical(service, described.type, inner)
    return found


def member_of(service: Service, members: tuple[str, ...], value: Plain) -> str:
    """The message of a union that a value is of: by its class, else by its ``type``."""
    if isinstance(value, Mapping):
        return next(name for name in members if service.messages[name].tag == value["type"])
    assert type(value).__name__ in members
    return type(value).__name__


def part(value: Plain, name: str, default: Plain = None) -> Plain:
    """A field of a dict, or of a message."""
    return value.get(name, default) if isinstance(value, Mapping) else getattr(value, name)


def leaks(raw: bytes) -> bool:
    """Whether an answer tells what it must not."""
    return any(told in raw for told in (SECRET.encode(), b"Traceback", b"site-packages", b'File "'))
