"""References are in a result when they are asked for, and only then."""

from __future__ import annotations

from typing import Annotated, Any, Protocol

import pytest
from lxml import etree

from tests.protocols.soap.site import Answer, Site
from trebol import FIRST, Message, Meta, Page, Paging, Ref, Service, query
from trebol.contract.deferred import Deferred, Facts, Link, Links
from trebol.contract.selection import Selection
from trebol.protocols.soap.envelope import SOAP11

NAMESPACE = "urn:tests:trips:v1"


class City(Message):
    """Where somebody lives."""

    code: str
    mayor: Ref[Profile] = None


class Profile(Message):
    """Somebody."""

    id: int
    name: str
    city: Ref[City] = None


class Seat(Message):
    """A seat and who sits there."""

    number: int
    taker: Ref[Profile] = None


class Trip(Message):
    """A trip."""

    id: int
    driver: Ref[Profile] = None
    seats: Annotated[list[Seat], Meta(max_length=4)]
    note: str | None


class People(Service, Protocol, noun="profile", plural="profiles"):
    """Who is who."""

    @query(public=True)
    def list_profiles(self, ids: list[int]) -> Annotated[list[Profile], Meta(max_length=1000)]: ...


class PeopleService(People):
    def list_profiles(self, ids: list[int]) -> list[Profile]:
        return [Profile(id=number, name=f"<{number}>") for number in ids if number != 9]


class Trips(Service, Protocol, noun="trip", plural="trips"):
    """Trips of people."""

    @query(public=True)
    def list_trips(self, paging: Paging = FIRST) -> Page[Trip]: ...

    @query(public=True)
    def get_trip(self, trip_id: int) -> Trip: ...


class Rows(Deferred):
    """Trips as rows: in place of a reference stands its key."""

    stored = {
        "id": 1,
        "driver": 7,
        "note": None,
        "seats": [{"number": 1, "taker": 9}, {"number": 2, "taker": 8}],
    }

    def rows(self, selection: Selection, facts: Facts) -> Any:
        return Page(items=[self.row(self.stored, selection)], after=None)

    def row(self, stored: Any, selection: Selection | None) -> Any:
        if isinstance(stored, list):
            return [self.row(item, selection) for item in stored]
        if not isinstance(stored, dict):
            return stored
        return tuple(self.row(stored[name], inner) for name, inner in (selection or {}).items())

    def links(self) -> Links:
        link = Link(People.list_profiles, "id")
        return {"driver": link, "seats": {"taker": link}}

    def messages(self, facts: Facts) -> Any:
        raise NotImplementedError


class TripsService(Trips):
    def list_trips(self, paging: Paging = FIRST) -> Page[Trip]:
        return Rows()  # type: ignore[return-value]

    def get_trip(self, trip_id: int) -> Trip:
        return Trip(id=trip_id, seats=[Seat(number=1)], note="plain")


@pytest.fixture(scope="module")
def trips() -> Site:
    site = Site([(People, PeopleService), (Trips, TripsService)])
    site.route = "soap/trips"
    return site


def ask(site: Site, *names: str) -> Answer:
    items = "".join(f"<item>{name}</item>" for name in names)
    include = f"<include>{items}</include>" if names else ""
    return site.call(f'<ListTrips xmlns="{NAMESPACE}"><first>5</first>{include}</ListTrips>', SOAP11)


def names(answer: Answer, path: str) -> list[str | None]:
    return [found.text for found in answer.payload.iterfind(path, {"t": NAMESPACE})]


def test_a_result_is_whole_but_for_its_references(trips: Site) -> None:
    answer = ask(trips)
    assert [etree.QName(child).localname for child in answer.payload.find(".//{*}trip")] == [
        "id",
        "seats",
        "note",
    ]
    trips.schema().assertValid(answer.payload)


def test_a_reference_is_there_when_it_is_named(trips: Site) -> None:
    answer = ask(trips, "driver", "seats.taker")
    trips.schema().assertValid(answer.payload)
    assert names(answer, ".//t:driver/t:name") == ["<7>"]
    assert names(answer, ".//t:taker/t:name") == ["<8>"]
    assert answer.payload.find(".//{*}taker").get("{http://www.w3.org/2001/XMLSchema-instance}nil") == "true"


def test_a_plain_result_has_a_nil_in_its_place(trips: Site) -> None:
    include = "<include><item>driver</item></include>"
    answer = trips.call(f'<GetTrip xmlns="{NAMESPACE}"><tripId>3</tripId>{include}</GetTrip>')
    trips.schema().assertValid(answer.payload)
    assert [etree.QName(child).localname for child in answer.payload[0]] == ["id", "driver", "seats", "note"]


@pytest.mark.parametrize(
    "asked",
    [
        ["nope"], ["note"], ["seats"], ["driver.nope"], [""], ["driver."], ["seats.number"],
        ["driver" + ".city.mayor" * 4], ["driver"] * 21, ["driver" + ".city.mayor" * 20_000],
    ],
    ids=[
        "unknown", "no reference", "list", "unknown inside", "empty", "dot", "scalar", "deep", "many", "bomb",
    ],
)  # fmt: skip
def test_a_name_of_no_reference_is_refused(trips: Site, asked: list[str]) -> None:
    assert ask(trips, *asked).violations == [("include", "include", "value")]


def test_references_may_go_in_circles(trips: Site) -> None:
    schema = trips.schema()
    include = "<include><item>driver.city.mayor</item></include>"
    answer = trips.call(f'<GetTrip xmlns="{NAMESPACE}"><tripId>3</tripId>{include}</GetTrip>')
    schema.assertValid(answer.payload)


@pytest.mark.parametrize(
    "inside", ["text", "<item><b/></item>", '<item xmlns="">driver</item>', "<name>driver</name>"]
)
def test_what_is_no_list_of_names(trips: Site, inside: str) -> None:
    answer = trips.call(f'<ListTrips xmlns="{NAMESPACE}"><include>{inside}</include></ListTrips>')
    assert {path.partition("[")[0] for path, _, _ in answer.violations} == {"include"}


def test_a_nil_name_is_none(trips: Site) -> None:
    nil = '<item xmlns:i="http://www.w3.org/2001/XMLSchema-instance" i:nil="1"/>'
    answer = trips.call(f'<ListTrips xmlns="{NAMESPACE}"><include>{nil}</include></ListTrips>')
    assert answer.violations == [("include", "include", "null")]


def test_what_can_be_included_is_documented(trips: Site) -> None:
    said = b"driver, seats.taker."
    assert said in trips.send("GET", query="wsdl").content


def test_an_operation_without_references_has_nothing_to_include(site: Site) -> None:
    payload = '<CountSamples xmlns="urn:tests:samples:v2"><include/></CountSamples>'
    assert site.call(payload).violations == [("include", "include", "unknown")]
