"""Moves rides in time, in the database of a site of the tests: nobody waits twenty minutes for a departure.

No code of the application knows of this: a one-off program of its own beside the site, as `manage.py shell`
would be, which changes the rows. `python -m tests.comparte_ride.journey.clock` reads lines of JSON, each the
name of what moves and its arguments, and says `moved` to each.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from datetime import timedelta

import django


def ride(ride_id: int, departs: int, arrives: int) -> None:
    """A ride departs and arrives so many minutes from now."""
    from django.utils import timezone

    from rides.models import Ride

    now = timezone.now()
    times = {"departs_at": now + timedelta(minutes=departs), "arrives_at": now + timedelta(minutes=arrives)}
    assert Ride.objects.filter(pk=ride_id).update(**times) == 1


def schedule(path: str, minutes: int) -> None:
    """A periodic task was due that much earlier the last time."""
    from trebol.models import Schedule

    (row,) = Schedule.objects.filter(path=path)
    row.due_at -= timedelta(minutes=minutes)
    row.save()


def main() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "comparte_ride.settings"
    django.setup()
    moves: dict[str, Callable[..., None]] = {"ride": ride, "schedule": schedule}
    for line in sys.stdin:
        name, *arguments = json.loads(line)
        moves[name](*arguments)
        print("moved", flush=True)


if __name__ == "__main__":
    main()
