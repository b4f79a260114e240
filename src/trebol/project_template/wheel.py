"""The wheel of this very Trébol, so that a new project's lock names it with its hash."""

from __future__ import annotations

import hashlib
import subprocess
import sys
import tomllib
from importlib.metadata import version
from pathlib import Path

import trebol


class NoWheel(Exception):
    """The wheel could not be made."""


def wheel(folder: Path) -> Path:
    """Put the wheel of this Trébol into ``folder``: built where it runs from a checkout, else fetched.

    Raises ``NoWheel`` with pip's last words where that fails.
    """
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet", "wheel", "--no-deps"]
    origin = checkout()
    source = ["--no-build-isolation", str(origin)] if origin else [f"trebol=={version('trebol')}"]
    done = subprocess.run(  # noqa: S603
        [*pip, "--wheel-dir", str(folder), *source], capture_output=True, text=True, check=False
    )
    found = sorted(folder.glob("trebol-*.whl"))
    if done.returncode or not found:
        said = done.stderr.strip().splitlines()
        raise NoWheel(f"the wheel of Trébol could not be made ({said[-1] if said else 'pip says nothing'})")
    return found[0]


def checkout() -> Path | None:
    """Return the repository that this Trébol runs from; None where it was installed."""
    top = Path(trebol.__file__).parents[2]
    declared = top / "pyproject.toml"
    if not declared.is_file():
        return None
    named = tomllib.loads(declared.read_text(encoding="utf-8")).get("project", {}).get("name")
    return top if named == "trebol" else None


def pinned(made: Path) -> str:
    """Return the line of a lock that names a wheel, with its hash."""
    digest = hashlib.sha256(made.read_bytes()).hexdigest()
    return f"trebol=={made.name.split('-')[1]} \\\n    --hash=sha256:{digest}\n"
