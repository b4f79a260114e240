"""``manage.py backup FILE``: the database, as it is at one moment, in one new file."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.db import DEFAULT_DB_ALIAS, connections

from trebol.management.backup import keep


class Command(BaseCommand):
    help = "Write the database into a new file (SQLite, or PostgreSQL by pg_dump) that `restore` reads."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--database", default=DEFAULT_DB_ALIAS, choices=list(connections))

    def handle(self, *args: Any, **options: Any) -> None:
        keep(connections[options["database"]], options["file"])
        self.stdout.write(f"{options['file']}: {options['file'].stat().st_size} bytes")
