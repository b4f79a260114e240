"""`manage.py demo`: people, circles and rides to look at, drawn the same every time."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from accounts import demo as accounts_demo
from circles import demo as circles_demo
from circles.models import Circle, Membership
from rides import demo as rides_demo


class Command(BaseCommand):
    help = (
        "Load the demonstration's data: people, circles, and rides of the days around today. "
        "What is there stays as it is; a later day adds the rides of the days since."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--scale", type=int, default=1, help="how many times 300 accounts and 48 circles")

    def handle(self, *args: Any, scale: int, **options: Any) -> None:
        if scale < 1:
            raise CommandError(f"--scale {scale}: give 1 or more")
        with transaction.atomic():
            people = accounts_demo.load(scale)
        with transaction.atomic():
            circles = circles_demo.load(scale, people)
        crowds = [crowd_of(circle, members) for circle, members in circles]
        with transaction.atomic():
            rides = self.load_rides(crowds, people[0])
        self.stdout.write(
            f"{len(people)} accounts, their circles and rides are there ({rides} rides are new). "
            f"Log in as {accounts_demo.EMAIL}, password {accounts_demo.PASSWORD}."
        )

    def load_rides(self, crowds: list[rides_demo.Crowd], ana: str) -> int:
        """Make the rides, and count them where their events would have been heard; how many are new."""
        rides, counts = rides_demo.load(crowds, ana, timezone.now())
        accounts_demo.count("rides_offered", counts.offered)
        accounts_demo.count("rides_taken", counts.taken)
        accounts_demo.count("stars", counts.stars)
        accounts_demo.count("ratings_count", counts.ratings)
        circles_demo.count_rides(counts.by_circle)
        return rides


def crowd_of(circle: Circle, members: list[Membership]) -> rides_demo.Crowd:
    """A circle and its members, as rides know them."""
    joined = {member.account_id: member.joined_at for member in members}
    left = frozenset(member.account_id for member in members if not member.is_active)
    return rides_demo.Crowd(circle.slug, circle.name, joined, left)
