"""Pictures of circles: who changes one, and that one of a private circle is as private as the circle."""

from __future__ import annotations

import re
import time
from typing import Any

import pytest
from django.core.files.storage import InMemoryStorage
from django.test import Client
from pytest_django import Settings

from circles.models import Circle
from tests.comparte_ride.people import add_member, circles, make_circle
from tests.conformance.ways import FORMS, WIRES
from tests.conformance.wire import Driver, Request, sent
from tests.pictures import GPS, jpeg, of_camera, png, webp
from trebol import Caller, PermissionDenied
from trebol.bootstrap import assembly
from trebol.service import issue_token

pytestmark = pytest.mark.django_db
PNG = png()
JPEG = jpeg()
TWO_HOURS = 7200
wires = pytest.mark.parametrize("driver", WIRES, ids=[driver.name for driver in WIRES])


roomy = pytest.mark.parametrize(
    "driver", [*WIRES[:1], *WIRES[2:], *FORMS], ids=[each.name for each in (*WIRES[:1], *WIRES[2:], *FORMS)]
)
"""A document of GraphQL is no place for megabytes: a variable is."""


@pytest.fixture
def circle(settings: Settings) -> Circle:
    """A private circle of administrator 1, with 2 as a member."""
    settings.ROOT_URLCONF = "comparte_ride.urls"
    made = make_circle(is_public=False)
    add_member(made, "1", role="administrator")
    add_member(made, "2")
    return made


def said(driver: Driver, operation: str, arguments: dict[str, Any], account_id: str) -> str:
    """All that is answered to somebody, over a wire."""
    compiled = assembly().compilation.operations[f"circles.v1.{operation}"]
    bearer = {"Authorization": f"Bearer {issue_token(Caller(id=account_id))}"}
    return sent(driver.request(compiled, arguments, bearer)).body.decode()


def address_in(answer: str) -> str | None:
    """The address of a picture in an answer, as it stands in JSON and in XML."""
    found = re.search(r"/files/[0-9a-f]+\.[^\s\"<]+", answer)
    return found and found[0]


def content_at(address: str) -> bytes | None:
    """What whoever has an address reads there, with no credential; None where there is nothing."""
    answer: Any = Client().get(address)
    return b"".join(answer) if answer.status_code == 200 else None


@pytest.mark.django_db(transaction=True)
@wires
def test_an_administrator_changes_it_and_members_see_it(driver: Driver, circle: Circle) -> None:
    where = {"circle_slug": circle.slug}
    changed = address_in(said(driver, "change_circle_picture", {**where, "picture": PNG}, "1"))
    seen = address_in(said(driver, "get_circle", where, "2"))
    assert changed is not None
    assert changed == seen == address_in(said(driver, "list_own_circles", {}, "2"))
    assert content_at(changed) == PNG
    assert address_in(said(driver, "remove_circle_picture", where, "1")) is None
    assert address_in(said(driver, "get_circle", where, "2")) is None
    assert content_at(changed) is None


@roomy
def test_one_of_two_megabytes_is_as_large_as_the_contract_says(driver: Driver, circle: Circle) -> None:
    largest = png(2_000_000)
    told = said(driver, "change_circle_picture", {"circle_slug": circle.slug, "picture": largest}, "1")
    address = address_in(told)
    assert address is not None
    assert content_at(address) == largest


@roomy
def test_one_byte_more_is_too_large(driver: Driver, circle: Circle) -> None:
    arguments = {"circle_slug": circle.slug, "picture": png(2_000_001)}
    assert "at most 2000000 bytes" in said(driver, "change_circle_picture", arguments, "1")


def test_a_document_is_no_place_for_megabytes(circle: Circle) -> None:
    arguments = {"circle_slug": circle.slug, "picture": png(2_000_000)}
    assert "Send what is long as a variable" in said(WIRES[1], "change_circle_picture", arguments, "1")


@wires
def test_a_member_who_is_no_administrator_changes_nothing(driver: Driver, circle: Circle) -> None:
    where = {"circle_slug": circle.slug}
    for operation, picture in (("change_circle_picture", {"picture": PNG}), ("remove_circle_picture", {})):
        assert "permission_denied" in said(driver, operation, {**where, **picture}, "2").lower()
    circle.refresh_from_db()
    assert circle.picture.name == ""


@wires
def test_who_is_not_a_member_is_never_told_where_it_is(driver: Driver, circle: Circle) -> None:
    add_member(circle, "3", is_active=False)
    circles("1").change_circle_picture(circle.slug, PNG)
    where = {"circle_slug": circle.slug}
    for stranger in ("3", "4"):
        for operation, arguments in (
            ("get_circle", where), ("list_circles", {}), ("list_own_circles", {}),
            ("search_circles", {"text": "o"}), ("list_circles_by_slug", {"slugs": [circle.slug]}),
        ):  # fmt: skip
            assert "/files/" not in said(driver, operation, arguments, stranger)


def test_its_file_is_read_by_its_signed_address_alone_and_that_runs_out(
    circle: Circle, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = circles("1").change_circle_picture(circle.slug, PNG).picture
    public = circles("1").create_circle("Condesa").slug
    other = circles("1").change_circle_picture(public, JPEG).picture
    assert address is not None
    assert other is not None
    circle.refresh_from_db()
    ticket_of_other = other.split("/")[2]
    for made_up in (f"/files/{ticket_of_other}/{circle.picture.name}", f"/files/0./{circle.picture.name}"):
        assert content_at(made_up) is None
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + TWO_HOURS)
    assert content_at(address) is None
    newer = circles("2").get_circle(circle.slug).picture
    assert newer is not None
    assert content_at(newer) == PNG


def test_a_circle_made_private_shows_it_to_its_members_only() -> None:
    slug = circles("1").create_circle("Condesa").slug
    circles("1").change_circle_picture(slug, PNG)
    assert circles("2").get_circle(slug).picture is not None
    circles("1").update_circle(slug, public=False)
    assert circles("2").list_circles_by_slug([slug]) == []
    assert circles("1").get_circle(slug).picture is not None


def test_it_comes_as_a_part_of_a_form_in_rest(circle: Circle) -> None:
    body = (
        b'--x\r\nContent-Disposition: form-data; name="picture"; filename="../a.html"\r\n'
        b"Content-Type: text/html\r\n\r\n" + PNG + b"\r\n--x--\r\n"
    )
    bearer = {"Authorization": f"Bearer {issue_token(Caller(id='1'))}"}
    path = f"/api/v1/circles/{circle.slug}/picture"
    answer = sent(Request("PUT", path, body, "multipart/form-data; boundary=x", bearer))
    assert answer.status == 200
    address = address_in(answer.body.decode())
    assert address is not None
    assert address.endswith(".png")
    assert content_at(address) == PNG


@wires
@pytest.mark.parametrize("wrong", [b"", b"<svg/>", b"GIF89a"], ids=len)
def test_what_is_no_picture_or_too_large_is_refused(wrong: bytes, driver: Driver, circle: Circle) -> None:
    arguments = {"circle_slug": circle.slug, "picture": wrong}
    refusal = said(driver, "change_circle_picture", arguments, "1")
    assert "by its content one of image/jpeg, image/png, image/webp" in refusal
    circle.refresh_from_db()
    assert circle.picture.name == ""


def test_an_administrator_who_was_put_out_changes_nothing(circle: Circle) -> None:
    circles("1").promote_member(circle.slug, "2")
    circles("1").deactivate_member(circle.slug, "2")
    with pytest.raises(PermissionDenied):
        circles("2").change_circle_picture(circle.slug, PNG)


@wires
@pytest.mark.parametrize("taken", of_camera().values(), ids=of_camera())
def test_it_does_not_tell_where_it_was_taken(taken: bytes, driver: Driver, circle: Circle) -> None:
    assert GPS in taken
    told = said(driver, "change_circle_picture", {"circle_slug": circle.slug, "picture": taken}, "1")
    address = address_in(told)
    assert address is not None
    served = content_at(address)
    assert served is not None
    assert GPS not in served
    assert b"Exif" not in served


@wires
@pytest.mark.parametrize("whole", [png(500), jpeg(), webp()], ids=["png", "jpeg", "webp"])
def test_one_that_is_cut_off_is_refused(whole: bytes, driver: Driver, circle: Circle) -> None:
    cut = {"circle_slug": circle.slug, "picture": whole[: len(whole) // 2]}
    assert ", whole, " in said(driver, "change_circle_picture", cut, "1")


def test_wherever_it_is_stored_it_is_shown_from_this_site(circle: Circle, settings: Settings) -> None:
    """So the pages' policy, `img-src 'self'`, holds for a bucket too."""
    elsewhere = {"BACKEND": f"{__name__}.Bucket", "OPTIONS": {"base_url": "https://bucket.example/"}}
    settings.STORAGES = settings.STORAGES | {"default": elsewhere}
    address = circles("1").change_circle_picture(circle.slug, PNG).picture
    assert address is not None
    assert address.startswith("/files/")
    assert content_at(address) == PNG


class Bucket(InMemoryStorage):
    """A storage that has addresses of its own."""
