"""Pictures of people and of circles: shown, changed, removed, refused."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import Account
from circles.models import Circle, Membership
from tests.comparte_ride.pages.visitor import Shown, Visitor
from tests.comparte_ride.people import add_member, make_account, make_circle
from tests.pictures import png

pytestmark = pytest.mark.django_db
PNG = png()
PROFILE = "/profile"
WHAT_FITS = "A JPEG, PNG or WebP of up to two megabytes."


@pytest.fixture
def circle(ana: Account) -> Circle:
    """Ana administers it."""
    made = make_circle("Familia Castañeda", is_public=False)
    add_member(made, str(ana.pk), role=Membership.Role.ADMINISTRATOR)
    return made


@pytest.fixture(params=["person", "circle"])
def form_at(request: pytest.FixtureRequest, circle: Circle) -> tuple[str, str]:
    """The page that has the form, and what the form is sent to."""
    edit = f"/circles/{circle.slug}/edit"
    of_circle = (edit, f"/circles/{circle.slug}/picture")
    return (PROFILE, "/profile/picture") if request.param == "person" else of_circle


def picture(content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile("me.png", content, "image/png")


def pictures(shown: Shown) -> list[str]:
    return [image.get("src", "") for image in shown.all("main//img")]


def test_a_picture_is_shown_and_removed(logged_in: Visitor, form_at: tuple[str, str]) -> None:
    page, change = form_at
    shown = logged_in.sends(page, {"picture": picture(PNG)}, action=change)
    (address,) = pictures(shown)
    assert "The picture is changed." in shown.notice()
    served = logged_in.client.get(address)
    assert b"".join(served) == PNG
    assert served.headers["Content-Type"] == "image/png"
    shown = logged_in.sends(page, action=f"{change}/remove")
    assert "The picture is removed." in shown.notice()
    assert pictures(shown) == []


@pytest.mark.parametrize(
    ("content", "said"),
    [(None, "Fill this in."), (b"", WHAT_FITS), (b"GIF89a", WHAT_FITS), (PNG + b"\0" * 2_000_000, WHAT_FITS)],
    ids=["none", "empty", "of another type", "too large"],
)
def test_what_is_no_picture_is_said_beside_the_field(
    logged_in: Visitor, form_at: tuple[str, str], content: bytes | None, said: str
) -> None:
    page, change = form_at
    typed = {} if content is None else {"picture": picture(content)}
    shown = logged_in.sends(page, typed, action=change, expected=422)
    assert shown.errors() == {"picture": said}
    assert pictures(shown) == []


def test_who_does_not_administer_the_circle_changes_no_picture(visitor: Visitor, circle: Circle) -> None:
    beto = make_account(first_name="Beto", username="beto")
    add_member(circle, str(beto.pk))
    visitor.client.force_login(beto)
    token = {"csrfmiddlewaretoken": visitor.opens("/").all("footer//input")[0].get("value")}
    for path in ("picture", "picture/remove"):
        answer = visitor.client.post(f"/circles/{circle.slug}/{path}", token | {"picture": picture(PNG)})
        assert answer.status_code == 403
