"""Imports the project's modules with only the locked distributions in sight.

`imports.py MANAGE_FOLDER SETTINGS_MODULE OUT LOCK MODULES`. Files that no locked distribution owns are
hidden, so what is installed and not locked is as absent as it will be in an environment made from the lock
alone.
"""

from __future__ import annotations

import importlib
import importlib.machinery
import json
import os
import re
import sys
from importlib.metadata import Distribution, distributions
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

MANAGE, MODULE, OUT = sys.argv[1:4]
LOCK, NAMES = json.loads(sys.argv[4]), json.loads(sys.argv[5])
HERE = os.path.abspath(MANAGE)


def normal(name: str) -> str:
    """The normal form of a distribution's name (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()


def tops(distribution: Distribution) -> set[str]:
    """The top-level modules of a distribution."""
    said = (distribution.read_text("top_level.txt") or "").split()
    files = [str(file) for file in distribution.files or ()]
    parts = {file.split("/")[0] for file in files if file.endswith((".py", ".so", ".pyd")) or "/" in file}
    return {re.sub(r"(\.[\w-]+)*\.(py|so|pyd)$", "", part) for part in [*parts, *said]}


def of_this_repository(distribution: Distribution) -> bool:
    """Whether a distribution was installed from a folder of the project's own repository (PEP 610).

    The commit says what it is, so no lock has to.
    """
    said = json.loads(distribution.read_text("direct_url.json") or "{}")
    place = Path(unquote(urlsplit(said.get("url", "")).path)).resolve()
    return "dir_info" in said and place.is_relative_to(Path(LOCK["root"]).resolve())


class Hiding:
    """Finds nothing of what no locked distribution owns."""

    def __init__(self, hidden: set[str]) -> None:
        self.hidden = hidden

    def find_spec(self, name: str, path: Any = None, target: Any = None) -> None:
        """Raises `ModuleNotFoundError` for a hidden module; leaves the rest to the next finder."""
        if name.partition(".")[0] in self.hidden:
            raise ModuleNotFoundError(
                f"{name} is installed here, and the lock file does not name its distribution", name=name
            )


def attempt(name: str) -> dict[str, Any] | None:
    """Import a module; the error with its place where the lock does not hold what it needs."""
    try:
        importlib.import_module(name)
    except ImportError as error:
        frame = error.__traceback__
        place: dict[str, Any] = {"path": None, "line": None}
        while frame is not None:
            file = frame.tb_frame.f_code.co_filename
            if file.startswith(os.getcwd()):
                place = {"path": os.path.relpath(file), "line": frame.tb_lineno}
            frame = frame.tb_next
        return {"error": str(error), **place}
    except Exception:  # noqa: BLE001
        return None  # it was found and loaded; what it does without its services is not the lock's matter
    return None


def main() -> dict[str, Any]:
    """What is absent, at another version, or not loadable."""
    installed = {normal(each.metadata["Name"]): each for each in distributions()}
    locked = LOCK["versions"]
    absent = [name for name in locked if name not in installed and name not in LOCK["conditional"]]
    other = [
        (name, want, installed[name].version)
        for name, want in locked.items()
        if name in installed and installed[name].version != want and name not in LOCK["conditional"]
    ]
    own = {name for name, each in installed.items() if name in locked or of_this_repository(each)}
    allowed = set().union(*(tops(installed[name]) for name in own))
    hidden = set().union(*(tops(each) for name, each in installed.items() if name not in own)) - allowed
    kept = {name.partition(".")[0] for name in NAMES} | set(sys.stdlib_module_names) | {"_distutils_hack"}
    sys.meta_path.insert(0, Hiding(hidden - kept))
    importlib.invalidate_caches()
    errors = [setup(), *(attempt(name) for name in NAMES)]
    unique = {json.dumps(each): each for each in errors if each}
    return {"absent": absent, "other": other, "errors": list(unique.values())[:20]}


def setup() -> dict[str, Any] | None:
    """Set Django up, which loads what settings name; the error where the lock does not hold it."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", MODULE)
    failure = attempt("django")
    if failure is None:
        try:
            importlib.import_module("django").setup()
        except ImportError as error:
            return {"error": str(error), "path": MODULE.replace(".", "/") + ".py", "line": None}
    return failure


sys.path[0] = HERE
result = main()
with open(OUT, "w") as out:
    json.dump(result, out)
