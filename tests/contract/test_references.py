"""Which references a request asks for: named by the wire's spelling, few, and not deep."""

from __future__ import annotations

from typing import Any

import pytest

from tests.contract.trips import Trips
from trebol import InvalidArgument
from trebol.contract.compile import compile_contracts
from trebol.contract.names import camel
from trebol.contract.references import References
from trebol.contract.selection import Selection, whole

COMPILED = compile_contracts([Trips], project="tests").operations
LISTED = COMPILED["trips.v1.list_trips"]
SERVICE, RESULT = LISTED.service, LISTED.operation.result
WHOLE: Selection = whole(SERVICE, RESULT) or {}
PERSON: dict[str, Any] = {"name": None}
SEATS: dict[str, Any] = {"number": None}


def added(*names: str, selection: Selection = WHOLE) -> Selection:
    return References(SERVICE).added(RESULT, selection, names)


def test_a_result_is_whole_without_its_references() -> None:
    assert added() == {"id": None, "seats": SEATS}


def test_a_reference_that_is_named_is_added_whole() -> None:
    assert added("main_driver") == {**WHOLE, "main_driver": PERSON}
    assert added("seats.taken_by") == {"id": None, "seats": SEATS | {"taken_by": PERSON}}


def test_a_reference_beyond_another_brings_that_one() -> None:
    town = {"code": None}
    assert added("main_driver.home_town", "main_driver") == {
        **WHOLE,
        "main_driver": PERSON | {"home_town": town},
    }


def test_what_was_chosen_before_stays_chosen() -> None:
    chosen = {"seats": {"taken_by": {"name": None}}}
    assert added("seats.taken_by.home_town", selection=chosen) == {
        "seats": {"taken_by": {"name": None, "home_town": {"code": None}}}
    }
    assert added("seats.taken_by", selection={"id": None}) == {
        "id": None,
        "seats": SEATS | {"taken_by": PERSON},
    }


def test_a_wire_spells_the_names() -> None:
    spelled = References(SERVICE, camel)
    assert spelled.added(RESULT, WHOLE, ["seats.takenBy"]) == added("seats.taken_by")
    assert spelled.names_in(RESULT) == ["seats.takenBy", "mainDriver"]
    with pytest.raises(InvalidArgument):
        spelled.added(RESULT, WHOLE, ["seats.taken_by"])


def told(*names: str, operation: str = "trips.v1.list_trips") -> str:
    with pytest.raises(InvalidArgument) as refused:
        References(SERVICE).added(COMPILED[operation].operation.result, {}, names)
    (violation,) = refused.value.violations
    assert (violation.path, violation.reason) == ("include", "value")
    return violation.expected


@pytest.mark.parametrize(
    "name", ["", "nope", "id", "seats", "seats.number", "main_driver.nope", "main_driver.", ".main_driver"]
)
def test_a_name_of_no_reference_is_refused(name: str) -> None:
    assert told(name).startswith("names of references; here: ")


def test_the_refusal_says_which_there_are() -> None:
    assert told("nope") == "names of references; here: seats.taken_by, main_driver"
    assert told("main_driver.nope") == "names of references; here: home_town"
    assert told("nope", operation="trips.v1.count_trips") == "nothing: there are no references here"


def test_references_that_go_in_circles_end_at_the_bound() -> None:
    round_trip = ".home_town.first_mayor"
    deepest = "main_driver" + round_trip * 3 + ".home_town"
    assert "home_town" in str(added(deepest))
    assert "at most 20 names of references, each of at most 8 parts" in told(deepest + ".first_mayor")


def test_a_request_names_few_of_them() -> None:
    assert added(*["main_driver"] * 20) == added("main_driver")
    assert "at most 20 names" in told(*["main_driver"] * 21)
