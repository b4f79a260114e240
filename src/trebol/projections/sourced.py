"""What feeds a field, as the check of whether it fits sees it."""

from __future__ import annotations

from typing import Any, NamedTuple


class Source(NamedTuple):
    """The Django field of the values that feed a field of a message, and whether they can be null.

    ``exact``: the values are those of the Django field itself, or of an ``output_field`` the author gave; a
    computed value is of the same kind only: its length, range and choices are not the field's.
    ``widened``: computed of sums or 64-bit integers, whatever Django says. ``counted``: never below zero.
    """

    field: Any
    null: bool
    exact: bool = True
    widened: bool = False
    counted: bool = False

    @property
    def kind(self) -> str:
        """The Django field's class."""
        return type(self.field).__name__

    def validators(self, kind: type) -> list[Any]:
        """Return the validators of a class that the values have passed."""
        return [each for each in self.field.validators if isinstance(each, kind)] if self.exact else []
