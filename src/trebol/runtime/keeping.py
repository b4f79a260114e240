"""Keeping files in Django's storages, beside the rows that tell of them.

A storage takes part in no transaction, so the order is this. The new file is written first, before the row
tells of it: where that fails the command fails, and no row ever leads to nothing. Where the command is rolled
back the new file is deleted. The old one is deleted once the row has let go of it for good: after the commit.
A process that is killed in between leaves a file that nobody knows of, never a row without its file.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import Any

from django.core.files.base import ContentFile
from django.db import connections, router, transaction
from django.db.models.fields.files import FieldFile

from trebol.contract.errors import Misuse
from trebol.contract.media import media_type_of
from trebol.runtime.frame import FRAME, NO_FRAME


def keep(file: FieldFile, content: bytes | None, /) -> None:
    """Keep the content of a ``Media`` field as the file of a row, in place of the one it had.

    ``keep(account.picture, picture)``: the row is saved (that column), unless it is not in the database yet;
    None lets go of the file. The name is random; the type, and what the name ends in, come from the content.
    """
    instance, field = file.instance, file.field
    using = instance._state.db or router.db_for_write(type(instance), instance=instance)
    name = "" if content is None else written(file, content, using)
    try:
        before = "" if instance._state.adding else held(file, using)
        setattr(instance, field.name, name)
        if not instance._state.adding:
            instance.save(using=using, update_fields=[field.name])
    except BaseException:
        if name and not FRAME.get(NO_FRAME).in_transaction:  # inside a command its end does it
            file.storage.delete(name)
        raise
    if before and before != name:
        storage = file.storage
        transaction.on_commit(lambda: storage.delete(before), using=using, robust=True)


def written(file: FieldFile, content: bytes, using: str) -> str:
    """Write a new file and return its name; it goes again if its row does not stay."""
    media_type = media_type_of(content)
    if media_type is None:
        raise Misuse(
            f"{file.field} keeps a content of no media type that we know: declare the parameter it comes "
            'from as Annotated[bytes, Media("image/png", ...)], which refuses such a content at the door.'
        )
    random = f"{secrets.token_hex(16)}.{media_type.partition('/')[2]}"
    name = file.field.generate_filename(file.instance, random)
    stored: str = file.storage.save(name, ContentFile(content), max_length=file.field.max_length)
    frame = FRAME.get(NO_FRAME)
    if frame.in_transaction:
        frame.undo.append(if_rolled_back(file, stored, using))
        frame.last.append(unless_told(file, stored, using))
    return stored


def if_rolled_back(file: FieldFile, name: str, using: str) -> Callable[[], None]:
    """Return what deletes a file once its transaction has failed.

    Where the connection broke nobody knows whether it was committed: then the file stays.
    """
    connection: Any = connections[using].connection

    def delete() -> None:
        if connections[using].connection is connection:
            file.storage.delete(name)

    return delete


def unless_told(file: FieldFile, name: str, using: str) -> Callable[[], None]:
    """Return what deletes a file at the end of its transaction if no row tells of it.

    So it is after a savepoint that was rolled back, or for an instance that was never saved.
    """
    rows: Any = type(file.instance)._base_manager.using(using)

    def delete() -> None:
        if not rows.filter(pk=file.instance.pk, **{file.field.attname: name}).exists():
            file.storage.delete(name)

    return delete


def held(file: FieldFile, using: str) -> str:
    """Return the name that the database has, and let nobody change it until the transaction ends.

    Of two that change it at once, the second deletes what the first one kept, not what both found.
    """
    rows: Any = type(file.instance)._base_manager.using(using).filter(pk=file.instance.pk)
    with transaction.atomic(using=using):
        name: str | None = rows.select_for_update().values_list(file.field.attname, flat=True).get()
    return name or ""
