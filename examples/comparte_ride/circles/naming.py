"""What the circles service makes up: slugs of circles, codes of invitations, the text that is searched."""

import secrets
import unicodedata

from django.utils.text import slugify

CODE_LENGTH = 12
LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # no two that are read alike
SUFFIX_LENGTH = 6
SLUG_LENGTH = 60  # characters at most


def new_code() -> str:
    """A code nobody can guess (59 bits), to be read aloud and typed."""
    return "".join(secrets.choice(LETTERS) for _ in range(CODE_LENGTH))


def typed_code(text: str) -> str:
    """The code a person meant who typed it in small letters or with spaces and hyphens."""
    return "".join(text.split()).replace("-", "").upper()


def new_slug(name: str) -> str:
    """A slug made of the name and six random characters.

    Each has them, so that a slug which is taken tells nobody of a private circle of that name.
    """
    suffix = "".join(secrets.choice(LETTERS) for _ in range(SUFFIX_LENGTH)).lower()
    stem = slugify(name)[: SLUG_LENGTH - SUFFIX_LENGTH - 1].strip("-") or "circle"
    return f"{stem}-{suffix}"


def folded(*texts: str) -> str:
    """The texts without case and accents, as they are kept for searching and compared with what is sought."""
    decomposed = unicodedata.normalize("NFKD", " ".join(texts).casefold())
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))
