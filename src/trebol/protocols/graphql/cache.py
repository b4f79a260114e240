"""Keeps what is planned: bounded in number and in memory, what is used stays."""

from __future__ import annotations

from threading import Lock

from trebol.protocols.graphql.document import Document

MEMORY = 64 * 1024 * 1024
"""Bytes that planned documents may take, by the estimate of ``weight``."""
BASE, PER_CHARACTER = 10_000, 200
"""Bytes of a plan of n characters: less than ``BASE + n * PER_CHARACTER``, which a test holds."""


class Kept:
    """A document in the cache; ``used`` since it was last looked at for eviction."""

    __slots__ = ("document", "used", "weight")

    def __init__(self, document: Document) -> None:
        self.document, self.used = document, False
        self.weight = document.most_plans * (BASE + PER_CHARACTER * len(document.text))


class Documents:
    """Documents by their text. A hit takes no lock: it marks what it finds (second chance, Clock)."""

    def __init__(self, most: int, memory: int = MEMORY) -> None:
        self.most, self.memory = most, memory
        self.kept: dict[str, Kept] = {}
        self.weight = 0
        self.lock = Lock()

    def find(self, text: str) -> Document | None:
        """Return the document of a text, if it is kept."""
        found = self.kept.get(text)
        if found is None:
            return None
        found.used = True
        return found.document

    def keep(self, document: Document) -> None:
        """Keep a document; what has not been used for longest makes room."""
        kept = Kept(document)
        if kept.weight > self.memory or self.most < 1:
            return
        with self.lock:
            self.drop(document.text)
            while len(self.kept) >= self.most or self.weight + kept.weight > self.memory:
                self.evict()
            self.kept[document.text] = kept
            self.weight += kept.weight

    def evict(self) -> None:
        """Drop the oldest that was not used since it was last passed over."""
        while True:
            text, oldest = next(iter(self.kept.items()))
            self.drop(text)
            if not oldest.used:
                return
            oldest.used = False
            self.kept[text] = oldest
            self.weight += oldest.weight

    def drop(self, text: str) -> None:
        """Drop a document."""
        dropped = self.kept.pop(text, None)
        if dropped is not None:
            self.weight -= dropped.weight
