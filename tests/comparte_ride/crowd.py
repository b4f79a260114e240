"""A process of a crowd that wants the same: `python -m tests.comparte_ride.crowd`, with `DATABASE_URL`.

Reads a line of JSON, `[[operation of Circles, account, argument ...], ...]`; says `ready`; when another line
comes, does each and says what came of it, as a line of JSON.
"""

from __future__ import annotations

import json
import os
import sys

import django


def main() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "comparte_ride.settings"
    django.setup()
    from tests.comparte_ride.joining import outcome_of

    wishes = json.loads(sys.stdin.readline())
    print("ready", flush=True)
    sys.stdin.readline()
    print(json.dumps([outcome_of(*wish) for wish in wishes]), flush=True)


if __name__ == "__main__":
    main()
