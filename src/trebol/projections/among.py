"""A column among many values, in an SQL text that does not grow with their number."""

from __future__ import annotations

from typing import Any

import msgspec
from django.db.models import Field
from django.db.models.lookups import Lookup

JSON_BUILT_IN = (3, 38)
"""Since this version SQLite has JSON functions without being asked for them."""


SAME = {
    **dict.fromkeys(("AutoField", "BigAutoField", "IntegerField", "BigIntegerField"), ({int},)),
    **dict.fromkeys(("CharField", "SlugField"), ({str},)),
}
"""Django's own fields whose values the database has as Python has them."""


class Among(Lookup):
    """``lhs`` is one of ``rhs``, a list of values as Django gives them, none of them null.

    One parameter whatever their number: an array on PostgreSQL, a JSON text on SQLite.
    """

    lookup_name = "trebol_among"
    prepare_rhs = False

    def stored(self, connection: Any) -> list[Any]:
        """Return the values as the database has them."""
        field = self.lhs.output_field
        kinds = set(map(type, self.rhs))
        if kinds in SAME.get(type(field).__name__, ()) and type(field).__module__ == Field.__module__:
            return list(self.rhs)
        return [field.get_db_prep_value(value, connection, prepared=False) for value in self.rhs]

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        """Write the condition with a parameter for each value."""
        column, params = self.process_lhs(compiler, connection)
        values = self.stored(connection)
        return f"{column} IN ({', '.join(['%s'] * len(values))})", (*params, *values)

    def as_postgresql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        """Write the condition with one array."""
        column, params = self.process_lhs(compiler, connection)
        return f"{column} = ANY(%s)", (*params, self.stored(connection))

    def as_sqlite(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        """Write the condition with one JSON text, where JSON has what the column holds."""
        values = self.stored(connection)
        built_in = connection.Database.sqlite_version_info >= JSON_BUILT_IN
        if not built_in or not set(map(type, values)) <= {int, str}:
            return self.as_sql(compiler, connection)
        column, params = self.process_lhs(compiler, connection)
        text = msgspec.json.encode(values).decode()
        return f"{column} IN (SELECT value FROM json_each(%s))", (*params, text)  # noqa: S608 - a column
