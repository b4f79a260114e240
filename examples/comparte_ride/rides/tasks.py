"""What the rides service does by itself, and after the answer has gone out."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from accounts.contract import Accounts
from rides import notices
from rides.contract import RideOver, Rides, RideWasCancelled
from rides.counting import count_days
from rides.models import Ride
from trebol import NotFound
from trebol.service import consume, periodic, task

AT_ONCE = 500  # rides; what is left is done the next time


@task
def tell(kind: str, ride_id: int, account_ids: list[str]) -> None:
    """Tell people something of a ride as it is by now, each once, though the task may run twice."""
    ride = Ride.objects.get(pk=ride_id)
    if ride.cancelled_at is not None and kind != notices.CANCELLED:
        return
    key, texts = notices.key_of(kind, ride), notices.texts(kind, ride)
    for account_id in account_ids:
        try:
            consume(Accounts).send_message(account_id, key, texts)
        except NotFound:
            continue  # whose account is gone is told nothing


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


@periodic(every=timedelta(minutes=1))
@task
def remind_people() -> None:
    """Remind the driver and the passengers of each ride that departs within the hour."""
    now = timezone.now()
    for ride in Ride.objects.to_remind(now).order_by("departs_at")[:AT_ONCE]:
        with transaction.atomic():
            if Ride.objects.filter(pk=ride.pk).remind(now):
                tell.enqueue(notices.REMINDER, ride.pk, [ride.driver_id, *ride.passengers.accounts()])


@periodic(at="03:40")
@task
def count_lately() -> None:
    """Count the days of the last two weeks: rides are rated some days after."""
    count_days(14, timezone.now())
