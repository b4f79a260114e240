"""The console script `trebol`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from trebol import processes
from trebol.factors import command as factors
from trebol.project_template import command as new
from trebol.servers import command as servers


def main(words: Sequence[str] | None = None) -> int:
    """Run a command; its exit status. `words`: the arguments, else those of the process."""
    parser = argparse.ArgumentParser(prog="trebol", description="A service framework for Django.")
    commands = parser.add_subparsers(dest="command", required=True)
    factors.arguments(commands.add_parser("factors", help="judge a Django project by the twelve factors"))
    processes.arguments(commands.add_parser("run", help="run what a Procfile says, on one's own machine"))
    new.arguments(commands.add_parser("new", help="write a project to begin with"))
    servers.arguments(
        commands.add_parser("serve", help="granian, which loses no request when it ends", allow_abbrev=False)
    )
    said, others = parser.parse_known_args(words)
    if said.command == "serve":
        return servers.main(said, others)
    if others:
        parser.error(f"unrecognized arguments: {' '.join(others)}")
    main_of = {"factors": factors.main, "new": new.main, "run": processes.main}
    return main_of[said.command](said)


if __name__ == "__main__":
    sys.exit(main())
