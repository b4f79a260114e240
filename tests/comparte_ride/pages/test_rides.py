from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from accounts.models import Account
from circles.models import Circle
from rides.models import Ride
from tests.comparte_ride.pages.visitor import Visitor
from tests.comparte_ride.people import add_member, make_account, make_circle
from tests.comparte_ride.riding import make_ride

pytestmark = pytest.mark.django_db
ZONE = ZoneInfo("America/Mexico_City")


def clock(hours: float) -> str:
    """A time from now, as a browser writes it by the site's clock."""
    return (timezone.now() + timedelta(hours=hours)).astimezone(ZONE).strftime("%Y-%m-%dT%H:%M")


def typed(**fields: str) -> dict[str, str]:
    said = {"origin": "Insurgentes y Álvaro Obregón", "destination": "CU, metro", "seats": "3"}
    return said | {"departs_at": clock(2), "arrives_at": clock(3)} | fields


@pytest.fixture
def circle(ana: Account) -> Circle:
    made = make_circle("Familia Castañeda", is_public=False)
    add_member(made, str(ana.pk))
    return made


@pytest.fixture
def beto(circle: Circle) -> Visitor:
    """A member of the circle who reads Spanish."""
    account = make_account(first_name="Beto", username="beto")
    add_member(circle, str(account.pk))
    visitor = Visitor("es")
    visitor.client.force_login(account)
    return visitor


@pytest.fixture
def address(logged_in: Visitor, circle: Circle) -> str:
    """The page of a ride that Ana offers."""
    return str(logged_in.sends(f"/circles/{circle.slug}/offer", typed()).address)


def pass_by(hours: float) -> None:
    """Let time pass for every ride."""
    for ride in Ride.objects.all():
        ride.departs_at -= timedelta(hours=hours)
        ride.arrives_at -= timedelta(hours=hours)
        ride.save()


def test_what_is_typed_by_the_sites_clock_is_kept_and_shown(logged_in: Visitor, address: str) -> None:
    shown, ride = logged_in.opens(address), Ride.objects.get()
    assert ride.departs_at.astimezone(ZONE).strftime("%Y-%m-%dT%H:%M") == clock(2)
    assert "Insurgentes y Álvaro Obregón" in shown.text
    assert ride.departs_at.astimezone(ZONE).strftime("%H:%M") in shown.text


def test_every_mistake_stands_beside_its_field(logged_in: Visitor, circle: Circle) -> None:
    page = f"/circles/{circle.slug}/offer"
    wrong = typed(origin="", seats="16", departs_at="tomorrow")
    assert set(logged_in.sends(page, wrong, expected=422).errors()) >= {"departs_at"}
    wrong = typed(origin="", seats="16")
    assert set(logged_in.sends(page, wrong, expected=422).errors()) == {"origin", "seats"}
    soon = logged_in.sends(page, typed(departs_at=clock(0.1)), expected=409)
    assert "Too soon" in soon.errors()["departs_at"]
    back = logged_in.sends(page, typed(arrives_at=clock(1)), expected=409)
    assert "after it departs" in back.errors()["arrives_at"]


def test_a_ride_is_found_where_one_looks(beto: Visitor, address: str, circle: Circle) -> None:
    for page in (
        "/rides", "/rides?text=ALVARO&seats=3", f"/rides?circle_slug={circle.slug}&order=most_seats",
        f"/rides?departs_after={clock(1)}&departs_before={clock(3)}", f"/circles/{circle.slug}",
    ):  # fmt: skip
        assert address in beto.opens(page).text, page
    for page in ("/rides?text=nowhere", "/rides?seats=4", f"/rides?departs_after={clock(3)}"):
        assert address not in beto.opens(page).text, page


def test_seats_are_taken_and_given_back(beto: Visitor, address: str) -> None:
    shown = beto.sends(address, {"seats": "2"}, action=f"{address}/take")
    assert ("Los asientos son tuyos" in shown.notice(), "1/3" in shown.text) == (True, True)
    assert address in beto.opens("/").text
    assert address in beto.opens("/rides/mine").text
    shown = beto.sends(address, action=f"{address}/give-back")
    assert ("Devolviste" in shown.notice(), "3/3" in shown.text) == (True, True)


def test_more_seats_than_are_free_are_refused_beside_the_field(beto: Visitor, address: str) -> None:
    shown = beto.sends(address, {"seats": "4"}, action=f"{address}/take", expected=409)
    assert "Sólo quedan 3 asientos libres." in shown.errors()["seats"]
    assert beto.sends(address, {"seats": ""}, action=f"{address}/take", expected=422).errors()["seats"]


def test_a_full_ride_offers_no_seat(beto: Visitor, address: str) -> None:
    Ride.objects.update(seats_free=0)
    assert not [f for f in beto.opens(address).all("main//form") if f.get("method") == "post"]


def test_a_ride_is_finished_and_rated_once(beto: Visitor, logged_in: Visitor, address: str) -> None:
    beto.sends(address, action=f"{address}/take")
    pass_by(2.5)
    assert "is finished" in logged_in.sends(address, action=f"{address}/finish").notice()
    shown = beto.sends(address, {"stars": "4"}, action=f"{address}/rate")
    assert "Gracias" in shown.notice()
    assert "Ya calificaste este viaje." in shown.text
    token = {"csrfmiddlewaretoken": shown.all("footer//input")[0].get("value")}
    again = beto.client.post(f"{address}/rate", token | {"stars": "5"})  # a page that was open in another tab
    assert "Ya calificaste este viaje." in beto.seen(again, 409).alert()


def test_a_driver_edits_and_cancels(logged_in: Visitor, beto: Visitor, address: str) -> None:
    beto.sends(address, {"seats": "2"}, action=f"{address}/take")
    shown = logged_in.sends(f"{address}/edit", {"seats": "1"}, expected=409)
    assert "taken 2 seats" in shown.errors()["seats"]
    assert "Polanco" in logged_in.sends(f"{address}/edit", {"destination": "Polanco"}).text
    assert "is cancelled" in logged_in.sends(address, action=f"{address}/cancel").notice()
    assert "Cancelado" in beto.opens(address).text


def test_only_its_driver_edits_a_ride(beto: Visitor, address: str) -> None:
    beto.opens(f"{address}/edit", 403)


def test_a_ride_does_not_exist_for_who_is_outside(address: str, circle: Circle) -> None:
    stranger = Visitor("en")
    stranger.client.force_login(make_account())
    for page in (address, f"{address}/edit", f"/circles/{circle.slug}/offer", "/rides/999999"):
        stranger.opens(page, 404)
    assert address not in stranger.opens("/rides").text


def test_another_site_takes_no_seat(beto: Visitor, address: str) -> None:
    beto.seen(beto.client.post(f"{address}/take", {"seats": "1"}), 403)
    assert Ride.objects.get().seats_free == 3


def test_a_list_asks_a_bounded_number_of_queries(logged_in: Visitor, circle: Circle) -> None:
    def queries() -> int:
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        with CaptureQueriesContext(connection) as captured:
            logged_in.opens("/rides")
        return len(captured)

    logged_in.sends(f"/circles/{circle.slug}/offer", typed())
    one = queries()
    for _ in range(5):
        logged_in.sends(f"/circles/{circle.slug}/offer", typed())
    assert queries() == one


def test_home_shows_what_comes_next_of_however_many(logged_in: Visitor, ana: Account, circle: Circle) -> None:
    tomorrow = timezone.now() + timedelta(days=1)
    for hour in range(101):
        make_ride(circle, driver_id=str(ana.pk), departs_at=tomorrow + timedelta(hours=hour))
    first = Ride.objects.order_by("departs_at").values_list("pk", flat=True)[:4]
    shown = [link.get("href") for link in logged_in.opens("/").all("article/h3/a")]
    assert shown == [f"/rides/{ride_id}" for ride_id in first]


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        ("", False),
        ("text=a&circle_slug=&order=soonest&seats=", False),
        ("seats=2", True),
        ("order=latest", True),
    ],
)
def test_what_narrows_the_search_is_shown_where_it_does(logged_in: Visitor, asked: str, shown: bool) -> None:
    (fold,) = logged_in.opens(f"/rides?{asked}").all("main//details")
    assert (fold.get("open") is not None) is shown
