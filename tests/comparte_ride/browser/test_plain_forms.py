"""A browser that runs no script: whatever can be done without one is done by plain forms."""

from __future__ import annotations

import pytest

from tests.comparte_ride.browser.conftest import Opened
from tests.comparte_ride.browser.deployment import Deployment
from tests.comparte_ride.browser.window import PHONE

pytestmark = [
    pytest.mark.interop,
    pytest.mark.timeout(120),
    pytest.mark.needs_program("chromium", "chromedriver"),
]

OFFER = """
from datetime import timedelta
from django.utils import timezone
from accounts.demo import EMAIL
from accounts.models import Account
from circles.models import Membership
from rides.contract import Rides
from trebol import Caller, Context
from trebol.service import consume

ana = str(Account.objects.get(email=EMAIL).pk)
circle = Membership.objects.filter(account_id=ana).first().circle
driver = circle.memberships.filter(is_active=True).exclude(account_id=ana).first().account_id
rides = consume(Rides, context=Context(caller=Caller(id=driver)))
at = timezone.now() + timedelta(hours=2)
ride = rides.offer_ride(circle.slug, "Parque Hundido", "Xochimilco", at, at + timedelta(hours=1), 2)
print(ride.id)
"""


def test_a_seat_is_taken_and_given_back_without_a_script(site: Deployment, opened: Opened) -> None:
    ride_id = site.ran(OFFER)
    ana = opened("ana", "en", PHONE, javascript=False)
    ana.opens(f"{site.address}/rides/{ride_id}")
    ana.types(email="ana@comparteride.example", password="comparte-ride-demo")
    ana.pressed("Log in")
    ana.sees("Parque Hundido", "Xochimilco")
    ana.pressed("Rides")
    ana.types(text="hundido")
    ana.pressed("Search")
    ana.pressed("Parque Hundido")
    ana.types(seats="3")
    ana.pressed("Take seats")
    ana.sees("Only 2 seats are free.")
    ana.types(seats="2")
    ana.pressed("Take seats")
    ana.sees("The seats are yours.")
    ana.kept("taken")
    ana.pressed("Give my 2 seats back")
    ana.sees("Your seats are given back.")
    assert ana.driver.execute_script("return typeof htmx") == "undefined"
