"""What ``manage.py outbox`` and ``manage.py tasks`` have in common: list, show, replay, discard."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import connections
from django.db.models import Count, QuerySet

from trebol.runtime.leasing.queue import revived
from trebol.runtime.leasing.row import Leased, State

OPEN = (State.WAITING, State.SENT, State.DEAD)


class LedgerCommand(BaseCommand):
    """A command over the rows of one model, each a ``noun``.

    ``columns``: what a line of the list tells of a row. ``details``: what is shown of one beside that.
    """

    model: ClassVar[type[Leased]]
    noun: ClassVar[str]
    columns: ClassVar[tuple[str, ...]]
    details: ClassVar[tuple[str, ...]]

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the four actions."""
        actions = parser.add_subparsers(dest="action", required=True)
        listing = actions.add_parser("list", help="what waits and what is dead, the oldest first")
        listing.add_argument("--state", choices=[*State.values, "all"], help="only what stands so")
        listing.add_argument("--limit", type=int, default=50, help="lines at most (50)")
        show = actions.add_parser("show", help="everything about one, its last error too")
        show.add_argument("id")
        replay = actions.add_parser("replay", help="let dead ones be tried again, from the first attempt")
        discard = actions.add_parser("discard", help="take dead ones out for good")
        for chosen in (replay, discard):
            chosen.add_argument("id", nargs="*")
            chosen.add_argument("--all", action="store_true", help="all that are dead")
        for chosen in (listing, show, replay, discard):
            chosen.add_argument("--database", default="default", choices=list(connections))

    def handle(self, *args: Any, **options: Any) -> None:
        """Do one of the four."""
        rows: QuerySet[Any] = self.model._default_manager.using(options["database"])
        action = {"list": self.write_list, "show": self.show, "replay": self.replay, "discard": self.discard}
        action[options["action"]](rows, options)

    def write_list(self, rows: QuerySet[Any], options: dict[str, Any]) -> None:
        """Write a line for each row, and how many there are in each state."""
        said_state = options["state"]
        states = {None: OPEN, "all": tuple(State)}.get(said_state, (said_state,))
        for row in rows.filter(state__in=states).order_by("available_at")[: options["limit"]]:
            self.stdout.write("\t".join(said(row, name) for name in ("pk", "state", *self.columns)))
        counts = rows.values_list("state").annotate(count=Count("pk")).order_by("state")
        self.stdout.write(", ".join(f"{count} {state}" for state, count in counts) or "nothing")

    def show(self, rows: QuerySet[Any], options: dict[str, Any]) -> None:
        """Write everything about one row."""
        row = self.chosen(rows, [options["id"]]).get()
        for name in ("state", *self.columns, *self.details):
            self.stdout.write(f"{name.rpartition('__')[2]}: {said(row, name)}")
        self.stdout.write(row.error or "no error")

    def replay(self, rows: QuerySet[Any], options: dict[str, Any]) -> None:
        """Let rows be tried again."""
        dead = self.dead(rows, options)
        self.stdout.write(f"{revived(dead)} will be tried again")

    def discard(self, rows: QuerySet[Any], options: dict[str, Any]) -> None:
        """Delete rows."""
        dead = self.dead(rows, options)
        count = dead.count()
        dead.delete()
        self.stdout.write(f"{count} discarded")

    def dead(self, rows: QuerySet[Any], options: dict[str, Any]) -> QuerySet[Any]:
        """Return the dead rows that are meant; with ids also those that a broker has."""
        if options["all"] == bool(options["id"]):
            raise CommandError("Say which: ids (see the list), or --all.")
        if options["all"]:
            return rows.filter(state=State.DEAD)
        chosen = self.chosen(rows, options["id"])
        if wrong := chosen.exclude(state__in=(State.DEAD, State.SENT)).first():
            raise CommandError(f"{wrong.pk} is not dead: it is {wrong.state}.")
        return chosen

    def chosen(self, rows: QuerySet[Any], ids: list[str]) -> QuerySet[Any]:
        """Return the rows of these ids; ``CommandError`` where there is none of one."""
        for key in ids:
            try:
                found = rows.filter(pk=key).exists()
            except (ValidationError, ValueError):
                found = False
            if not found:
                raise CommandError(f"There is no {self.noun} {key}.")
        return rows.filter(pk__in=ids)


def said(row: Any, name: str) -> str:
    """Return what a row has under a name, ``__`` between steps, on one line."""
    value = row
    for step in name.split("__"):
        value = getattr(value, step)
    isoformat = getattr(value, "isoformat", None)
    return " ".join(str(isoformat(timespec="seconds") if isoformat else value).split())
