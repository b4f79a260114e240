"""``manage.py schema``: the GraphQL schema of what this process hosts."""

from __future__ import annotations

from typing import Any

from django.core.management import BaseCommand

from trebol.bootstrap import assembly
from trebol.protocols.graphql import schema_of


class Command(BaseCommand):
    help = (
        "Print the GraphQL schema, as /schema.graphql serves it: what a front end generates its types from."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        found = assembly()
        found.raise_problems()
        self.stdout.write(schema_of(found.compilation), ending="")
