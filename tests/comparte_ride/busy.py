"""A busy day: `python -m tests.comparte_ride.busy RIDES`, in the application's settings.

Ten people of one circle have rides. Some end and are rated, some have arrived and wait for the task that ends
them, some are called off, so that their passengers are written to; then one person leaves. Prints `{}`.
Nobody has been told of anything yet: that is the worker's work.
"""

from __future__ import annotations

import os
import sys
from datetime import timedelta

import django

PEOPLE, PASSENGERS = 10, 3


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "comparte_ride.settings")
    django.setup()
    from accounts.models import Account
    from tests.comparte_ride.people import add_member, circles, make_circle

    said = {"first_name": "Íñigo", "last_name": "Núñez", "phone": "+525512345678", "is_verified": True}
    for number in range(PEOPLE):
        account = Account(email=f"p{number}@example.test", username=f"rider{number}", password="!", **said)
        account.save()
    ids = [str(key) for key in Account.objects.order_by("pk").values_list("pk", flat=True)]
    circle = make_circle("Ciudad Universitaria")
    for account_id in ids:
        add_member(circle, account_id)
    for number in range(int(sys.argv[1])):
        live(circle.slug, number, ids)
    circles(ids[-1]).leave_circle(circle.slug)
    ask_for_the_clock()
    print("{}")


def live(circle_slug: str, number: int, ids: list[str]) -> None:
    """One ride, to where the worker goes on."""
    from django.utils import timezone

    from tests.comparte_ride.riding import board, departed, make_ride, rides

    driver, *riders = (ids[(number + place) % PEOPLE] for place in range(PASSENGERS + 1))
    ride = make_ride(circle_slug, driver_id=driver, origin=f"Gate {number}", seats=PASSENGERS)
    for rider in riders:
        board(ride, rider)
    if number % 4 == 0:
        rides(driver).finish_ride(departed(ride).pk)
        for place, rider in enumerate(riders):
            rides(rider).rate_ride(ride.pk, 1 + (number + place) % 5)
    elif number % 4 == 1:
        departed(ride, arrives_at=timezone.now() - timedelta(minutes=1))
    elif number % 4 == 2:
        rides(driver).cancel_ride(ride.pk)


def ask_for_the_clock() -> None:
    """What it would ask for within a minute."""
    from rides.tasks import finish_arrived_rides

    finish_arrived_rides.enqueue()


if __name__ == "__main__":
    main()
