"""What both journeys need: a password, times as one types them, and time that has passed."""

from __future__ import annotations

from datetime import datetime, timedelta, tzinfo

PASSWORD = "verde-trébol-2016"
DEPARTED = """
from datetime import timedelta
from django.utils import timezone
from rides.models import Ride
now, hour = timezone.now(), timedelta(hours=1)
moved = Ride.objects.filter(**json.loads(sys.argv[1])).update(departs_at=now - hour, arrives_at=now + hour)
assert moved == 1
"""
"""A one-off script: nobody waits for a departure: the times of a ride are moved in the scratch database."""


def typed_time(hours: int, zone: tzinfo) -> str:
    """A time from now, as one types it into a field of a Chromium whose own words are English."""
    at = datetime.now(zone) + timedelta(hours=hours)
    return at.strftime("%m%d%Y\t%I%M%p")
