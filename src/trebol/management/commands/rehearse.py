"""``manage.py rehearse NAME``: enqueue a task that only takes time; ``--count``: how often it was done."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DEFAULT_DB_ALIAS, connections

from trebol.runtime.tasks.rehearsal import rehearse, rehearsed


class Command(BaseCommand):
    help = (
        "Enqueue a task that only takes time, under a name, and see whether a worker does it; "
        "`trebol factors` asks so whether a job outlives its worker."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name")
        parser.add_argument("--seconds", type=float, default=1.0, help="that it takes (1)")
        parser.add_argument("--count", action="store_true", help="print how often it was done instead")
        parser.add_argument("--database", default=DEFAULT_DB_ALIAS, choices=list(connections))

    def handle(self, *args: Any, **options: Any) -> None:
        if options["count"]:
            self.stdout.write(str(rehearsed(options["name"], options["database"])))
            return
        if options["seconds"] < 0:
            raise CommandError("--seconds is at least 0.")
        result = rehearse.enqueue(options["name"], options["seconds"])
        self.stdout.write(f"enqueued {result.id}")
