"""Members with their accounts: asked for or not, what they show, and what they cost."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from lxml import etree
from pytest_django import Settings

from accounts.models import Account
from circles.models import Circle
from tests.comparte_ride.people import add_member, make_account, make_circle
from trebol import Caller
from trebol.service import issue_token

pytestmark = pytest.mark.django_db
ENVELOPE = """<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"><e:Body>
<ListMembers xmlns="urn:tests:circles:v1"><circleSlug>{slug}</circleSlug><first>100</first>{include}
</ListMembers>
</e:Body></e:Envelope>"""
NAMESPACES = {"c": "urn:tests:circles:v1"}
Asking = Callable[[dict[str, str], str, bool], list[str | None]]


@pytest.fixture(autouse=True)
def _page(settings: Settings) -> None:
    settings.ROOT_URLCONF = "comparte_ride.urls"


def by_rest(headers: dict[str, str], slug: str, accounts: bool) -> list[str | None]:
    """The usernames of the members; none where accounts are not asked for."""
    asked = {"first": "100"} | ({"include": "account"} if accounts else {})
    answer = Client().get(f"/api/v1/circles/{slug}/members", asked, headers=headers)
    assert answer.status_code == 200, answer.content
    items = answer.json()["items"]
    return [item["account"]["username"] if item.get("account") else None for item in items]


def by_graphql(headers: dict[str, str], slug: str, accounts: bool) -> list[str | None]:
    """As by REST."""
    field = "account { username }" if accounts else ""
    query = f'{{ circleMembers(circleSlug: "{slug}", first: 100) {{ items {{ accountId {field} }} }} }}'
    answer = Client().post("/graphql", {"query": query}, "application/json", headers=headers).json()
    assert "errors" not in answer, answer
    items = answer["data"]["circleMembers"]["items"]
    return [item["account"]["username"] if item.get("account") else None for item in items]


def by_soap(headers: dict[str, str], slug: str, accounts: bool) -> list[str | None]:
    """As by REST."""
    include = "<include><item>account</item></include>" if accounts else ""
    envelope = ENVELOPE.format(slug=slug, include=include)
    answer = Client().post("/soap/circles", envelope, "text/xml; charset=utf-8", headers=headers)
    assert answer.status_code == 200, answer.content
    members = etree.fromstring(answer.content).iterfind(".//c:member", NAMESPACES)
    return [member.findtext("c:account/c:username", namespaces=NAMESPACES) for member in members]


ways = pytest.mark.parametrize("asking", [by_rest, by_graphql, by_soap])


def bearer(account: Account) -> dict[str, str]:
    return {"Authorization": f"Bearer {issue_token(Caller(id=str(account.pk)))}"}


def inhabited(members: int) -> tuple[Circle, list[Account]]:
    """A circle and its members, who joined last first."""
    circle, accounts = make_circle(), [make_account() for _ in range(members)]
    for account in accounts:
        add_member(circle, str(account.pk))
    return circle, accounts[::-1]


@ways
def test_accounts_are_there_when_they_are_asked_for(asking: Asking) -> None:
    circle, accounts = inhabited(3)
    told = asking(bearer(accounts[0]), circle.slug, True)
    assert told == [account.username for account in accounts]
    assert asking(bearer(accounts[0]), circle.slug, False) == [None] * 3


@ways
def test_a_closed_account_is_null_and_the_member_is_there(asking: Asking) -> None:
    circle, (last, first) = inhabited(2)
    Account.objects.filter(pk=first.pk).update(is_active=False)
    assert asking(bearer(last), circle.slug, True) == [last.username, None]


@ways
def test_fifty_members_with_accounts_cost_as_many_queries_as_two(asking: Asking) -> None:
    asking(bearer((few := inhabited(2))[1][0]), few[0].slug, True)  # what is compiled once, is
    counts = []
    for circle, accounts in (few, inhabited(50)):
        with CaptureQueriesContext(connection) as queries:
            told = asking(bearer(accounts[0]), circle.slug, True)
        assert len(told) == len(accounts)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 4


def test_the_newest_members_of_a_circle_have_accounts_too() -> None:
    circle, accounts = inhabited(2)
    answer = Client().get(
        f"/api/v1/circles/{circle.slug}", {"include": "members.account"}, headers=bearer(accounts[0])
    )
    shown = [member["account"]["username"] for member in answer.json()["members"]]
    assert shown == [account.username for account in accounts]


def test_nothing_of_an_account_is_shown_but_its_card() -> None:
    circle, (account,) = inhabited(1)
    path = f"/api/v1/circles/{circle.slug}/members"
    shown = Client().get(path, {"include": "account"}, headers=bearer(account))
    envelope = ENVELOPE.format(slug=circle.slug, include="<include><item>account</item></include>")
    told = Client().post("/soap/circles", envelope, "text/xml; charset=utf-8", headers=bearer(account))
    assert account.username in shown.content.decode()
    assert account.username in told.content.decode()
    for secret in (account.email, account.phone, account.last_name):
        assert secret not in shown.content.decode()
        assert secret not in told.content.decode()
    for field in ("email", "phone", "lastName"):
        query = f'{{ circleMembers(circleSlug: "{circle.slug}") {{ items {{ account {{ {field} }} }} }} }}'
        said = Client().post("/graphql", {"query": query}, "application/json", headers=bearer(account))
        assert "errors" in said.json()
