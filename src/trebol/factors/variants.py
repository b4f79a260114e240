"""The settings under other environments: what each variable changes, what a missing one says."""

from __future__ import annotations

import hashlib
import json
import re
from typing import Any
from urllib.parse import quote

from trebol.factors.check import CouldNotRun
from trebol.factors.environment import is_secret
from trebol.factors.observation import Observation
from trebol.factors.observed import observed

AWKWARD = "p@ss/w:rd#1%?é &"
MOST = 40


class Variants:
    """The facts about variables, for one observation. Each variant is a fork that loads the settings anew."""

    def __init__(self, observation: Observation) -> None:
        self.observation = observation
        self.workshop = observation.workshop

    def settings_under(self, changes: list[dict[str, str | None]]) -> list[dict[str, Any]]:
        """The settings under each of the changes (None unsets a variable)."""
        file = self.workshop.scratch.folder / f"changes-{self.workshop.scratch.next()}.json"
        file.write_text(json.dumps(changes))
        found, _ = self.workshop.probe("boot vary", str(file), seconds=90)
        if not isinstance(found, list):
            raise CouldNotRun("the settings could not be loaded more than once")
        return found

    @observed
    def plain(self) -> dict[str, Any]:
        """The settings under the scratch environment itself."""
        found = self.settings_under([{}])[0]
        if not found["ok"]:
            raise CouldNotRun(f"the settings do not load: {found['error'].strip().splitlines()[-1][:200]}")
        return found

    @property
    def given(self) -> list[str]:
        """The variables that have a value in the scratch environment."""
        return list(self.workshop.values)[:MOST]

    @observed
    def changed(self) -> dict[str, list[str] | None]:
        """For each variable the settings that differ once it is changed; None where the settings refuse the
        value.
        """
        values = self.workshop.values
        found = self.settings_under([{name: other(name, values[name])} for name in self.given])
        before = self.plain["digests"]
        return {
            name: differing(before, each["digests"]) if each["ok"] else None
            for name, each in zip(self.given, found, strict=True)
        }

    @observed
    def missing(self) -> dict[str, str]:
        """The error for each variable without which the settings do not load."""
        found = self.settings_under([{name: None} for name in self.given])
        return {name: each["error"] for name, each in zip(self.given, found, strict=True) if not each["ok"]}

    @observed
    def all_missing(self) -> dict[str, Any]:
        """The settings, or their error, with every required variable missing."""
        return self.settings_under([dict.fromkeys(self.missing)])[0]

    @observed
    def awkward(self) -> dict[str, Any]:
        """The settings with a password in the database's URL that needs quoting."""
        names = self.observation.database_variables
        if not names:
            raise CouldNotRun("no variable holds the URL of a database")
        url = f"postgres://someone:{quote(AWKWARD, safe='')}@127.0.0.1:54321/some%2Fname"
        return self.settings_under([{names[0]: url}])[0]

    @observed
    def by_file(self) -> dict[str, bool]:
        """For each secret, whether the settings take it from the file that `<NAME>_FILE` names."""
        secrets = [name for name in self.given if is_secret(name) and self.workshop.values[name]]
        changes: list[dict[str, str | None]] = []
        for name in secrets:
            file = self.workshop.scratch.folder / f"secret-{name}"
            file.write_text(self.workshop.values[name] + "\n")
            changes.append({name: None, f"{name}_FILE": str(file)})
        found = self.settings_under(changes) if changes else []
        before = self.plain["digests"]
        return {
            name: each["ok"] and not differing(before, each["digests"])
            for name, each in zip(secrets, found, strict=True)
        }


def differing(before: dict[str, str], after: dict[str, str]) -> list[str]:
    """The settings that are not the same."""
    return sorted(name for name in before.keys() | after.keys() if before.get(name) != after.get(name))


def other(name: str, value: str) -> str:
    """Another value of the same kind."""
    flips = {
        "true": "false",
        "false": "true",
        "1": "0",
        "0": "1",
        "yes": "no",
        "no": "yes",
        "on": "off",
        "off": "on",
    }
    if value.lower() in flips:
        flipped = flips[value.lower()]
        return flipped.title() if value[:1].isupper() else flipped
    if value.isdigit():
        return str(int(value) + 1)
    if re.match(r"[\w+.-]+://", value):
        return re.sub(r"(\?|$)", r"x\1", value, count=1)
    levels = {"DEBUG": "WARNING", "INFO": "WARNING", "WARNING": "INFO", "ERROR": "INFO", "CRITICAL": "INFO"}
    return levels.get(value.upper()) or f"{value}{',' if ',' in value else ''}x"


def digest(text: str) -> str:
    """The digest that the probe makes of a secret."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]
