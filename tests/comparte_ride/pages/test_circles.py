from __future__ import annotations

import pytest

from accounts.models import Account
from circles.models import Circle, Membership
from tests.comparte_ride.pages.visitor import Visitor
from tests.comparte_ride.people import add_member, make_circle, make_invitation

pytestmark = pytest.mark.django_db
ADMINISTRATOR = Membership.Role.ADMINISTRATOR


@pytest.fixture
def circle(ana: Account) -> Circle:
    """Ana administers it."""
    made = make_circle("Familia Castañeda", is_public=False)
    add_member(made, str(ana.pk), role=ADMINISTRATOR)
    return made


def test_a_circle_is_founded(logged_in: Visitor, ana: Account) -> None:
    typed = {"name": "Roma Norte", "description": "De la oficina", "members_limit": "12"}
    shown = logged_in.sends("/circles/new", typed)
    made = Circle.objects.get()
    assert shown.address == f"/circles/{made.slug}"
    assert "The circle is founded" in shown.notice()
    assert (made.is_public, made.members_limit) == (True, 12)


def test_what_does_not_fit_is_said_beside_its_field(logged_in: Visitor) -> None:
    shown = logged_in.sends("/circles/new", {"name": "", "members_limit": "3"}, expected=422)
    assert shown.errors() == {
        "name": "Fill this in.",
        "members_limit": "10 to 32,000. Leave it empty for no limit.",
    }


def test_a_number_that_is_none_is_said_beside_its_field(logged_in: Visitor) -> None:
    shown = logged_in.sends("/circles/new", {"name": "x", "members_limit": "many"}, expected=422)
    assert set(shown.errors()) == {"members_limit"}


def test_my_circles_and_all_i_may_see(logged_in: Visitor, circle: Circle) -> None:
    make_circle("Parque Tecnológico", is_public=True)
    make_circle("Secreto", is_public=False)
    mine, every = logged_in.opens("/circles/mine").text, logged_in.opens("/circles").text
    assert ("Familia Castañeda" in mine, "Parque" in mine) == (True, False)
    assert ("Familia Castañeda" in every, "Parque" in every, "Secreto" in every) == (True, True, False)


def test_circles_are_searched(logged_in: Visitor, circle: Circle) -> None:
    make_circle("Parque Tecnológico", is_public=True)
    found = logged_in.opens("/circles?text=CASTANEDA").text
    assert ("Familia Castañeda" in found, "Parque" in found) == (True, False)
    assert "holds “&lt;b&gt;”" in logged_in.opens("/circles?text=<b>").text


def test_a_long_list_goes_on(logged_in: Visitor) -> None:
    for number in range(25):
        make_circle(f"Circle {number:02}", is_public=True)
    shown = logged_in.opens("/circles?text=circle")
    (more,) = [e for e in shown.all("a") if e.text == "Show more"]
    following = logged_in.opens(f"/circles{more.get('href')}")
    assert "Circle 19" in shown.text
    assert ("Circle 20" in following.text, "Circle 24" in following.text) == (True, True)
    assert "That is all." not in shown.text
    (end,) = [e for e in following.all("p") if e.text == "That is all."]
    assert end.get("id") == more.get("id")  # htmx leaves the focus at what has the id of where it was


def test_a_cursor_that_is_none_is_not_found(logged_in: Visitor) -> None:
    logged_in.opens("/circles?after=nonsense", 404)


@pytest.mark.parametrize("page", ["", "/edit", "/leave", "/invitations", "/members"])
@pytest.mark.parametrize("language", ["en", "es"])
def test_a_private_circle_does_not_exist_for_others(ana: Account, page: str, language: str) -> None:
    visitor = Visitor(language)
    visitor.client.force_login(ana)
    private = make_circle("Secreto", is_public=False)
    seen = visitor.opens(f"/circles/{private.slug}{page}", 404)
    none = visitor.opens(f"/circles/none-such{page}", 404)
    assert seen.text.replace(private.slug, "none-such") == without_token(none.text, seen.text)


def without_token(text: str, other: str) -> str:
    """The text, with the CSRF token that the other one has: each page masks it anew."""
    mark = 'name="csrfmiddlewaretoken" value="'
    theirs = other.partition(mark)[2].partition('"')[0]
    own = text.partition(mark)[2].partition('"')[0]
    return text.replace(own, theirs) if own else text


def test_a_public_circle_shows_others_how_to_come_in(logged_in: Visitor) -> None:
    public = make_circle("Parque", is_public=True)
    shown = logged_in.opens(f"/circles/{public.slug}")
    assert "You are not a member" in shown.text
    logged_in.opens(f"/circles/{public.slug}/invitations", 404)


def test_an_administrator_edits_the_circle(logged_in: Visitor, circle: Circle) -> None:
    shown = logged_in.sends(f"/circles/{circle.slug}/edit", {"name": "Los Castañeda"})
    assert ("Los Castañeda" in shown.text, "Saved." in shown.notice()) == (True, True)


def test_a_limit_below_the_members_is_said(logged_in: Visitor, circle: Circle) -> None:
    for number in range(1000, 1010):
        add_member(circle, str(number))
    shown = logged_in.sends(f"/circles/{circle.slug}/edit", {"members_limit": "10"}, expected=409)
    assert "11 members already" in shown.errors()["members_limit"]


def test_a_member_does_not_edit_the_circle(logged_in: Visitor, ana: Account) -> None:
    circle = make_circle(is_public=False)
    add_member(circle, str(ana.pk))
    logged_in.opens(f"/circles/{circle.slug}/edit", 403)
    assert "Edit" not in logged_in.opens(f"/circles/{circle.slug}").text


def test_a_member_leaves(logged_in: Visitor, circle: Circle) -> None:
    shown = logged_in.sends(f"/circles/{circle.slug}/leave")
    assert (shown.address, "You left the circle." in shown.notice()) == ("/circles/mine", True)
    logged_in.opens(f"/circles/{circle.slug}", 404)


def test_the_only_administrator_is_told_why_they_stay(logged_in: Visitor, circle: Circle) -> None:
    add_member(circle, "1000")
    shown = logged_in.sends(f"/circles/{circle.slug}/leave", expected=409)
    assert "only administrator" in shown.alert()


def test_invitations_are_issued_counted_and_linked(logged_in: Visitor, circle: Circle) -> None:
    shown = logged_in.sends(f"/circles/{circle.slug}/invitations")
    code = circle.memberships.get().invitations.get().code
    assert f"/join/{circle.slug}?code={code}" in shown.text
    figures = [[e.findtext("dt"), e.findtext("dd")] for e in shown.all("dl/div")]
    assert figures == [["Left", "4"], ["Open", "1"], ["Used", "0"]]


def test_no_invitations_left_is_said(logged_in: Visitor, circle: Circle) -> None:
    circle.memberships.update(invitations_granted=0)
    shown = logged_in.sends(f"/circles/{circle.slug}/invitations", expected=409)
    assert "used up your 0 invitations" in shown.alert()


def test_one_comes_in_by_the_link(logged_in: Visitor, ana: Account) -> None:
    circle = make_circle("Secreto", is_public=False)
    issued = make_invitation(add_member(circle, "1000"))
    address = f"/join/{circle.slug}?code={issued.code}"
    assert "Secreto" not in logged_in.opens(address).text
    assert "Welcome to Secreto!" in logged_in.sends(address).notice()
    assert circle.memberships.active().filter(account_id=str(ana.pk)).exists()


@pytest.mark.parametrize(("code", "said"), [("", "Fill this in."), ("NONE", "No invitation to this circle")])
def test_a_code_that_is_none_is_said_beside_it(logged_in: Visitor, code: str, said: str) -> None:
    address = f"/join/{make_circle(is_public=False).slug}"
    shown = logged_in.sends(address, {"code": code}, expected=409 if code else 422)
    assert said in shown.errors()["code"]


def test_who_is_in_already_is_told(logged_in: Visitor, circle: Circle) -> None:
    issued = make_invitation(circle.memberships.get())
    shown = logged_in.sends(f"/join/{circle.slug}?code={issued.code}", expected=409)
    assert "You belong to this circle already" in shown.alert()
