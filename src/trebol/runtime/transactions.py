"""One durable transaction for each command."""

from __future__ import annotations

from contextlib import AbstractContextManager

from django.db import transaction


def transaction_of(alias: str) -> AbstractContextManager[None]:
    """Open the transaction of a command on a database; it commits when the block ends well.

    Durable: it is never part of an outer one, so a result that was told is a result that stays.
    """
    return transaction.atomic(using=alias, durable=True)
