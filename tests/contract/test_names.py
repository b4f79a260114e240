"""Names on every wire, and the registry in which no two clash."""

from __future__ import annotations

import enum
from typing import Protocol

import pytest

from trebol import Code, Fault, Message, Permission, Service, command, query
from trebol.contract.compile import compile_contracts
from trebol.contract.names import ENUM_VALUE, NAME, TYPE_NAME, camel, pascal, snake


@pytest.mark.parametrize(
    ("name", "in_camel", "in_pascal"),
    [
        ("ride", "ride", "Ride"),
        ("seats_free", "seatsFree", "SeatsFree"),
        ("a_b_c", "aBC", "ABC"),
        ("line_2", "line2", "Line2"),
    ],
)
def test_a_name_has_its_spelling_on_each_wire(name: str, in_camel: str, in_pascal: str) -> None:
    assert (camel(name), pascal(name)) == (in_camel, in_pascal)


@pytest.mark.parametrize(
    ("title", "name"),
    [("Rides", "rides"), ("ParkingLots", "parking_lots"), ("HTTPProbes", "http_probes"), ("B2B", "b2_b")],
)
def test_a_service_has_a_name_in_addresses(title: str, name: str) -> None:
    assert snake(title) == name


def test_what_is_a_name() -> None:
    assert [text for text in ("a", "a_1", "A", "_a", "a__b", "a_", "ñ", "1a", "") if NAME(text)] == [
        "a",
        "a_1",
    ]
    assert [text for text in ("A", "Ab1", "a", "A_b", "Ñ", "") if TYPE_NAME(text)] == ["A", "Ab1"]
    said = ("a", "_A1", "__a", "true", "null", "a b", "trueish", "")
    assert [text for text in said if ENUM_VALUE(text)] == ["a", "_A1", "trueish"]


class Ride(Message):
    """A ride."""

    id: int


class First(Message):
    """One of two messages that clash in another service."""

    id: int


class Full(Fault, code=Code.ABORTED):
    """It is full."""


class Other:
    """Where the other classes of the same names are."""

    class First(Message):
        """The other one."""

        name: str

    class Ride(enum.Enum):
        """An enum of the name of a message."""

        A = "a"

    class Full(Permission):
        """A permission of the name of a fault."""


class Rides(Service, Protocol, noun="ride", plural="rides"):
    """Rides."""

    @query(public=True)
    def get_ride(self, ride_id: int) -> Ride: ...

    @command(public=True, raises=[Full])
    def join_ride(self, ride_id: int, first: First) -> Ride: ...


class Sharing(Service, Protocol, noun="share", plural="shares"):
    """Shares a message with Rides, described alike: that is one."""

    @query(public=True)
    def get_share(self, share_id: int) -> Ride: ...


class Clashing(Service, Protocol, noun="clash", plural="clashes"):
    """Takes names that others have."""

    @query(public=True)
    def get_clash(self, clash_id: int) -> Other.First: ...

    @query(public=True, path="/rides/{other_id}")
    def see_clash(self, other_id: int) -> Other.Ride: ...

    @command(public=True, path="/join", field="joinRide")
    def join_ride(self) -> None: ...

    @query(path="/x", needs=Other.Full)
    def full_clashes(self) -> int: ...


class JoinRidePayload(Message):
    """A name that GraphQL derives."""

    id: int


class Deriving(Service, Protocol, noun="thing", plural="things"):
    """Takes a name that is derived of another, and one that is reserved."""

    @query(public=True)
    def get_thing(self, thing_id: int) -> JoinRidePayload: ...

    @command(public=True, path="/error")
    def error(self) -> None: ...


class Cased(Service, Protocol, noun="case", plural="cases"):
    """Two fields and two operations that differ by case only."""

    @query(public=True)
    def get_case(self, case_id: int, a_b: int = 1, ab: int = 2) -> int: ...


def clashes(*contracts: type) -> set[str]:
    """What is told of clashes: who, and what it says is taken."""
    found = compile_contracts(contracts, project="tests").problems
    return {f"{p.where}: {p.reason}".partition(" (names")[0] for p in found if p.id == "trebol.E009"}


def test_a_message_that_two_services_describe_alike_is_one() -> None:
    assert clashes(Rides, Sharing) == set()


def test_a_clash_names_both() -> None:
    assert clashes(Rides, Clashing) == {
        "Rides.get_ride: the route 'GET /v1/rides/{}' is taken by Clashing.see_clash",
        "message Rides.First: the type 'First' is taken by message Clashing.First",
        "message Rides.Ride: the type 'Ride' is taken by enum Clashing.Ride",
        "fault Rides.Full: the type 'Full' is taken by permission Clashing.Full",
        "operation Rides.join_ride: the type 'JoinRide' is taken by operation Clashing.join_ride",
        "operation Rides.join_ride: the type 'JoinRideRequest' is taken by operation Clashing.join_ride",
        "operation Rides.join_ride: the type 'JoinRideResponse' is taken by operation Clashing.join_ride",
        "operation Rides.join_ride: the type 'JoinRidePayload' is taken by operation Clashing.join_ride",
        "operation Rides.join_ride: the type 'JoinRideSuccess' is taken by operation Clashing.join_ride",
        "Rides.join_ride: the command field 'joinRide' is taken by Clashing.join_ride",
    }


def test_of_two_services_of_one_name_the_first_is_kept_whole() -> None:
    class Towns(Service, Protocol, noun="town", plural="towns"):
        """Keep towns."""

        @query(public=True)
        def get_town(self, town_id: int) -> int: ...

    first = Towns

    class Towns(Service, Protocol, noun="town", plural="towns"):  # type: ignore[no-redef]
        """Keep other towns."""

        @query(public=True)
        def count_towns(self) -> int: ...

    found = compile_contracts([first, Towns], project="tests")
    assert [str(p.reason) for p in found.problems] == [
        f"the service towns.v1 of {__name__} is also that of {__name__}."
    ]
    assert (found.services, list(found.operations)) == ({"towns.v1": first}, ["towns.v1.get_town"])


def test_derived_and_reserved_names_are_taken_too() -> None:
    found = clashes(Rides, Deriving)

    assert "operation Deriving.error: the type 'Error' is taken by Trébol (reserved)" in found
    assert any("'JoinRidePayload' is taken by message Deriving.JoinRidePayload" in told for told in found)


def test_names_are_compared_in_camel_case_without_case() -> None:
    assert clashes(Cased) == {"Cased.get_case: a_b and ab are one name in camelCase."}
