"""`.env.example`: the variables a project declares."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

NAMES = (
    ".env.example",
    ".env.sample",
    ".env.template",
    ".env.dist",
    "env.example",
    "example.env",
    "sample.env",
)
LINE = re.compile(r"^\s*(?P<off>#\s*)?(?:export\s+)?(?P<name>[A-Z][A-Z0-9_]*)\s*=(?P<value>.*)$")


@dataclass(frozen=True)
class Declared:
    """One variable. `optional`: its line is commented out, the usual way to name what need not be set."""

    name: str
    value: str
    line: int
    optional: bool


def declared(path: Path) -> dict[str, Declared]:
    """Every variable that the file at `path` names; nothing where there is no file."""
    if not path.is_file():
        return {}
    found: dict[str, Declared] = {}
    for number, text in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), 1):
        match = LINE.match(text)
        if match and (match["name"] not in found or not match["off"]):
            found[match["name"]] = Declared(
                match["name"], unquoted(match["value"]), number, bool(match["off"])
            )
    return found


def unquoted(text: str) -> str:
    """The value as a shell would read it: without quotes, without a comment behind it."""
    text = text.strip()
    if text[:1] in {'"', "'"} and text.find(text[0], 1) > 0:
        return text[1 : text.find(text[0], 1)]
    return re.split(r"(?:^|\s)#", text, maxsplit=1)[0].strip()
