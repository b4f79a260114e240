"""How a name of the contract is spelled on each wire, and the registry in which no two may clash."""

from __future__ import annotations

import re

from trebol.contract.problems import Problems

NAME = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*", re.ASCII).fullmatch
FIELD_NAME = re.compile(r"[a-z][A-Za-z0-9]*", re.ASCII).fullmatch
TYPE_NAME = re.compile(r"[A-Z][A-Za-z0-9]*", re.ASCII).fullmatch
ENUM_VALUE = re.compile(r"(?!__)(?!true$|false$|null$)[A-Za-z_][A-Za-z0-9_]*", re.ASCII).fullmatch

RESERVED = (
    "Query", "Mutation", "Subscription", "Error", "Int", "Float", "String", "Boolean", "ID", "Int64",
    "Decimal", "DateTime", "Date", "Time", "Duration", "UUID", "Bytes", "Violation", "Violations", "Fault",
    "Problem", "Page",
)  # fmt: skip
"""Type names that the protocols themselves use."""


def pascal(name: str) -> str:
    """``join_ride`` -> ``JoinRide``: operations and types in XML, payloads in GraphQL."""
    return "".join(part[:1].upper() + part[1:] for part in name.split("_"))


def camel(name: str) -> str:
    """``seats_free`` -> ``seatsFree``: fields and parameters in GraphQL and XML."""
    head, *tail = name.split("_")
    return head + pascal("_".join(tail)) if tail else head


def snake(name: str) -> str:
    """``ParkingLots`` -> ``parking_lots``: a service's name in paths and namespaces."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", name).lower()


class Registry:
    """Every name of a project, case-insensitive, with its owner; a clash names both."""

    def __init__(self, problems: Problems) -> None:
        self.problems = problems
        self.owners: dict[tuple[str, str], tuple[str, object]] = {}
        for name in RESERVED:
            self.owners["type", name.lower()] = ("Trébol (reserved)", None)

    def claim(self, kind: str, name: str, owner: str, thing: object = None) -> None:
        """Claim a name within a kind (``type``, ``query field``, ``route`` ...) for an owner.

        It may be claimed again by the same owner, or for an equal ``thing``: a message that two services
        describe alike is one.
        """
        taken = self.owners.setdefault((kind, name.lower()), (owner, thing))
        if taken[0] != owner and (thing is None or taken[1] != thing):
            self.problems.add(
                "trebol.E009",
                owner,
                f"the {kind} {name!r} is taken by {taken[0]} (names are compared without case).",
                "Rename one of the two.",
            )
