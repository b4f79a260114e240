"""Rides for staff: the days, and a day's rides as CSV."""

import csv
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, StreamingHttpResponse
from django.utils.translation import gettext_lazy as _

from rides.counting import hours_of
from rides.models import DayStatistics, Ride

if TYPE_CHECKING:
    Admin = admin.ModelAdmin[Any]
else:
    Admin = admin.ModelAdmin

COLUMNS = (
    "id", "circle_slug", "driver_id", "origin", "destination", "departs_at", "arrives_at",
    "seats", "seats_free", "finished_at", "cancelled_at", "ratings_count", "stars_sum",
)  # fmt: skip
FORMULAS = ("=", "+", "-", "@", "\t", "\r")


class Line:
    """A file that gives back what is written to it."""

    def write(self, text: str) -> str:
        return text


def plain(value: object) -> str:
    """A value as text that no spreadsheet takes for a formula."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(FORMULAS) else text


def lines(days: list[date]) -> Iterator[str]:
    """The rides that departed on these days, one a line."""
    writer: Any = csv.writer(Line())
    yield writer.writerow(COLUMNS)
    for day in sorted(days):
        begin, end = hours_of(day)
        rides = Ride.objects.filter(departs_at__gte=begin, departs_at__lt=end).order_by("departs_at", "pk")
        for row in rides.values_list(*COLUMNS).iterator(2000):
            yield writer.writerow(plain(value) for value in row)


@admin.register(DayStatistics)
class DayStatisticsAdmin(Admin):
    """Days, as the night counted them."""

    list_display = (
        "day", "rides_offered", "rides_finished", "rides_cancelled", "seats_offered", "seats_taken",
        "ratings_count", "counted_at",
    )  # fmt: skip
    date_hierarchy = "day"
    actions = ("export",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @admin.action(description=_("Export the rides of the days as CSV"), permissions=["view"])
    def export(self, request: HttpRequest, queryset: QuerySet[Any]) -> StreamingHttpResponse:
        """Stream the rides of the chosen days."""
        days = list(queryset.values_list("day", flat=True))
        answer = StreamingHttpResponse(lines(days), content_type="text/csv; charset=utf-8")
        answer.headers["Content-Disposition"] = 'attachment; filename="rides.csv"'
        return answer
