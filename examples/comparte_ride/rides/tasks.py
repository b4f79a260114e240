"""What the rides service does by itself."""

from datetime import timedelta

from django.utils import timezone

from rides.contract import RideOver, Rides, RideWasCancelled
from rides.models import Ride
from trebol.service import consume, periodic, task

AT_ONCE = 500  # rides; what is left is finished a minute later


@periodic(every=timedelta(minutes=1))
@task
def finish_arrived_rides() -> None:
    """Finish the rides whose time of arrival is past, the oldest first."""
    arrived = Ride.objects.arrived(timezone.now()).order_by("arrives_at")
    for ride_id in arrived.values_list("pk", flat=True)[:AT_ONCE]:
        try:
            consume(Rides).finish_ride(ride_id)
        except (RideOver, RideWasCancelled):
            continue  # somebody was faster
