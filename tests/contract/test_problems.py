"""Every problem a contract can have: one contract that shows it, what it says, and the mend."""

# Annotations are read where they stand, as an author's are: the contracts here are made inside functions.

import enum
from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any, NamedTuple, Protocol, cast

import pytest

from trebol import (
    FIRST,
    UNSET,
    Code,
    Digits,
    Event,
    Fault,
    Maybe,
    Message,
    Meta,
    Page,
    Paging,
    Permission,
    Service,
)
from trebol.contract.compile import compile_contracts
from trebol.contract.fault import FaultBase
from trebol.contract.problems import IDS, ContractError, Problem, Problems
from trebol.contract.service import marked

Method = Callable[..., Any]
PAGE: Any = Page
MAYBE: Any = Maybe


class Ride(Message):
    """A ride."""

    id: int


class Card(Message, tag=True):
    """Money of plastic."""

    last4: str


class Cash(Message, tag="Card"):
    """Money of paper, by a mistake tagged like the other."""

    amount: Decimal


class Full(Fault, code=Code.FAILED_PRECONDITION):
    """It is full."""

    ride_id: int


class Codeless(Fault):
    """A fault without a code."""


class Member(Permission):
    """A member."""


class Tree(Message):
    """A message that contains itself."""

    left: "Tree | None" = None


def service(
    *methods: Method, doc: str = "Rides.", noun: str = "ride", plural: str = "rides", **more: Any
) -> type:
    """A contract with these operations."""
    namespace = {method.__name__: method for method in methods} | {"__doc__": doc, "__module__": __name__}
    maker: Any = type(Service)
    made = maker("Rides", (Service, Protocol), namespace, noun=noun, plural=plural, **more)
    return cast(type, made)


def asked(
    name: str, annotations: dict[str, Any], kind: Any = "query", defaults: Any = (), **options: Any
) -> Method:
    """An operation of this name, its parameters in order and its ``return``."""
    parameters = [part for part in annotations if part != "return"]
    scope: dict[str, Any] = {}
    exec(f"def {name}(self, {', '.join(parameters)}): ...", scope)  # names come from this file
    function = scope[name]
    function.__annotations__ = {part: said for part, said in annotations.items() if said is not ...}
    function.__defaults__ = tuple(defaults) or None
    return cast(Method, marked(function, kind, {"public": True} | options))


def typed(annotation: Any, **more: Any) -> Method:
    """A command that takes a value of this type."""
    return asked("join_ride", {"ride_id": int, "value": annotation, "return": None}, "command", **more)


def given(annotation: Any, kind: Any = "query", name: str = "find_rides") -> Method:
    """An operation that gives a value of this type."""
    return asked(name, {"return": annotation}, kind)


def message(**fields: Any) -> type[Message]:
    """A message with these fields."""
    namespace = {"__annotations__": fields, "__module__": __name__, "__doc__": "Made."}
    maker: Any = type(Message)
    return cast(type[Message], maker("Made", (Message,), namespace))


def with_fault(**fields: Any) -> Method:
    """An operation that raises a fault with these fields."""
    fault = type("Made", (Fault,), {"__annotations__": fields, "code": Code.ABORTED, "__doc__": "Made."})
    return asked("get_ride", {"ride_id": int, "return": Ride}, raises=(fault,))


class Shown(NamedTuple):
    """A contract that has a problem, where, and some words of the reason and of the mend."""

    id: str
    contracts: tuple[type, ...]
    where: str
    reason: str
    mend: str


def one(id: str, method: Method, where: str, reason: str, mend: str, **options: Any) -> Shown:
    """What one operation shows."""
    return Shown(f"trebol.E{id}", (service(method, **options),), where, reason, mend)


get_ride = asked("get_ride", {"ride_id": int, "return": Ride})
STARS = "def get_ride(self, ride_id: int, *rest: int) -> int: ..."


def starred(text: str) -> Method:
    scope: dict[str, Any] = {}
    exec(text, scope)
    return cast(Method, marked(scope["get_ride"], "query", {"public": True}))


class Empty(Service, Protocol):
    """Says nothing."""


class Words(enum.Enum):
    """Values that are no names."""

    A = "two words"


class Numbers(enum.Enum):
    """Values that are numbers."""

    A = 1


class Late(Event, key="moment"):
    """An event that is ordered by a moment."""

    moment: datetime


SHOWN = [
    one("001", get_ride, "Rides", "says what it is for", "docstring", doc=""),
    Shown("trebol.E002", (Empty,), "Empty", "declares no operation", "@query or @command"),
    one("003", typed(object), "Rides.join_ride(value)", "object has no one meaning", "Use one of bool"),
    one("003", typed(dict[int, str]), "Rides.join_ride(value)", "keys are texts", "dict[str, ...]"),
    one("003", typed(set[int]), "Rides.join_ride(value)", "set", "list[...]"),
    one("003", typed(list), "Rides.join_ride(value)", "list has no one meaning", "list[...]"),
    one("004", asked("get_ride", {"ride_id": ..., "return": Ride}), "Rides.get_ride(ride_id)", "annotation",
    "Annotate"),
    one("004", asked("get_ride", {"ride_id": int}), "Rides.get_ride", "result has no annotation", "-> ..."),
    one("004", given(None), "Rides.find_rides", "a query gives something", "result"),
    one("004", typed("Nowhere"), "Rides.join_ride", "do not resolve: name 'Nowhere'", "Import that name"),
    one("004", typed(message(inner="Nowhere")), "Made", "do not resolve: name 'Nowhere'", "Import that name"),
    one("004", with_fault(inner="Nowhere"), "Made", "do not resolve: name 'Nowhere'", "Import that name"),
    one("005", starred(STARS), "Rides.get_ride(rest)", "has a name on the wire", "plain one"),
    one("005", starred("def get_ride(self, ride_id: int, **rest: int) -> int: ..."), "(rest)", "name",
    "plain one"),
    one("005", starred("def get_ride(self, ride_id: int, /) -> int: ..."), "(ride_id)", "name", "plain one"),
    one("006", given(int, name="reckon"), "Rides.reckon", "gives no REST path", 'path="/rides/reckon"'),
    one("006", given(int, "command", "list_rides"), "Rides.list_rides", "list_ is a query", "@query"),
    one("006", asked("delete_ride", {"ride_id": int, "return": Ride}), "delete_ride", "not a query",
    "decorator"),
    one("006", asked("get_ride", {"ride_id": int, "return": Ride}, "command"), "get_ride", "not a command",
    "decorator"),
    one("007", asked("get_ride", {"return": Ride}), "Rides.get_ride", "not the key of one ride", "ride_id"),
    one("007", asked("get_ride", {"other": int, "return": Ride}), "Rides.get_ride", "first parameter",
    "ride_id"),
    one("007", asked("get_ride", {"ride_id": list[int], "return": Ride}), "Rides.get_ride", "key", "scalar"),
    one("007", asked("get_ride", {"ride_id": int | None, "return": Ride}), "Rides.get_ride", "key",
    "required"),
    one("008", asked("see", {"return": Ride}, path="rides"), "Rides.see", "'rides' is not a path", '"/name'),
    one("008", asked("see", {"return": Ride}, path="LOOK /rides"), "Rides.see", "is not a path", "method"),
    one("008", asked("see", {"return": Ride}, path="DELETE /rides"), "Rides.see", "does not fit a query",
    "Leave"),
    one("008", asked("see", {"return": Ride}, "command", path="GET /rides"), "Rides.see", "does not fit",
    "Leave"),
    one("008", asked("see", {"return": Ride}, path="/rides/{id}"), "Rides.see", "{id} is not a required",
    "Name one"),
    one("010", asked("get_ride", {"ride_id": int, "fields": int, "return": Ride}), "(fields)", "protocols",
    "Rename"),
    one("010", typed(message(**{"camelCase": int})), "Made.camelCase", "snake_case", "Rename"),
    one("010", typed(message(double__under=int)), "Made.double__under", "snake_case", "Rename"),
    one("010", with_fault(args=int), "Made.args", "has one already", "Rename"),
    one("010", with_fault(detail=int), "Made.detail", "has one already", "Rename"),
    one("010", asked("see_rides", {"return": Ride}, field="9x"), "see_rides", "'9x' is not the name of a",
    "small letter"),
    one("011", given(PAGE[Ride]), "Rides.find_rides", "go together", "Write both"),
    one("011", asked("find_rides", {"paging": Paging, "return": int}, defaults=[FIRST]), "find_rides",
    "go together", "both"),
    one("011", asked("seek_rides", {"paging": Paging, "return": PAGE[Ride]}, "command", defaults=[FIRST]),
        "Rides.seek_rides", "in a query", "both"),
    one("011", typed(PAGE[Ride]), "Rides.join_ride(value)", "a page is a result", "Take a list"),
    one("011", given(PAGE[int]), "Rides.find_rides result", "a page holds messages", "Page[SomeMessage]"),
    one("011", typed(message(rides=PAGE[Ride])), "Made.rides", "a page is the result of a query", "list"),
    one("012", typed(MAYBE[int], defaults=[UNSET]), "Rides.join_ride(value)", "may be absent",
    "Maybe[...] = UNSET"),
    one("012", asked("update_ride", {"ride_id": int, "note": MAYBE[str], "return": Ride}, "command"),
        "Rides.update_ride(note)", "its default is UNSET", "= UNSET"),
    one("012", typed(message(note=MAYBE[str])), "Made.note", "always there", "default"),
    one("012", given(MAYBE[int]), "Rides.find_rides", "never absent", "| None"),
    one("013", typed(int | str), "Rides.join_ride(value)", "each with a tag of its own", "tag=True"),
    one("013", typed(Ride | Card), "Rides.join_ride(value)", "each with a tag", "tag=True"),
    one("013", typed(Card | Cash), "Rides.join_ride(value)", "each with a tag", "tag=True"),
    one("014", typed(Words), "Rides.join_ride(value) Words", "must be names", "PRIVATE"),
    one("014", typed(Numbers), "Rides.join_ride(value) Numbers", "must be names", "PRIVATE"),
    one("015", typed(Tree), "Tree.left Tree", "Tree > Tree contains itself", "key instead"),
    one("016", given(list[Ride]), "Rides.find_rides result", "no declared maximum", "max_length"),
    one("016", given(message(rides=list[Ride])), "Rides.find_rides Made.rides", "no declared maximum",
    "max_length"),
    one("016", given(dict[str, list[Ride]]), "Rides.find_rides result", "no declared maximum", "max_length"),
    one("017", typed(Annotated[int, Meta(max_length=2)]), "(value)", "max_length cannot narrow a int",
    "ge, gt"),
    one("017", typed(Annotated[bool, Meta(ge=2)]), "Rides.join_ride(value)", "cannot narrow a bool",
    "no constraint"),
    one("017", typed(Annotated[str, Digits(8, 2)]), "Rides.join_ride(value)", "is for a Decimal",
    "Digits(8, 2)"),
    one("017", typed(Annotated[Decimal, Digits(39, 2)]), "Rides.join_ride(value)", "at most 38",
    "Digits(8, 2)"),
    one("017", typed(Annotated[Decimal, Digits(2, 3)]), "Rides.join_ride(value)", "Digits(total",
    "Digits(8, 2)"),
    one("018", asked("list_rides", {"ride": Ride, "return": int}), "Rides.list_rides", "GET cannot carry",
    "search_rides"),
    one("018", asked("drop", {"ride": Ride, "return": int}, "command", path="DELETE /rides"), "Rides.drop",
    "DELETE", "POST"),
    one("019", typed(Annotated[int, Meta(ge=1)], defaults=[0]), "Rides.join_ride(value)",
    "its default 0 is refused", "one"),
    one("019", typed(int, defaults=["x"]), "Rides.join_ride(value)", "its default 'x' is refused",
    "Change one"),
    one("019", typed(int, defaults=[2**31]), "Rides.join_ride(value)", "is refused", "Change one"),
    one("020", typed(int, raises=(Codeless,)), "Rides.join_ride Codeless", "each with a code",
    "class RideFull"),
    one("020", typed(int, raises=(ValueError,)), "Rides.join_ride ValueError", "lists faults",
    "class RideFull"),
    one("020", typed(int, raises=(FaultBase,)), "Rides.join_ride FaultBase", "lists faults",
    "class RideFull"),
    one("021", asked("get_ride", {"ride_id": int, "return": Ride}, needs=Member), "get_ride",
    "public and needs", "Take one"),
    one("022", get_ride, "Late", "its key 'moment' is not", "Name the field", events=(Late,)),
    one("022", get_ride, "Rides", "is no event", "Declare it as", events=(Ride,)),
]  # fmt: skip


def problems_of(*contracts: type) -> tuple[Problem, ...]:
    return compile_contracts(contracts, project="tests").problems


@pytest.mark.parametrize("shown", SHOWN, ids=lambda shown: f"{shown.id} {shown.where} {shown.reason}")
def test_is_found_with_its_place_reason_and_mend(shown: Shown) -> None:
    found = [problem for problem in problems_of(*shown.contracts) if problem.id == shown.id]

    assert found, [str(problem) for problem in problems_of(*shown.contracts)]
    assert shown.where in found[0].where
    assert shown.reason in found[0].reason
    assert shown.mend in found[0].mend
    assert str(found[0]).startswith(f"{shown.id} ")


def test_all_are_found_at_once() -> None:
    found = {problem.id for problem in problems_of(*(cls for shown in SHOWN for cls in shown.contracts))}

    assert found >= {shown.id for shown in SHOWN} | {"trebol.E009"}


def test_every_problem_of_a_contract_is_shown_here() -> None:
    of_contracts = {id for id in IDS if id < "trebol.E030"} - {"trebol.E009"}  # test_names shows clashes

    assert {shown.id for shown in SHOWN} == of_contracts


def test_a_sound_contract_has_none() -> None:
    assert problems_of(service(get_ride)) == ()


def test_a_problem_is_told_once_and_has_an_id_of_the_list() -> None:
    problems = Problems()
    for _ in range(2):
        problems.add("trebol.E001", "Rides", "It is mute.", "Let it speak.")

    assert [str(problem) for problem in problems.found] == ["trebol.E001 Rides: It is mute. Let it speak."]
    with pytest.raises(KeyError):
        problems.add("trebol.E999", "", "", "")


def test_the_error_of_an_entry_tells_all_of_them() -> None:
    found = problems_of(service(typed(object), doc=""))

    assert len(str(ContractError(found)).splitlines()) == len(found) == 2
