"""What becomes of root fields: success, faults asked for and not, refusals, failures; each by itself."""

from __future__ import annotations

import asyncio
import logging
from typing import Any

import pytest
from django.db import connection

from tests.protocols.graphql.conftest import Anyone
from tests.protocols.graphql.site import Site
from trebol.contract.service import Caller
from trebol.runtime.credential import Credential

pytestmark = pytest.mark.django_db(transaction=True)
WAITING = {"member": 9, "seatsTaken": 1, "paidBy": {"__typename": "Cash", "type": "cash"}}
SINCE = {"key": "noon", "value": "2026-05-01T12:00:00Z"}
DETAIL = {"rideId": 101, "waiting": [WAITING], "since": [SINCE]}
FULL = {"code": "failed_precondition", "fault": "RideFull", "detail": DETAIL}


def join(site: Site, selected: str, trip: int = 101, variables: Any = None, declared: str = "") -> Any:
    return site.ask(f"mutation{declared} {{joinTrip(tripId: {trip}) {{{selected}}}}}", variables)


@pytest.mark.parametrize(
    ("selected", "expected"),
    [
        ("... on JoinTripSuccess {result {id}}", {"result": {"id": 7}}),
        (
            "... on JoinTripSuccess {r: result {id} s: result {c: circle}}",
            {"r": {"id": 7}, "s": {"c": "cdmx"}},
        ),
        ("__typename", {"__typename": "JoinTripSuccess"}),
        ("... on JoinTripSuccess {__typename}", {"__typename": "JoinTripSuccess"}),
        ("... on RideFull {code}", {}),
    ],
)
def test_a_success_has_what_is_asked_for(site: Site, selected: str, expected: Any) -> None:
    assert join(site, selected, trip=7).data == {"joinTrip": expected}


def test_a_command_without_result_is_done(site: Site) -> None:
    query = "mutation {deleteTrip(tripId: 1) {... on DeleteTripSuccess {done d: done}}}"
    assert site.ask(query).data == {"deleteTrip": {"done": True, "d": True}}


@pytest.mark.parametrize(
    ("selected", "expected"),
    [
        ("... on RideFull {rideId waiting {member}}", {"rideId": 101, "waiting": [{"member": 9}]}),
        (
            "... on RideFull {__typename c: code message}",
            {
                "__typename": "RideFull",
                "c": "failed_precondition",
                "message": "Every seat of the ride is taken.",
            },
        ),
        ("... on Error {code} __typename", {"code": "failed_precondition", "__typename": "RideFull"}),
        ("... on Error {... on RideFull {rideId}}", {"rideId": 101}),
        ("... on JoinTripPayload {... on Error {code}}", {"code": "failed_precondition"}),
        ("... on RideFull {since {value}}", {"since": [{"value": "2026-05-01T12:00:00Z"}]}),
        ("...F", {"rideId": 101}),
    ],
)
def test_a_fault_that_is_asked_for_is_data(site: Site, selected: str, expected: Any) -> None:
    fragment = " fragment F on RideFull {rideId}" if "...F" in selected else ""
    query = f"mutation {{joinTrip(tripId: 101) {{{selected}}}}}{fragment}"
    assert site.ask(query).data == {"joinTrip": expected}


@pytest.mark.parametrize(
    "selected",
    [
        "__typename",
        "... on JoinTripSuccess {result {id}}",
        "... on RideGone {code}",
        "... on JoinTripPayload {__typename}",
    ],
)
def test_a_fault_that_is_not_asked_for_is_an_error(site: Site, selected: str) -> None:
    answer = join(site, selected)
    assert (answer.status, answer.document["data"]) == (200, {"joinTrip": None})
    assert answer.error == {
        "message": "Every seat of the ride is taken.",
        "locations": [{"line": 1, "column": 11}],
        "extensions": FULL,
        "path": ["joinTrip"],
    }


def test_a_directive_decides_whether_a_fault_is_asked_for(site: Site) -> None:
    selected, declared = "__typename ... on Error @include(if: $f) {code}", "($f: Boolean!)"
    assert join(site, selected, variables={"f": True}, declared=declared).data
    assert join(site, selected, variables={"f": False}, declared=declared).error["extensions"] == FULL


def test_a_query_has_its_faults_in_errors(site: Site) -> None:
    answer = site.ask("{a: trip(tripId: 404) {id} trip(tripId: 1) {id}}")
    assert answer.document["data"] == {"a": None, "trip": {"id": 1}}
    assert answer.error["path"] == ["a"]
    assert answer.error["extensions"] == {"code": "not_found", "fault": "RideGone", "detail": {}}


def test_the_answer_tells_of_what_ran_before_a_refusal(site: Site) -> None:
    query = """mutation {
      first: joinTrip(tripId: 1) {... on JoinTripSuccess {result {id}}}
      second: joinTrip(tripId: 2, seats: 99) {__typename}
      third: joinTrip(tripId: 3) {... on JoinTripSuccess {result {id}}}
    }"""
    answer = site.ask(query)
    assert answer.document["data"] == {
        "first": {"result": {"id": 1}},
        "second": None,
        "third": {"result": {"id": 3}},
    }
    assert (answer.error["path"], answer.violations) == (["second"], [("seats", "seats", "value")])
    assert [call[1] for call in site.service.calls] == [1, 3], "in the order of the document"


def test_each_command_is_committed_alone(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    inside: list[bool] = []
    before = type(site.service).join_trip

    def noted(self: Any, trip_id: int, seats: int = 1) -> Any:
        inside.append(connection.in_atomic_block)
        return before(self, trip_id, seats)

    monkeypatch.setattr(type(site.service), "join_trip", noted)
    Site.__init__(site)
    site.ask("mutation {a: joinTrip(tripId: 1) {__typename} b: joinTrip(tripId: 101) {__typename}}")
    assert inside == [True, True]
    assert not connection.in_atomic_block


def test_a_caller_is_needed_unless_public(site: Site, anyone: Anyone) -> None:
    query = '{secret(circle: "cdmx") __typename}'
    answer = site.ask(query)
    assert (answer.status, answer.error["extensions"]) == (200, {"code": "unauthenticated"})
    assert answer.document["data"] == {"secret": None, "__typename": "Query"}
    anyone.credential = Credential(Caller(id="1"))
    assert site.ask(query).error["extensions"] == {"code": "permission_denied"}


def test_the_input_of_nobody_is_not_judged(site: Site) -> None:
    assert site.ask("{secret(circle: 3, other: 4)}").error["extensions"] == {"code": "unauthenticated"}


def test_a_command_of_a_cookie_needs_its_token(site: Site, anyone: Anyone) -> None:
    anyone.credential = Credential(Caller(id="1"), lambda: "Send the CSRF token.")
    answer = site.ask("mutation {deleteTrip(tripId: 1) {__typename}}")
    assert (answer.error["message"], answer.error["extensions"]) == (
        "Send the CSRF token.", {"code": "permission_denied"},
    )  # fmt: skip
    assert site.ask("{trip(tripId: 1) {id}}").data


def test_a_failure_shows_its_incident_only(site: Site, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR):
        answer = site.ask('{a: broken(how: "x") b: broken(how: "control") trip(tripId: 1) {id}}')
    assert answer.document["data"] == {"a": None, "b": None, "trip": {"id": 1}}
    assert [error["extensions"] for error in answer.errors] == [{"code": "internal"}] * 2
    assert b"secret" not in answer.response.content
    for error, record in zip(answer.errors, caplog.records, strict=True):
        incident = error["message"].split()[-1].rstrip(".")
        assert incident in record.getMessage()


@pytest.mark.parametrize("selected", ["__typename", "... on RideFull {waiting {member} rideId}"])
def test_a_fault_that_cannot_be_written_is_internal(
    site: Site, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch, selected: str
) -> None:
    from tests.protocols.graphql.trips import RideFull

    def full(self: Any, trip_id: int, seats: int = 1) -> Any:
        raise RideFull(ride_id=object(), waiting=3, since={})  # type: ignore[arg-type]

    monkeypatch.setattr(type(site.service), "join_trip", full)
    site = Site()
    with caplog.at_level(logging.ERROR):
        answer = join(site, selected)
    assert (answer.status, answer.document["data"]) == (200, {"joinTrip": None})
    assert answer.error["extensions"] == {"code": "internal"}


def test_rows_with_a_text_that_xml_cannot_carry_are_internal(
    site: Site, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tests.protocols.graphql import trips

    monkeypatch.setattr(
        trips, "CAR", trips.Car(plate="\x01", painted=trips.Color.RED, wheels=[], spare_wheel=None)
    )
    monkeypatch.setattr(type(site.service), "car", lambda self, plate: self.read(trips.CAR))
    with caplog.at_level(logging.ERROR):
        answer = Site().ask('{car(plate: "a") {plate}}')
    assert answer.error["extensions"] == {"code": "internal"}


def test_it_runs_on_an_event_loop(site: Site) -> None:
    answer = asyncio.run(site.aask("{a: trip(tripId: 1) {id} b: trip(tripId: 404) {id}}"))
    assert answer.document["data"] == {"a": {"id": 1}, "b": None}


def test_a_credential_that_is_not_good_ends_the_request(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    from trebol.contract.errors import Unauthenticated

    def refuse(self: Any, request: Any) -> Any:
        raise Unauthenticated("The token has expired.")

    monkeypatch.setattr(Anyone, "credential_of", refuse)
    answer = site.ask("{__typename}")
    assert answer.status == 401
    assert answer.response.headers["WWW-Authenticate"].startswith("Bearer")
    assert answer.error == {"message": "The token has expired.", "extensions": {"code": "unauthenticated"}}
