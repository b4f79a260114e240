"""A browser that runs no script: whatever can be done without one is done by plain forms."""

from __future__ import annotations

import pytest

from tests.comparte_ride.browser.conftest import Opened
from tests.comparte_ride.browser.deployment import Deployment
from tests.comparte_ride.browser.steps import PASSWORD
from tests.comparte_ride.browser.window import PHONE

pytestmark = [
    pytest.mark.interop,
    pytest.mark.timeout(120),
    pytest.mark.needs_program("chromium", "chromedriver"),
]

OFFER = """
from datetime import timedelta
from django.contrib.auth.hashers import make_password
from django.utils import timezone
from accounts.models import Account
from circles.contract import Circles
from rides.contract import Rides
from trebol import Caller, Context
from trebol.service import consume

said = json.loads(sys.argv[1])
people = [
    Account.objects.create(
        email=f"{name}@comparteride.example", username=name, first_name=name.title(), last_name="Pardo",
        phone="+525512345678", password=make_password(said["password"]), is_verified=True,
    )
    for name in ("ines", "ofelia")
]
ines, ofelia = (Context(caller=Caller(id=str(account.pk))) for account in people)
slug = consume(Circles, context=ofelia).create_circle("Vecinas").slug
code = consume(Circles, context=ofelia).issue_invitation(slug).code
consume(Circles, context=ines).join_circle(slug, code)
at = timezone.now() + timedelta(hours=2)
rides = consume(Rides, context=ofelia)
print(rides.offer_ride(slug, "Parque Hundido", "Xochimilco", at, at + timedelta(hours=1), 2).id)
"""


def test_a_seat_is_taken_and_given_back_without_a_script(site: Deployment, opened: Opened) -> None:
    ride_id = site.ran(OFFER, password=PASSWORD)
    ines = opened("ines", "en", PHONE, javascript=False)
    ines.opens(f"{site.address}/rides/{ride_id}")
    ines.types(email="ines@comparteride.example", password=PASSWORD)
    ines.pressed("Log in")
    ines.sees("Parque Hundido", "Xochimilco")
    ines.pressed("Rides")
    ines.types(text="hundido")
    ines.pressed("Search")
    ines.pressed("Parque Hundido")
    ines.types(seats="3")
    ines.pressed("Take seats")
    ines.sees("Only 2 seats are free.")
    ines.types(seats="2")
    ines.pressed("Take seats")
    ines.sees("The seats are yours.")
    ines.kept("taken")
    ines.pressed("Give my 2 seats back")
    ines.sees("Your seats are given back.")
    assert ines.driver.execute_script("return typeof htmx") == "undefined"
