r"""A contract's pattern (Python's ``re``, searched) as an XML Schema pattern (anchored), where there is one.

XML Schema part 2 appendix F has no anchors, look-around, back references, lazy or possessive repetition, and
its ``\w`` is another set than Python's. What would not mean the same is not translated: the WSDL
then has the pattern in its documentation, and the contract judges it as always.
"""

from __future__ import annotations

import re

from trebol.protocols.soap.text import not_carried

ANYTHING = r"[\s\S]*"
ESCAPED_OUTSIDE = frozenset("\\.?*+{}()|[]^")
ESCAPED_INSIDE = frozenset("\\[]^-")
SPECIAL = {"n": "\n", "r": "\r", "t": "\t"}
WRITTEN = {"\n": r"\n", "\r": r"\r", "\t": r"\t"}
SPACES = r" \t\n\r" + "\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
"""What Python's ``\\s`` is, of the characters XML can carry."""
DIGITS = {"d": r"\d", "D": r"\D"}
"""Decimal digits of Unicode in both; which version of Unicode, each reader decides."""
ENDS = ("$", "\\Z")
"""Anchors of the end; in a contract ``$`` is nothing else (``trebol.contract.values.ending``)."""
COUNTED = re.compile(r"\{([0-9]*)(,?)([0-9]*)\}", re.ASCII)
GROUP = re.compile(r"\((?:\?:|\?P<[A-Za-z_][A-Za-z0-9_]*>|(?!\?))", re.ASCII)


class Inexpressible(Exception):
    """The pattern says something XML Schema cannot."""


def xsd_pattern(pattern: str) -> str | None:
    """Return the XML Schema pattern that fits the same texts; None where there is none."""
    try:
        return Translation(pattern).whole()
    except Inexpressible:
        return None


class Translation:
    """Reads a pattern from left to right; ``at`` is where."""

    def __init__(self, pattern: str) -> None:
        self.text, self.at = pattern, 0

    def whole(self) -> str:
        """Translate all of it: an anchor at either end goes; where there is none, anything may stand."""
        begins = self.took("^") or self.took("\\A")
        branches = [self.branch()]
        ends = self.ends()
        while not ends and self.took("|"):
            branches.append(self.branch())
            ends = self.ends()
        if self.at < len(self.text):
            raise Inexpressible(self.text)
        if len(branches) > 1 and (begins or ends):
            raise Inexpressible(self.text)  # an anchor binds to one branch only
        inside = branches[0] if len(branches) == 1 else f"({'|'.join(branches)})"
        return ("" if begins else ANYTHING) + inside + ("" if ends else ANYTHING)

    def ends(self) -> bool:
        """Take an anchor at the very end if there is one."""
        rest = self.text[self.at :]
        if rest in ENDS:
            self.at = len(self.text)
            return True
        return False

    def took(self, literal: str) -> bool:
        """Go past a literal if it stands here."""
        if self.text.startswith(literal, self.at):
            self.at += len(literal)
            return True
        return False

    def next(self) -> str:
        """Take one character."""
        if self.at >= len(self.text):
            raise Inexpressible(self.text)
        self.at += 1
        return self.text[self.at - 1]

    def branch(self) -> str:
        """Translate up to a bar, a closing parenthesis or the end."""
        parts = []
        while (
            self.at < len(self.text) and self.text[self.at] not in "|)" and self.text[self.at :] not in ENDS
        ):
            parts.append(self.atom() + self.repetition())
        return "".join(parts)

    def atom(self) -> str:
        """Translate a group, a class or a character."""
        if group := GROUP.match(self.text, self.at):
            self.at = group.end()
            branches = [self.branch()]
            while self.took("|"):
                branches.append(self.branch())
            if not self.took(")"):
                raise Inexpressible(self.text)
            return f"({'|'.join(branches)})"
        character = self.next()
        if character == "[":
            return self.character_class()
        if character == ".":
            return r"[^\n]"
        if character == "\\":
            return self.escape(ESCAPED_OUTSIDE)
        if character in "^$(*+?":
            raise Inexpressible(self.text)
        return literal(character, ESCAPED_OUTSIDE)

    def repetition(self) -> str:
        """Translate what says how often; laziness changes which match is found, not whether there is one."""
        counted = COUNTED.match(self.text, self.at)
        if counted and (counted[1] or counted[3]):
            self.at = counted.end()
            low, comma, high = counted.groups()
            found = f"{{{low or 0}{comma}{high}}}"
        elif self.at < len(self.text) and self.text[self.at] in "*+?":
            found = self.next()
        else:
            return ""
        if self.took("+"):
            raise Inexpressible(self.text)
        self.took("?")
        return found

    def character_class(self) -> str:
        """Translate ``[...]``."""
        parts = ["^" if self.took("^") else ""]
        first = True
        while first or not self.took("]"):
            first = False
            low = self.member()
            if self.text.startswith("-", self.at) and not self.text.startswith("-]", self.at):
                self.at += 1
                low = f"{low}-{self.member()}"
            parts.append(low)
        return f"[{''.join(parts)}]"

    def member(self) -> str:
        """Translate one character of a class."""
        character = self.next()
        return self.escape(ESCAPED_INSIDE) if character == "\\" else literal(character, ESCAPED_INSIDE)

    def escape(self, escaped: frozenset[str]) -> str:
        """Translate what follows a backslash."""
        character = self.next()
        if character in DIGITS:
            return DIGITS[character]
        if character in "sS" and escaped is ESCAPED_OUTSIDE:
            return f"[{'^' if character == 'S' else ''}{SPACES}]"
        if character == "s":
            return SPACES
        if character in SPECIAL:
            return WRITTEN[SPECIAL[character]]
        if character.isalnum():
            raise Inexpressible(self.text)
        return literal(character, escaped)


def literal(character: str, escaped: frozenset[str]) -> str:
    """Write a character that stands for itself."""
    if character in escaped:
        return "\\" + character
    if character == "$":
        return "[$]" if escaped is ESCAPED_OUTSIDE else "$"
    if character in WRITTEN:
        return WRITTEN[character]
    if not_carried.match(character):
        raise Inexpressible(character)
    return character
