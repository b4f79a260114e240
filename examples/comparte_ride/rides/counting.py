"""What became of the rides of a day, counted from the rides themselves."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Count, F, Q, Sum

from rides.models import DayStatistics, Ride

HELD = Q(cancelled_at=None)


def count_days(days: int, now: datetime) -> None:
    """Count each of the last `days` whole days anew; a day on which no ride departed has no row."""
    today = now.astimezone(ZoneInfo(settings.SITE_TIME_ZONE)).date()
    for past in range(1, days + 1):
        count_day(today - timedelta(days=past), now)


def count_day(day: date, now: datetime) -> None:
    """Count one day, by the clocks of the site."""
    begin, end = hours_of(day)
    counted = Ride.objects.filter(departs_at__gte=begin, departs_at__lt=end).aggregate(
        rides_offered=Count("pk"),
        rides_finished=Count("pk", filter=Q(finished_at__isnull=False)),
        rides_cancelled=Count("pk", filter=Q(cancelled_at__isnull=False)),
        seats_offered=Sum("seats", filter=HELD, default=0),
        seats_taken=Sum(F("seats") - F("seats_free"), filter=HELD, default=0),
        ratings_count=Sum("ratings_count", default=0),
        stars_sum=Sum("stars_sum", default=0),
    )
    if counted["rides_offered"]:
        DayStatistics.objects.update_or_create(day=day, defaults={**counted, "counted_at": now})


def hours_of(day: date) -> tuple[datetime, datetime]:
    """When a day begins and when the next one does, by the clocks of the site."""
    zone = ZoneInfo(settings.SITE_TIME_ZONE)
    return datetime.combine(day, time(), zone), datetime.combine(day + timedelta(days=1), time(), zone)
