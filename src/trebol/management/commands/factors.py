"""`manage.py factors`: the same as `trebol factors`, from inside a project that has the app `trebol`."""

from __future__ import annotations

import sys
from argparse import Namespace
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from trebol.factors.command import arguments, main


class Command(BaseCommand):
    help = "Judge this project by the twelve factors: copy it, start it, watch it."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        arguments(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        sys.exit(main(Namespace(**options)))
