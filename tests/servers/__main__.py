"""Measures servers under rolling restarts; prints their lines of the table in docs/servers.md.

`python -m tests.servers [SERVER ...] [--requests N] [--restarts N]`, from the top of the repository.
"""

from __future__ import annotations

import argparse
import asyncio
import tempfile
from pathlib import Path

from tests.servers.fleet import SERVERS, fleet, roll
from tests.servers.stored import stored


def line(server: str, requests: int, restarts: int) -> str:
    """Measure one server, on SQLite; its line."""
    with tempfile.TemporaryDirectory() as folder:
        database = f"{folder}/marks.sqlite3"
        with fleet(server, database, Path(folder)) as servers:
            outcome = asyncio.run(roll(servers, requests=requests, restarts=restarts))
        unknown = len(set(stored(database)) ^ set(outcome.done))
    slowest = max(outcome.ends)
    return (
        f"| {server} | {restarts} | {outcome.requests} | {outcome.failed} | "
        f"{unknown} rows without an answer, an end took {slowest:.1f} s at most"
    )


def main() -> None:
    """Measure what is asked for: `trebol serve`, where nothing is."""
    parser = argparse.ArgumentParser(prog="python -m tests.servers")
    parser.add_argument("servers", nargs="*", default=["trebol serve"], help=f"of {', '.join(SERVERS)}")
    parser.add_argument("--requests", type=int, default=10_000)
    parser.add_argument("--restarts", type=int, default=6)
    said = parser.parse_args()
    if unknown := set(said.servers) - SERVERS.keys():
        parser.error(f"no such server: {', '.join(unknown)}")
    for server in said.servers:
        print(line(server, said.requests, said.restarts), flush=True)


if __name__ == "__main__":
    main()
