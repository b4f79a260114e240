"""The command line of ``trebol new NAME``."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from trebol.project_template.wheel import NoWheel
from trebol.project_template.write import Refused, write

NEXT = """\
{name} is written. Next:

    cd {folder}
    python3 -m venv .venv && .venv/bin/pip install --require-hashes -r requirements-dev.txt
    .venv/bin/trebol run
"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of the command."""
    parser.add_argument("name", help="of the project: lower-case letters, digits and underscores")
    parser.add_argument("--directory", type=Path, help="where to write it, a new folder (default: ./NAME)")


def main(said: argparse.Namespace) -> int:
    """Write the project and say what comes next; 2 where it cannot be written."""
    folder = said.directory or Path(said.name)
    try:
        write(said.name, folder)
    except (Refused, NoWheel, OSError) as reason:
        sys.stderr.write(f"trebol new: {reason}\n")
        return 2
    sys.stdout.write(NEXT.format(name=said.name, folder=folder))
    return 0
