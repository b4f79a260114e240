"""What a worker says: one line in the log for each thing that happens, its facts as fields."""

from __future__ import annotations

import logging
from collections.abc import Mapping

logger = logging.getLogger("trebol.worker")

Fact = str | int | float
LEVELS = {"done": logging.INFO, "retry": logging.WARNING, "dead": logging.ERROR, "lost": logging.WARNING}
"""How loud each outcome of work is."""


def tell(
    event: str, facts: Mapping[str, Fact], *, level: int = logging.INFO, error: BaseException | None = None
) -> None:
    """Log one event: ``task_done id=... attempt=1``; the facts are fields of the record too (``extra``)."""
    line = " ".join([event, *(f"{name}={said(fact)}" for name, fact in facts.items())])
    logger.log(level, "%s", line, extra={"event": event, **facts}, exc_info=error)


def said(fact: Fact) -> str:
    """Write a fact in one word, or in quotes."""
    text = str(fact)
    return f'"{text}"' if not text or " " in text else text
