"""Tells what went wrong in the language that Django chose for the request.

The texts of Trébol are in ``trebol/locale``; a project translates its own (the first lines of the docstrings
of its faults and permissions, the nouns of its services) in its own catalogues, as every text of Django.
"""

from __future__ import annotations

import msgspec
from django.utils.translation import get_language, gettext

from trebol.contract.errors import InvalidArgument, ServiceError
from trebol.contract.words import Said

SOURCE = "en"


def spoken(text: str) -> str:
    """Return a text in the active language; as it stands where that has no translation of it."""
    if not text or (get_language() or SOURCE).partition("-")[0] == SOURCE:
        return str(text)
    return text.told(gettext) if isinstance(text, Said) else gettext(text)


def in_their_language(error: ServiceError) -> ServiceError:
    """Return an error whose texts are in the active language."""
    told = spoken(error.message)
    if told != error.message:
        error.message, error.language = told, get_language() or SOURCE
    if isinstance(error, InvalidArgument):
        error.violations = tuple(
            msgspec.structs.replace(one, expected=spoken(one.expected)) for one in error.violations
        )
    return error
