"""The command `trebol serve`."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from granian import cli

from trebol.servers.granian import DrainingServer

DRAIN_SECONDS = 1.0


def seconds(text: str) -> float:
    """A time from 0 on. Raises `ArgumentTypeError` for anything else."""
    try:
        found = float(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r} is no number of seconds") from error
    if not 0 <= found < float("inf"):
        raise argparse.ArgumentTypeError(f"{text!r}: give 0 or more seconds")
    return found


def arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the command reads; granian reads the rest."""
    parser.description = (
        "Serve an application by granian. All other arguments, and GRANIAN_* variables, are granian's."
    )
    parser.epilog = "For its options: granian --help."
    parser.add_argument(
        "--drain-seconds",
        type=seconds,
        default=DRAIN_SECONDS,
        help="after SIGTERM: refuse newcomers and answer the connected for so long, then end "
        "(%(default)s; 0: end as granian does)",
    )


def main(said: argparse.Namespace, words: Sequence[str]) -> int:
    """Serve until told to end; the exit status."""
    DrainingServer.drain_seconds = said.drain_seconds
    cli.Server = DrainingServer  # type: ignore[attr-defined]  # granian's command has no other way to be given a server
    status = cli.cli(list(words), prog_name="granian", auto_envvar_prefix="GRANIAN", standalone_mode=False)
    return int(status or 0)
