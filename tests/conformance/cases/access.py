"""Who may: public operations, operations that need a caller, permissions; and pages."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tests.conformance.case import Arguments, Case, Outcome, faults, gives, invalid, refuses, text, token
from tests.conformance.contract import Level
from trebol.contract.code import Code

STRANGER = Code.UNAUTHENTICATED
DENIED = refuses(Code.PERMISSION_DENIED, message="This needs Insider: The caller is inside.")

PAGES: dict[str, tuple[Arguments, int, int]] = {
    "the first page": ({}, 0, 50),
    "the first page, null cursor": ({"after": None}, 0, 50),
    "one item": ({"first": 1}, 0, 1),
    "a middle page": ({"first": 10, "after": "50"}, 50, 60),
    "the last page": ({"after": "100"}, 100, 120),
    "the largest page": ({"first": 1000}, 0, 120),
    "exactly the rest": ({"first": 20, "after": "100"}, 100, 120),
    "with a filter": ({"level": Level.HIGH, "first": 2}, 0, 2),
}
"""What is asked for, and the numbers of the points that come."""

NO_PAGES: list[tuple[Arguments, str]] = [
    ({"first": 0}, "first"),
    ({"first": 1001}, "first"),
    ({"first": token("1.5")}, "first"),
    ({"after": "x" * 2001}, "after"),
    ({"after": text("\x01")}, "after"),
]


def cases() -> Iterator[Case]:
    """Every table of this module, as cases."""
    yield from callers()
    yield from permissions()
    yield from pages()


def callers() -> Iterator[Case]:
    """With a caller and without."""
    for operation, arguments in (("whoami_probes", {}), ("claim_probe", {"probe_id": 1})):
        message = f"{operation} needs a caller: send a credential, or log in."
        yield Case(
            f"nobody {operation}", f"probes.v1.{operation}", arguments, refuses(STRANGER, message=message)
        )
    yield Case("nobody, bad input", "probes.v1.claim_probe", {"probe_id": text("x")}, refuses(STRANGER))
    yield Case("whoami", "probes.v1.whoami_probes", {}, gives("user ana "), caller="")
    yield Case("whoami with scopes", "probes.v1.whoami_probes", {}, gives("user ana a b"), caller="b a")
    yield Case("claim", "probes.v1.claim_probe", {"probe_id": 1}, gives({"x": 1}), caller="")
    yield Case("public, nobody", "probes.v1.open_to_all", {}, gives(True))
    yield Case("public, somebody", "probes.v1.open_to_all", {}, gives(False), caller="")


def permissions() -> Iterator[Case]:
    """Met, not met, hidden; asked before the input is judged by the implementation, after the contract
    did.
    """
    for operation in ("peek_probe", "enter_probe"):
        name, one = f"probes.v1.{operation}", {"probe_id": 1}
        yield Case(f"{operation} nobody", name, one, refuses(STRANGER))
        yield Case(f"{operation} outside", name, one, DENIED, caller="")
        yield Case(f"{operation} inside", name, one, gives({"x": 1}), caller="inside")
        yield Case(
            f"{operation} bad input", name, {"probe_id": text("x")}, invalid(("probe_id", "value")), caller=""
        )
    twice = {"probe_id": 1, "twice": True}
    yield Case("enter twice outside", "probes.v1.enter_probe", twice, DENIED, caller="")
    yield Case(
        "enter twice",
        "probes.v1.enter_probe",
        twice,
        faults("Bare", Code.ALREADY_EXISTS, {}),
        caller="inside",
    )
    hidden = refuses(Code.NOT_FOUND, message="There is no such probe.")
    yield Case("visit a friend", "probes.v1.visit_probe", {"probe_id": 1}, gives({"x": 1}), caller="")
    yield Case(
        "visit a stranger",
        "probes.v1.visit_probe",
        {"probe_id": 0},
        refuses(Code.PERMISSION_DENIED),
        caller="",
    )
    yield Case("visit what is hidden", "probes.v1.visit_probe", {"probe_id": -1}, hidden, caller="")


def pages() -> Iterator[Case]:
    """First, after, the last one, and what is no page."""
    for id, (arguments, start, stop) in PAGES.items():
        yield Case(id, "probes.v1.list_probes", arguments, page(start, stop))
    for index, (arguments, wrong) in enumerate(NO_PAGES):
        yield Case(f"no page [{index}]", "probes.v1.list_probes", arguments, invalid((wrong, "value")))
    yield Case("a page of null", "probes.v1.list_probes", {"first": None}, invalid(("first", "null")))


def page(start: int, stop: int) -> Outcome:
    """A page of points."""
    value: dict[str, Any] = {"items": [{"x": x} for x in range(start, stop)]}
    return gives(value | {"after": str(stop) if stop < 120 else None})
