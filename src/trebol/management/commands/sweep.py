"""``manage.py sweep``: the files that no row tells of, listed; with ``--delete``, deleted."""

from __future__ import annotations

from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from django.apps import apps
from django.core.management.base import BaseCommand
from django.db.models import Model
from django.utils import timezone

from trebol.bootstrap import Assembly, assembly
from trebol.files.orphans import Folder, folders_of, sweep


class Command(BaseCommand):
    help = "List the files that `keep` wrote and that no row tells of; --delete deletes them."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--delete", action="store_true", help="delete them; else they are only listed")
        parser.add_argument(
            "--hours", type=int, default=24, help="how old one must be: what is younger may not be committed"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        elsewhere = apps_elsewhere(assembly())
        folders = folders_of(apps.get_models(), lambda model: app_of(model) not in elsewhere)
        count = sum(self.swept(folder, options) for folder in folders)
        done = "deleted" if options["delete"] else "found (--delete deletes them)"
        if options["verbosity"]:
            self.stdout.write(f"{count} files that no row tells of: {done}")

    def swept(self, folder: Folder, options: dict[str, Any]) -> int:
        """Sweep a folder; returns how many files were found, or deleted."""
        found = sweep(folder, timezone.now() - timedelta(hours=options["hours"]))
        if options["delete"] and found.orphans and not found.told:
            self.stderr.write(
                f"{folder.name}: left alone. No row tells of any of its files: is this the right database?"
            )
            return 0
        for name in found.orphans:
            if options["delete"]:
                folder.storage.delete(name)
            if options["verbosity"]:
                self.stdout.write(name)
        return len(found.orphans)


def apps_elsewhere(found: Assembly) -> set[str]:
    """Return the apps whose services other processes host: their rows are not in this one's databases."""
    services = found.compilation.services
    away = services.keys() - found.runtime.host.implementations.keys()
    configs = [apps.get_containing_app_config(services[id].__module__) for id in away]
    return {config.label for config in configs if config is not None}


def app_of(model: type[Model]) -> str:
    """Return the app of a model."""
    return model._meta.app_label
