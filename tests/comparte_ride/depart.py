"""Time passes: `python -m tests.comparte_ride.depart RIDE ...` has each ride depart; prints how many."""

from __future__ import annotations

import os
import sys

import django


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "comparte_ride.settings")
    django.setup()
    from rides.models import Ride
    from tests.comparte_ride.riding import departed

    print(len([departed(Ride.objects.get(pk=key)) for key in sys.argv[1:]]))


if __name__ == "__main__":
    main()
