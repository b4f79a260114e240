"""A process of a crowd that wants the same: `python -m tests.comparte_ride.crowd`, with `DATABASE_URL`.

Reads a line of JSON, `[[account, slug, code], ...]`; says `ready`; when another line comes, joins with each
and says what came of it, as a line of JSON.
"""

from __future__ import annotations

import json
import os
import sys

import django


def main() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "comparte_ride.settings"
    django.setup()
    from tests.comparte_ride.joining import outcome_of_joining

    wishes = json.loads(sys.stdin.readline())
    print("ready", flush=True)
    sys.stdin.readline()
    print(json.dumps([outcome_of_joining(*wish) for wish in wishes]), flush=True)


if __name__ == "__main__":
    main()
