"""The command: verify everybody, time them, print the table, write `benchmarks/results.json`."""

import argparse
import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, get_args

import django

from benchmarks import callers
from benchmarks.database import DATABASE_VARIABLE, DEFAULT_DATABASE
from benchmarks.messages import Auth, Work

if TYPE_CHECKING:
    from benchmarks.lineup import Contestant

WORKS: tuple[Work, ...] = get_args(Work)
AUTHS: tuple[Auth, ...] = get_args(Auth)


def arguments() -> argparse.Namespace:
    """What the command line asks for."""
    parser = argparse.ArgumentParser("benchmarks", description=__doc__)
    add = parser.add_argument
    add(
        "--database",
        default=DEFAULT_DATABASE,
        help="sqlite://:memory:, sqlite:///FILE, postgres://user@host/name",
    )
    add("--rounds", type=int, default=21, help="how often the contestants take turns")
    add("--only", nargs="+", default=[], metavar="NAME", help="works, contestants, public or token")
    add("--verify", action="store_true", help="compare the answers, time nothing")
    add("--profile", nargs=2, metavar=("WHO", "WORK"), help="print where the time of one contestant goes")
    add(
        "--output",
        type=Path,
        help="where the figures go; else a whole run on the default database writes results",
    )
    return parser.parse_args()


@dataclass(frozen=True, slots=True)
class Choice:
    """What takes part in a run; `--only` narrows what it names and leaves the rest whole."""

    contestants: "list[Contestant]"
    works: list[Work]
    auths: list[Auth]

    def __str__(self) -> str:
        names = " ".join(each.who for each in self.contestants)
        return f"{names}; {' '.join(self.works)}; {' '.join(self.auths)}"


def choose(only: list[str]) -> Choice:
    """The contestants (the bare view always), works and ways of calling that are asked for."""
    from benchmarks.lineup import LINEUP

    named = any(each.who in only for each in LINEUP)
    return Choice(
        [each for each in LINEUP if not named or each.who in {"bare", *only}],
        [work for work in WORKS if work in only] or list(WORKS),
        [auth for auth in AUTHS if auth in only] or list(AUTHS),
    )


def main() -> int:
    """Run; 1 when an answer differs, 2 when a name is unknown."""
    options = arguments()
    os.environ[DATABASE_VARIABLE] = options.database
    os.environ["TREBOL_TOKEN_KEY"] = callers.private_pem()
    os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.settings"
    django.setup()
    from benchmarks.database import filled

    everything = choose([])
    known = {each.who for each in everything.contestants} | {*WORKS, *AUTHS}
    unknown = {*options.only, *(options.profile or ())} - known
    if unknown:
        print(f"unknown: {' '.join(sorted(unknown))}; known: {everything}")
        return 2
    with filled():
        return run(options, choose([*options.only, *(options.profile or ())]))


def run(options: argparse.Namespace, choice: Choice) -> int:
    """What was asked for, on a filled database."""
    from benchmarks.profiling import profile

    if options.profile:
        who, work = options.profile
        profile(next(each for each in choice.contestants if each.who == who), work, choice.auths[0])
        return 0
    if not verified(choice):
        return 1
    if not options.verify:
        timed(options, choice)
    return 0


def verified(choice: Choice) -> bool:
    """Whether everybody answers the same; prints what differs, else what was compared."""
    from benchmarks.verify import differences

    wrong = [
        line
        for auth in choice.auths
        for contestant in choice.contestants
        for line in differences(contestant, choice.works, auth)
    ]
    print("\n".join(wrong) or f"equal: {choice}")
    return not wrong


def timed(options: argparse.Namespace, choice: Choice) -> None:
    """Time, print, write."""
    from benchmarks import report
    from benchmarks.harness import measure

    print(report.header(options.rounds), end="\n\n")
    figures = [
        figure
        for auth in choice.auths
        for work in choice.works
        for figure in measure(choice.contestants, work, auth, options.rounds)
    ]
    print(report.table(figures), *report.targets(figures), sep="\n")
    whole = not options.only and options.database == DEFAULT_DATABASE
    path = options.output or (report.RESULTS if whole else None)
    if path:
        report.write(figures, path)
        print(f"written: {path.name}")


if __name__ == "__main__":
    sys.exit(main())
