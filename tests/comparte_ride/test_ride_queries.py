"""Rides with driver, circle and passengers, of three services, in a bounded number of queries."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from accounts.models import Account
from tests.comparte_ride.people import add_member, make_circle
from tests.comparte_ride.riding import board, make_ride
from tests.conformance.soap import SOAP11, SOAP12, Soap
from tests.conformance.wire import Request, sent
from trebol import Caller
from trebol.bootstrap import assembly
from trebol.service import issue_token

pytestmark = pytest.mark.django_db
MEMBER, DRIVERS, RIDERS = 1, range(101, 151), range(201, 251)
INCLUDED = ("driver", "circle", "passengers.account", "circle.members.account")
SELECTED = """items { id driver { username } passengers { accountId account { username } }
    circle { name members { account { username } } } }"""


def rest(operation: str, first: int) -> Request:
    """By ``include=``."""
    path = {"list_rides": "rides", "list_own_rides": "profile/rides"}[operation]
    return Request("GET", f"/api/v1/{path}?first={first}&include={','.join(INCLUDED)}")


def graphql(operation: str, first: int) -> Request:
    """By a selection."""
    field = {"list_rides": "rides", "list_own_rides": "ownRides"}[operation]
    document = {"query": f"{{ {field}(first: {first}) {{ {SELECTED} }} }}"}
    return Request("POST", "/graphql", json.dumps(document).encode())


def soap(version: Soap) -> Callable[[str, int], Request]:
    """By the element ``include``."""

    def asked(operation: str, first: int) -> Request:
        compiled = assembly().compilation.operations[f"rides.v1.{operation}"]
        plain = version.request(compiled, {"first": first}, {})
        items = "".join(f"<item>{name}</item>" for name in INCLUDED)
        body = plain.body.replace(b"</first>", f"</first><include>{items}</include>".encode())
        return Request(plain.method, plain.target, body, plain.content_type, plain.headers)

    return asked


WAYS = {"rest": rest, "graphql": graphql, "soap 1.1": soap(SOAP11), "soap 1.2": soap(SOAP12)}


@pytest.fixture(autouse=True)
def _fifty_rides(settings: Settings) -> None:
    """Of as many drivers, in ten circles, each with the member and somebody of their own as passengers."""
    settings.ROOT_URLCONF = "comparte_ride.urls"
    numbers = (MEMBER, *DRIVERS, *RIDERS)
    Account.objects.bulk_create(
        Account(pk=number, email=f"p{number}@example.org", username=f"person{number}", is_verified=True)
        for number in numbers
    )
    circles = [make_circle(f"Circle {number}") for number in range(10)]
    for circle in circles:
        add_member(circle, str(MEMBER))
    for number, (driver, rider) in enumerate(zip(DRIVERS, RIDERS, strict=True)):
        circle = circles[number % 10]
        add_member(circle, str(driver))
        ride = make_ride(circle, driver_id=str(driver))
        board(ride, str(MEMBER))
        board(ride, str(rider))


def queries_of(way: str, operation: str, first: int) -> tuple[int, str]:
    """How many queries a list of so many takes, and what was answered."""
    request = WAYS[way](operation, first)
    token = issue_token(Caller(id=str(MEMBER)))
    said = {**request.headers, "Authorization": f"Bearer {token}"}
    with CaptureQueriesContext(connection) as queries:
        answer = sent(Request(request.method, request.target, request.body, request.content_type, said))
    assert answer.status == 200, answer.body
    return len(queries), answer.body.decode()


def people_in(text: str) -> set[int]:
    """Whose names are in an answer, but for the member's."""
    return {int(number) for number in re.findall(r"person(\d{3})\b", text)}


@pytest.mark.parametrize(("operation", "queries"), [("list_rides", 8), ("list_own_rides", 7)])
@pytest.mark.parametrize("way", WAYS)
def test_one_ride_takes_as_many_queries_as_fifty(way: str, operation: str, queries: int) -> None:
    """Rides, their passengers, circles, those' members, accounts for each reference; whose circles, first."""
    queries_of(way, operation, 1)  # a document is planned once
    few, one = queries_of(way, operation, 1)
    many, fifty = queries_of(way, operation, 50)
    assert (few, many) == (queries, queries)
    assert len(people_in(one)) <= 7
    assert people_in(fifty) == {*DRIVERS, *RIDERS}
    assert fifty.count("Circle ") == 50
