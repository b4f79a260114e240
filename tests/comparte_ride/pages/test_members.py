from __future__ import annotations

import pytest

from accounts.models import Account
from circles.models import Circle, Membership
from tests.comparte_ride.pages.visitor import Visitor
from tests.comparte_ride.people import add_member, make_account, make_circle

pytestmark = pytest.mark.django_db


@pytest.fixture
def beto() -> Account:
    return make_account(first_name="Beto", username="beto", last_name="Secreto", phone="+525511112222")


@pytest.fixture
def circle(ana: Account, beto: Account) -> Circle:
    """Ana administers it, Beto is a member."""
    made = make_circle("Familia Castañeda", is_public=False)
    add_member(made, str(ana.pk), role=Membership.Role.ADMINISTRATOR)
    add_member(made, str(beto.pk))
    return made


@pytest.fixture
def membership(circle: Circle, beto: Account) -> Membership:
    return circle.memberships.get(account_id=str(beto.pk))


@pytest.fixture
def member(beto: Account) -> Visitor:
    visitor = Visitor("es")
    visitor.client.force_login(beto)
    return visitor


def address(circle: Circle, account: Account, deed: str) -> str:
    return f"/circles/{circle.slug}/members/{account.pk}/{deed}"


def test_members_see_each_other_and_no_more_than_a_card(
    logged_in: Visitor, circle: Circle, beto: Account
) -> None:
    shown = logged_in.opens(f"/circles/{circle.slug}/members")
    assert "Beto" in shown.text
    assert all(secret not in shown.text for secret in ("Secreto", beto.email, beto.phone))
    card = logged_in.opens(f"/people/{beto.pk}")
    assert "no ratings yet" in card.text
    assert all(secret not in card.text for secret in ("Secreto", beto.email, beto.phone))


def test_nobody_is_at_an_id_that_is_none(logged_in: Visitor) -> None:
    logged_in.opens("/people/999999", 404)
    logged_in.opens("/people/nobody", 404)


def test_a_member_is_promoted(
    logged_in: Visitor, circle: Circle, beto: Account, membership: Membership
) -> None:
    page = f"/circles/{circle.slug}/members"
    shown = logged_in.sends(page, action=address(circle, beto, "promote"))
    assert "one administrator more" in shown.notice()
    membership.refresh_from_db()
    assert membership.role == Membership.Role.ADMINISTRATOR


def test_a_member_is_put_out_and_let_in_again(
    logged_in: Visitor, circle: Circle, beto: Account, member: Visitor
) -> None:
    page = f"/circles/{circle.slug}/members"
    assert "is out" in logged_in.sends(page, action=address(circle, beto, "deactivate")).notice()
    member.opens(page, 404)
    assert "is in again" in logged_in.sends(page, action=address(circle, beto, "reactivate")).notice()
    member.opens(page)


def test_what_changed_meanwhile_is_told(
    logged_in: Visitor, circle: Circle, beto: Account, membership: Membership
) -> None:
    form = logged_in.opens(f"/circles/{circle.slug}/members").form(address(circle, beto, "promote"))
    membership.role = Membership.Role.ADMINISTRATOR
    membership.save()
    token = form.findtext("input") or next(iter(form.iter("input"))).get("value")
    typed = {"csrfmiddlewaretoken": token}
    shown = logged_in.seen(logged_in.client.post(address(circle, beto, "promote"), typed), 409)
    assert "an administrator already" in shown.alert()


@pytest.mark.parametrize("deed", ["promote", "deactivate", "reactivate"])
def test_who_does_not_administer_cannot(member: Visitor, circle: Circle, ana: Account, deed: str) -> None:
    token = member.opens(f"/circles/{circle.slug}").all("footer//input")[0].get("value")
    response = member.client.post(address(circle, ana, deed), {"csrfmiddlewaretoken": token})
    assert member.seen(response, 403).alert() == ""
