"""The application's worker, killed in the middle of its work: nothing is lost, nothing is done twice."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator, Sequence
from email.message import EmailMessage
from pathlib import Path
from random import Random

import pytest

from tests.comparte_ride.place import Place, place_on
from tests.comparte_ride.postbox import Postbox, postbox
from tests.runtime.worker.processes import kill

pytestmark = [pytest.mark.slow, pytest.mark.timeout(240)]
RIDES, KILLS = 40, 4
HELD = "SELECT count(*) FROM {} WHERE state = 'waiting' AND lease_until IS NOT NULL"
ENDED = "FROM rides_ride WHERE finished_at IS NOT NULL"
OF_ENDED = f"FROM rides_passenger WHERE ride_id IN (SELECT id {ENDED})"
GATE = re.compile(r"^(Gate \d+) →", re.MULTILINE)
RATED = (
    "SELECT r.driver_id, sum(p.stars), count(p.stars) FROM rides_ride r JOIN rides_passenger p "
    "ON p.ride_id = r.id WHERE p.stars IS NOT NULL GROUP BY r.driver_id"
)


@pytest.fixture
def post() -> Iterator[Postbox]:
    with postbox() as found:
        yield found


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.needs_postgres)])
def place(request: pytest.FixtureRequest, tmp_path: Path, post: Postbox) -> Iterator[Place]:
    with place_on(request.param, tmp_path, concurrency=2) as found:
        found.env["EMAIL_URL"] = post.url
        found.told("tests.comparte_ride.busy", str(RIDES))
        yield found


def held(place: Place) -> int:
    """How much work a worker has leased and not ended."""
    return sum(place.count(HELD.format(table)) for table in ("trebol_storedtask", "trebol_delivery"))


def done(place: Place) -> int:
    """How much work has ended."""
    ended = "SELECT count(*) FROM {} WHERE state = 'done'"
    return sum(place.count(ended.format(table)) for table in ("trebol_storedtask", "trebol_delivery"))


def counts(rows: list[tuple[object, ...]]) -> dict[str, object]:
    """Rows of a key and what is counted of it, by the key as a text."""
    return {str(key): value if not more else (value, *more) for key, value, *more in rows}


def test_workers_that_are_killed_lose_nothing_and_do_nothing_twice(place: Place, post: Postbox) -> None:
    random, left_held = Random(2016), 0
    for _ in range(KILLS):
        doomed = place.start()
        enough = done(place) + random.randint(3, 12)
        place.wait(lambda enough=enough: done(place) >= enough)  # type: ignore[misc]
        time.sleep(random.random() / 20)
        kill(doomed)
        left_held += held(place) > 0
    assert place.unfinished() > 0, "they were killed in the middle of it"
    assert left_held > 0, "and while they held work"
    for _ in range(2):
        place.start()
    place.wait(lambda: place.unfinished() == 0)

    for table in ("trebol_storedtask", "trebol_delivery"):
        assert place.count(f"SELECT count(*) FROM {table} WHERE state = 'dead'") == 0
    assert_once(place)
    assert_counted(place)
    assert_told(place, post.kept)
    assert "locked" not in place.log.read_text()


def assert_once(place: Place) -> None:
    """Every consumer of every event wrote itself down with its effect, once."""
    owed = place.rows("SELECT destination, count(*) FROM trebol_delivery GROUP BY destination")
    consumed = place.rows("SELECT consumer, count(*) FROM trebol_consumed GROUP BY consumer")
    assert counts(consumed) == counts(owed)
    assert place.count("SELECT count(*) FROM trebol_outboxevent WHERE routed_at IS NULL") == 0


def assert_counted(place: Place) -> None:
    """What consumers counted is what the rows of the rides say."""
    ended = place.count(f"SELECT count(*) {ENDED}")
    assert ended == RIDES // 2
    assert place.rows("SELECT rides_count FROM circles_circle") == [(ended,)]
    expected = {
        "rides_offered": f"SELECT driver_id, count(*) {ENDED} GROUP BY driver_id",
        "rides_taken": f"SELECT account_id, count(*) {OF_ENDED} GROUP BY account_id",
        "stars, ratings_count": RATED,
    }
    for columns, query in expected.items():
        kept = place.rows(f"SELECT id, {columns} FROM accounts_account WHERE {columns.split(',')[0]} > 0")
        assert counts(kept) == counts(place.rows(query))
    wrong = place.count(
        "SELECT count(*) FROM rides_ride WHERE seats - seats_free <> (SELECT coalesce(sum(seats), 0) "
        "FROM rides_passenger WHERE ride_id = rides_ride.id)"
    )
    assert wrong == 0


def assert_told(place: Place, kept: Sequence[EmailMessage]) -> None:
    """Whoever was in a ride that was called off has an e-mail of it; noted once, sent at least once."""
    bodies = place.rows("SELECT body FROM trebol_outboxevent WHERE event LIKE '%RideCancelled'")
    events = [json.loads(body) for (body,) in bodies]
    emails = counts(place.rows("SELECT id, email FROM accounts_account"))
    gates = counts(place.rows("SELECT id, origin FROM rides_ride"))
    owed = {
        (emails[account_id], gates[str(event["ride_id"])])
        for event in events
        for account_id in event["passenger_ids"]
    }
    assert len(events) >= RIDES // 4
    sent = {(message["To"], *GATE.findall(message.get_content())) for message in kept}
    assert sent == owed
    assert place.count("SELECT count(*) FROM accounts_sentmessage") == len(owed)
