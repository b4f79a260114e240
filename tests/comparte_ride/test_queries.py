"""What a request costs in queries depends on its shape, never on how many rows there are."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import Settings

from circles.models import Circle, Membership
from circles.naming import folded
from tests.conformance.ways import WIRES
from tests.conformance.wire import Driver, sent
from trebol import Caller
from trebol.bootstrap import assembly
from trebol.service import issue_token

pytestmark = pytest.mark.django_db
wires = pytest.mark.parametrize("driver", WIRES, ids=[driver.name for driver in WIRES])


@pytest.fixture(autouse=True)
def _hundred_circles(settings: Settings) -> None:
    """A hundred circles of account 1, each with twelve members."""
    settings.ROOT_URLCONF = "comparte_ride.urls"
    now = timezone.now()
    circles = Circle.objects.bulk_create(
        Circle(
            name=f"Ñuñoa {number:03}",
            slug=f"nunoa-{number}",
            search_text=folded(f"Ñuñoa {number:03}"),
            members_count=12,
            created_at=now,
        )
        for number in range(100)
    )
    Membership.objects.bulk_create(
        Membership(
            circle=circle,
            account_id=str(account),
            invitations_granted=5,
            joined_at=now - timedelta(days=account),
        )
        for circle in circles
        for account in range(1, 13)
    )


def asked(driver: Driver, operation: str, first: int) -> tuple[int, str]:
    """How many queries a list of so many costs, and what was answered."""
    compiled = assembly().compilation.operations[operation]
    headers = {"Authorization": f"Bearer {issue_token(Caller(id='1'))}"}
    request = driver.request(compiled, {"first": first}, headers)
    with CaptureQueriesContext(connection) as queries:
        answer = sent(request)
    assert answer.status == 200
    return len(queries), answer.body.decode()


@wires
@pytest.mark.parametrize("operation", ["circles.v1.list_circles", "circles.v1.list_own_circles"])
def test_a_hundred_circles_with_members_cost_as_many_queries_as_ten(operation: str, driver: Driver) -> None:
    ten, few = asked(driver, operation, 10)
    hundred, many = asked(driver, operation, 100)
    assert (few.count("nunoa-"), many.count("nunoa-")) == (10, 100)
    assert many.count("joined") >= 1000
    assert ten == hundred <= 3
