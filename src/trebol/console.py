"""The console script `trebol`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from importlib import import_module

COMMANDS = {  # a module with `arguments` and `main`, and what the help says
    "factors": ("trebol.factors.command", "judge a Django project by the twelve factors"),
    "run": ("trebol.processes", "run what a Procfile says, on one's own machine"),
    "new": ("trebol.project_template.command", "write a project to begin with"),
    "serve": ("trebol.servers.command", "granian, which loses no request when it ends"),
}


def main(words: Sequence[str] | None = None) -> int:
    """Run a command; its exit status. `words`: the arguments, else those of the process."""
    given = list(sys.argv[1:] if words is None else words)
    parser = argparse.ArgumentParser(prog="trebol", description="A service framework for Django.")
    commands = parser.add_subparsers(dest="command", required=True)
    parsers = {
        name: commands.add_parser(name, help=told, allow_abbrev=name != "serve")
        for name, (_, told) in COMMANDS.items()
    }
    chosen = given[0] if given and given[0] in COMMANDS else None
    if chosen is None:
        parser.parse_args(given)  # prints the help, or what is wrong, and ends
        return 2
    command = import_module(COMMANDS[chosen][0])  # that one alone: a server does not carry the checks along
    command.arguments(parsers[chosen])
    said, others = parser.parse_known_args(given)
    if chosen == "serve":
        return int(command.main(said, others))
    if others:
        parser.error(f"unrecognized arguments: {' '.join(others)}")
    return int(command.main(said))


if __name__ == "__main__":
    sys.exit(main())
