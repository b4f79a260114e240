"""People of one circle and their rides: `python -m tests.comparte_ride.seed PEOPLE [SEATS:TAKEN ...]`.

Each ride is the first person's; the last people have a seat each, as many as are taken. Prints JSON:
`circle` (a slug), `rides` (ids) and `people`, each with `id` and `token`.
"""

from __future__ import annotations

import json
import os
import sys
from itertools import count

import django


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "comparte_ride.settings")
    django.setup()
    from accounts.models import Account
    from tests.comparte_ride.people import add_member, make_circle
    from tests.comparte_ride.riding import board, make_ride
    from trebol import Caller
    from trebol.service import issue_token

    people, *wanted = sys.argv[1:]
    said = {"first_name": "Íñigo", "last_name": "Núñez", "phone": "+525512345678", "is_verified": True}
    accounts = [
        Account(email=f"p{number}@example.test", username=f"person{number}", password="!", **said)
        for number in range(int(people))
    ]
    Account.objects.bulk_create(accounts)
    circle = make_circle("Ciudad Universitaria")
    ids = [str(key) for key in Account.objects.order_by("pk").values_list("pk", flat=True)]
    for account_id in ids:
        add_member(circle, account_id)
    rides = []
    for number, (seats, taken) in zip(count(1), (map(int, each.split(":")) for each in wanted), strict=False):
        ride = make_ride(circle, driver_id=ids[0], seats=seats, origin=f"Gate {number}")
        for account_id in ids[len(ids) - taken :]:
            board(ride, account_id)
        rides.append(ride.pk)
    tokens = [{"id": account_id, "token": issue_token(Caller(id=account_id))} for account_id in ids]
    print(json.dumps({"circle": circle.slug, "rides": rides, "people": tokens}))


if __name__ == "__main__":
    main()
