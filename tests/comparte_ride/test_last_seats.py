"""The application as it is deployed, in three processes, and many clients who want the same at once."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest

from tests.comparte_ride.clients import Came, Wish, all_at_once
from tests.comparte_ride.place import Place, place_on

pytestmark = [pytest.mark.slow, pytest.mark.timeout(240)]
CLIENTS = 64
PROCESSES = 3
SEATS, SWAPPED, DOOMED, SHRINKING = range(4)
FULL = {
    "rest": (409, "application/problem+json", b'"code":"failed_precondition","fault":"RideFull"'),
    "graphql": (200, "application/graphql-response+json", b'"takeRide":{"__typename":"RideFull"'),
    "soap 1.1": (500, "text/xml", b"<faultcode>soap:Client</faultcode>"),
    "soap 1.2": (400, "application/soap+xml", b"<soap:Value>soap:Sender</soap:Value>"),
}
"""How each standard spells that a ride is full: the status, the type, and what stands in the body."""


class Scene:
    """A place that is open, with its people and rides."""

    def __init__(self, place: Place, address: str) -> None:
        self.place, self.address = place, address
        seeded = place.told("tests.comparte_ride.seed", str(CLIENTS + 4), "5:2", "3:3", "15:0", "15:0")
        self.rides: list[int] = seeded["rides"]
        self.ids = [one["id"] for one in seeded["people"]]
        self.driver, *self.tokens = [one["token"] for one in seeded["people"]]

    def taking(self, ride: int, clients: int, **said: int) -> list[Wish]:
        """So many people who take a ride."""
        arguments = {"ride_id": self.rides[ride], **said}
        return [Wish("take_ride", arguments, token) for token in self.tokens[:clients]]

    def seats(self, ride: int) -> tuple[int, int, int]:
        """Seats that are offered and that are free, and those of the rows of passengers."""
        key = self.rides[ride]
        [(offered, free)] = self.place.rows(f"SELECT seats, seats_free FROM rides_ride WHERE id = {key}")
        taken = f"SELECT coalesce(sum(seats), 0) FROM rides_passenger WHERE ride_id = {key}"
        return offered, free, self.place.count(taken)

    def places_taken(self, ride: int) -> int:
        """How many people are in a ride, nobody twice."""
        people = "count(*), count(DISTINCT account_id)"
        [(rows, one)] = self.place.rows(
            f"SELECT {people} FROM rides_passenger WHERE ride_id = {self.rides[ride]}"
        )
        assert rows == one
        return int(rows)

    def finish(self, ride: int) -> None:
        """The ride departs, its driver says that it is over, and the worker tells whoever listens."""
        key = str(self.rides[ride])
        self.place.told("tests.comparte_ride.depart", key)
        [came] = all_at_once(self.address, [Wish("finish_ride", {"ride_id": self.rides[ride]}, self.driver)])
        assert came.word == "done"
        self.place.python("django", "worker", "--until-idle")
        assert self.place.unfinished() == 0

    def events(self, name: str, ride: int) -> list[dict[str, Any]]:
        """The bodies of the events of one kind that tell of a ride, in their order."""
        rows = self.place.rows(
            f"SELECT body FROM trebol_outboxevent WHERE event LIKE '%{name}' ORDER BY position"
        )
        bodies = [json.loads(body) for (body,) in rows]
        return [body for body in bodies if body["ride_id"] == self.rides[ride]]


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgres", marks=pytest.mark.needs_postgres)])
def scene(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    with place_on(request.param, tmp_path_factory.mktemp("seats")) as place, place.open(PROCESSES) as address:
        yield Scene(place, address)
        printed = (place.folder / "served").read_text()
        assert printed.count("Started worker-") == PROCESSES
        assert "locked" not in printed
        assert "Traceback" not in printed


def words(came: list[Came]) -> Counter[str]:
    """How often what came."""
    return Counter(one.word for one in came)


def test_of_64_who_take_the_last_3_seats_3_do(scene: Scene) -> None:
    came = all_at_once(scene.address, scene.taking(SEATS, CLIENTS))
    assert words(came) == {"done": 3, "RideFull": CLIENTS - 3}
    assert Counter(one.wire.split()[0] for one in came) == {"rest": 22, "graphql": 21, "soap": 21}
    for one in came:
        if one.word == "RideFull":
            assert one.outcome.detail == {"ride_id": scene.rides[SEATS], "seats_free": 0}
            status, kind, said = FULL[one.wire]
            headers, body = one.answer.headers, one.answer.body
            assert (one.answer.status, headers["Content-Type"].partition(";")[0]) == (status, kind)
            assert said in body
            assert b"RideFull" in body
    assert scene.seats(SEATS) == (5, 0, 5)
    assert scene.places_taken(SEATS) == 5
    winners = [person for person, one in zip(scene.ids[1:], came, strict=False) if one.word == "done"]
    assert sorted(event["passenger_id"] for event in scene.events("RideTaken", SEATS)) == sorted(winners)
    scene.finish(SEATS)
    counted = dict(scene.place.rows("SELECT id, rides_taken FROM accounts_account WHERE rides_taken > 0"))
    assert counted == {int(person): 1 for person in [*winners, *scene.ids[-2:]]}
    offered = scene.place.rows("SELECT id, rides_offered FROM accounts_account WHERE rides_offered > 0")
    assert offered == [(int(scene.ids[0]), 1)]
    assert scene.place.rows("SELECT rides_count FROM circles_circle") == [(1,)]


def test_seats_that_are_given_back_are_taken_once(scene: Scene) -> None:
    wishes = scene.taking(SWAPPED, 29)
    givers = [Wish("give_back_ride", {"ride_id": scene.rides[SWAPPED]}, token) for token in scene.tokens[-3:]]
    came = all_at_once(scene.address, [*givers, *wishes])
    assert words(came[:3]) == {"done": 3}
    taken = words(came[3:])["done"]
    assert words(came[3:]) == Counter({"done": taken, "RideFull": 29 - taken}) - Counter()
    assert scene.seats(SWAPPED) == (3, 3 - taken, taken)
    assert scene.places_taken(SWAPPED) == taken
    assert len(scene.events("RideTaken", SWAPPED)) == taken
    assert len(scene.events("SeatsGivenBack", SWAPPED)) == 3


def test_whoever_has_a_seat_is_told_that_the_ride_is_off(scene: Scene) -> None:
    off = Wish("cancel_ride", {"ride_id": scene.rides[DOOMED]}, scene.driver)
    wishes = scene.taking(DOOMED, 12)
    came = all_at_once(scene.address, [*wishes[:6], off, *wishes[6:], off])
    assert words([came[6], came[-1]]) == {"done": 1, "RideWasCancelled": 1}
    takers = [*came[:6], *came[7:-1]]
    inside = [person for person, one in zip(scene.ids[1:], takers, strict=False) if one.word == "done"]
    assert words(takers) == Counter({"done": len(inside), "RideWasCancelled": 12 - len(inside)}) - Counter()
    assert scene.seats(DOOMED) == (15, 15 - len(inside), len(inside))
    [event] = scene.events("RideCancelled", DOOMED)
    assert sorted(map(str, event["passenger_ids"])) == sorted(inside)


def test_a_driver_offers_no_fewer_seats_than_are_taken(scene: Scene) -> None:
    wishes = scene.taking(SHRINKING, 12, seats=2)
    ride = scene.rides[SHRINKING]
    fewer = [Wish("update_ride", {"ride_id": ride, "seats": seats}, scene.driver) for seats in (9, 4, 2, 6)]
    mixed = [*wishes[:3], fewer[0], *wishes[3:6], fewer[1], *wishes[6:9], *fewer[2:], *wishes[9:]]
    came = all_at_once(scene.address, mixed)
    said = [one for wish, one in zip(mixed, came, strict=True) if wish in fewer]
    took = [one for wish, one in zip(mixed, came, strict=True) if wish not in fewer]
    assert words(said).keys() <= {"done", "SeatsTaken"}
    assert words(took).keys() <= {"done", "RideFull"}
    offered, free, taken = scene.seats(SHRINKING)
    assert (free, taken) == (offered - taken, 2 * words(took)["done"])
    assert free >= 0
