"""What the commands of the project `marks` wrote."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import psycopg

NUMBERS = "SELECT number FROM tally_entry ORDER BY number"


def stored(database: str) -> list[int]:
    """The numbers of the rows there are, in order; each as often as it was written."""
    if "://" in database:
        with psycopg.connect(database) as connection:
            return [number for (number,) in connection.execute(NUMBERS).fetchall()]
    with closing(sqlite3.connect(database, timeout=20)) as file:
        return [number for (number,) in file.execute(NUMBERS).fetchall()]
