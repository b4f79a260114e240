"""`manage.py demo`: people and circles to look at, the same ones every time."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from accounts import demo as accounts_demo
from circles import demo as circles_demo


class Command(BaseCommand):
    help = "Load the demonstration's data. What is there stays as it is: a second call changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--scale", type=int, default=1, help="how many times 300 accounts and 48 circles")

    def handle(self, *args: Any, scale: int, **options: Any) -> None:
        if scale < 1:
            raise CommandError(f"--scale {scale}: give 1 or more")
        with transaction.atomic():
            people = accounts_demo.load(scale)
        with transaction.atomic():
            circles_demo.load(scale, people)
        self.stdout.write(
            f"{len(people)} accounts and their circles are there. "
            f"Log in as {accounts_demo.EMAIL}, password {accounts_demo.PASSWORD}."
        )
