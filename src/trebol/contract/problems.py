"""What can be wrong with a contract: every problem has a stable id, a place, a reason and a mend."""

from __future__ import annotations

import msgspec

IDS: dict[str, str] = {
    "trebol.E001": "a service has no docstring",
    "trebol.E002": "a service declares no operation",
    "trebol.E003": "a type is not in the table of types",
    "trebol.E004": "a parameter or result has no annotation",
    "trebol.E005": "a parameter is of a kind that has no name on a wire",
    "trebol.E006": "an operation's name gives no REST path",
    "trebol.E007": "the key parameter of an operation is missing or not usable in a path",
    "trebol.E008": "a path and the parameters do not agree",
    "trebol.E009": "two things have one name",
    "trebol.E010": "a name cannot be written on every wire",
    "trebol.E011": "a page where there can be none, or paging without a page",
    "trebol.E012": "an absent value where only null or a default can be",
    "trebol.E013": "a union that a reader could not tell apart",
    "trebol.E014": "an enum whose values are not names",
    "trebol.E015": "messages that contain themselves",
    "trebol.E016": "a list of messages without a declared maximum",
    "trebol.E017": "a constraint that does not fit its type",
    "trebol.E018": "a query that a GET cannot carry",
    "trebol.E019": "a default that breaks the contract itself",
    "trebol.E020": "a declared fault without a code, or an undeclared kind of error",
    "trebol.E021": "a public operation that needs a permission",
    "trebol.E022": "an event without a key that can order it, or something in events= that is none",
    "trebol.E030": "an implementation is missing, doubled or does not match its contract",
    "trebol.E031": "a permission has no predicate, or a predicate asks for what the operation does not have",
    "trebol.E032": "a consumer of an event that no service declares, or that cannot take it",
    "trebol.E040": "a projection does not say who may see its rows",
    "trebol.E041": "a column does not fit its field",
    "trebol.E042": "a projection and its message or model do not agree",
    "trebol.E050": "a setting is missing or wrong",
}


class Problem(msgspec.Struct, frozen=True):
    """One thing wrong with a design, found at start-up.

    ``id``: stable, one of ``IDS``. ``where``: the service, operation or field. ``reason``: what is wrong.
    ``mend``: what to write instead.
    """

    id: str
    where: str
    reason: str
    mend: str

    def __str__(self) -> str:
        return f"{self.id} {self.where}: {self.reason} {self.mend}"


class ContractError(Exception):
    """A project's contracts have problems, and it must not serve; ``problems`` holds all of them."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems


class Problems:
    """Collects problems while a contract is compiled."""

    def __init__(self) -> None:
        self.found: list[Problem] = []

    def add(self, id: str, where: str, reason: str, mend: str) -> None:
        """Add one, once; ``id`` must be of ``IDS`` (``KeyError``)."""
        IDS[id]
        problem = Problem(id, where, reason, mend)
        if problem not in self.found:
            self.found.append(problem)
