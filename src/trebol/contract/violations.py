"""One thing wrong with an input."""

from __future__ import annotations

import msgspec

Step = str | int


class Violation(msgspec.Struct, frozen=True):
    """Where an input is wrong and what was expected there.

    ``steps``: the way from the parameters inward, names of the contract and list indexes (from 0), e.g.
    ``("payment", "last4")``; an unknown field's step is the name the wire used.
    ``expected``: what should be there, a sentence without the value that was sent.
    ``reason``: one of ``missing``, ``unknown``, ``type``, ``value``, ``null``, ``duplicate``, ``syntax``.
    """

    steps: tuple[Step, ...]
    reason: str
    expected: str

    @property
    def path(self) -> str:
        """``payment.last4``, ``seats[2].name``: the contract's path; empty for the input as a whole."""
        text = ""
        for step in self.steps:
            text += f"[{step}]" if isinstance(step, int) else f".{step}" if text else step
        return text
