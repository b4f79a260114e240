"""What rides do by themselves, and what other services make of it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import Settings

from accounts.models import Account
from rides.tasks import finish_arrived_rides
from tests.comparte_ride.riding import DRIVER, MEMBER, board, departed, make_ride, rides, shared_circle
from trebol import Caller
from trebol.bootstrap import assembly
from trebol.service import issue_token
from trebol.testing.events import deliver_events
from trebol.testing.tasks import run_tasks

pytestmark = pytest.mark.django_db(transaction=True)
DOCUMENT = """{ rides(first: 50) { items { id driver { username } circle { name } passengers {
    accountId account { username } } } } }"""


def test_a_ride_is_finished_after_its_arrival_and_counted_once() -> None:
    circle = shared_circle()
    over = departed(make_ride(circle), arrives_at=timezone.now() - timedelta(minutes=1))
    under_way = departed(make_ride(circle))
    for _ in range(2):
        finish_arrived_rides.enqueue()
        run_tasks()
    over.refresh_from_db()
    under_way.refresh_from_db()
    assert over.finished_at is not None
    assert under_way.finished_at is None
    deliver_events(assembly())
    circle.refresh_from_db()
    assert circle.rides_count == 1


def test_a_ride_that_its_driver_finishes_is_counted_too() -> None:
    circle = shared_circle()
    rides(DRIVER).finish_ride(departed(make_ride(circle)).pk)
    deliver_events(assembly())
    deliver_events(assembly())
    circle.refresh_from_db()
    assert circle.rides_count == 1


def make_account(number: str) -> None:
    Account.objects.create(
        pk=int(number), email=f"p{number}@example.org", username=f"person{number}", first_name="P",
        last_name="Q", phone="+525512345678", is_verified=True,
    )  # fmt: skip


def queries_of(client: Client, first: int) -> tuple[int, list[dict[str, object]]]:
    with CaptureQueriesContext(connection) as queries:
        answer = client.post(
            "/graphql",
            {"query": DOCUMENT.replace("50", str(first))},
            content_type="application/json",
            headers={"Authorization": f"Bearer {issue_token(Caller(id=MEMBER))}"},
        ).json()
    assert "errors" not in answer
    return len(queries), answer["data"]["rides"]["items"]


def test_a_list_with_three_services_takes_as_many_queries_for_one_ride_as_for_fifty(
    settings: Settings,
) -> None:
    settings.ROOT_URLCONF = "comparte_ride.urls"
    for number in (DRIVER, MEMBER, "3"):
        make_account(number)
    circle = shared_circle()
    for _ in range(50):
        ride = make_ride(circle)
        board(ride, "3")
        board(ride, MEMBER)
    client = Client()
    queries_of(client, 1)  # the document is parsed, whatever is remembered is there
    few, (one,) = queries_of(client, 1)
    many, all_ = queries_of(client, 50)
    assert one["driver"] == {"username": "person1"}
    assert one["circle"] == {"name": "Ciudad Universitaria"}
    assert len(all_) == 50
    assert few == many <= 8
