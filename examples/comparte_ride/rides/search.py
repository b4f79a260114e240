"""What of a ride is searched, and how what people type is compared with it."""

import unicodedata


def folded(*texts: str) -> str:
    """The texts in one line, without case and accents."""
    decomposed = unicodedata.normalize("NFKD", " ".join(texts).casefold())
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))
