"""``manage.py restore FILE --yes``: what a backup holds, in the place of what the database holds."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DEFAULT_DB_ALIAS, connections

from trebol.management.backup import bring_back


class Command(BaseCommand):
    help = (
        "Put a backup in the place of the database's content. Stop web and worker first; migrate afterwards."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--yes", action="store_true", help="what the database holds now may go")
        parser.add_argument("--database", default=DEFAULT_DB_ALIAS, choices=list(connections))

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["file"].is_file():
            raise CommandError(f"There is no file {options['file']}.")
        if not options["yes"]:
            raise CommandError("This takes the place of what the database holds: say --yes.")
        bring_back(connections[options["database"]], options["file"])
        self.stdout.write(f"{options['file']} is restored")
