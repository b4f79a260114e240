"""Files that no row tells of: what a process leaves that is killed between writing a file and its commit.

Only names that ``keep`` makes are looked at, and only in the folders of the fields that it writes: whatever
else is in a storage belongs to somebody else.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import Any, NamedTuple

from django.core.files.storage import Storage
from django.db import router
from django.db.models import FileField, Model

KEPT_NAME = re.compile(r"[0-9a-f]{32}\.[a-z]+")


class Folder(NamedTuple):
    """A folder of a storage, and the fields whose files are in it."""

    name: str
    storage: Storage
    fields: tuple[FileField, ...]


class Swept(NamedTuple):
    """What there is in a folder: how many files that rows tell of, and those that none does."""

    told: int
    orphans: tuple[str, ...]


def folders_of(models: Iterable[type[Model]], is_ours: Callable[[type[Model]], bool]) -> Iterator[Folder]:
    """Give the folders whose rows are all in this process's databases.

    ``is_ours``: whether the rows of a model are; a folder that others' rows share is left out, and so is one
    whose name is made for each file.
    """
    found: dict[str, list[FileField]] = {}
    for model in models:
        for field in model._meta.local_fields:
            if isinstance(field, FileField) and isinstance(field.upload_to, str):
                found.setdefault(field.upload_to.strip("/"), []).append(field)
    for name, fields in found.items():
        storage: Storage = fields[0].storage
        if (
            name
            and "%" not in name
            and all(is_ours(field.model) and field.storage == storage for field in fields)
        ):
            yield Folder(name, storage, tuple(fields))


def sweep(folder: Folder, before: datetime) -> Swept:
    """Look for files that no row tells of and that were written before a moment.

    The files are listed before the rows are read: one that is kept meanwhile is in neither.
    """
    listed = names_in(folder)
    told = set(names_told(folder))
    orphans = [name for name in listed if name not in told and is_older(folder.storage, name, before)]
    return Swept(len(told), tuple(orphans))


def names_in(folder: Folder) -> list[str]:
    """Return the names of the files that were kept in a folder."""
    try:
        files = folder.storage.listdir(folder.name)[1]
    except FileNotFoundError:
        return []
    return sorted(f"{folder.name}/{name}" for name in files if KEPT_NAME.fullmatch(name))


def names_told(folder: Folder) -> Iterator[str]:
    """Give every name that a row tells of."""
    for field in folder.fields:
        using = router.db_for_write(field.model)
        rows: Any = field.model._base_manager.using(using)
        yield from rows.filter(**{f"{field.name}__gt": ""}).values_list(field.name, flat=True).iterator()


def is_older(storage: Storage, name: str, before: datetime) -> bool:
    """Tell whether a file was written before a moment; one that is gone meanwhile is nobody's business."""
    try:
        return storage.get_modified_time(name) < before
    except FileNotFoundError:
        return False
