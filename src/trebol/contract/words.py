"""What a caller is told, in such a way that it can be told in another language.

``said("at least {number} items", number=3)`` is that text in English and remembers how it was made. Only who
knows the reader's language (``trebol.runtime.spoken``) makes another of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping


class Said(str):
    """A text in English, with what it was made of: a template with values, or parts with a separator."""

    template: str
    values: Mapping[str, object]
    parts: tuple[str, ...] | None

    def told(self, speak: Callable[[str], str]) -> str:
        """Return it made again, of templates that ``speak`` translates."""
        if self.parts is not None:
            return self.template.join(retold(part, speak) for part in self.parts)
        return filled(speak(self.template), {n: retold(value, speak) for n, value in self.values.items()})


def said(template: str, /, **values: object) -> Said:
    """Say something: the template is the key of its translations, ``{name}`` stands for a value."""
    text = Said(filled(template, values))
    text.template, text.values, text.parts = template, values, None
    return text


def filled(template: str, values: Mapping[str, object]) -> str:
    """Put the values into a template; one that takes none may hold braces."""
    return template.format_map(values) if values else template


def template(text: str) -> str:
    """Mark a template that is said elsewhere, so that its translation is asked for."""
    return text


def listed(parts: Iterable[str], separator: str = ", ") -> Said:
    """Say several things after one another."""
    kept = tuple(parts)
    text = Said(separator.join(kept))
    text.template, text.values, text.parts = separator, {}, kept
    return text


def retold(value: object, speak: Callable[[str], str]) -> str:
    """Return what was said in the language of ``speak``; anything else as its text."""
    return value.told(speak) if isinstance(value, Said) else str(value)
