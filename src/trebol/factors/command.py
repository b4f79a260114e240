"""The command line of the checks, shared by `trebol factors` and `manage.py factors`."""

from __future__ import annotations

import argparse
import signal
import sys
from pathlib import Path

from trebol.factors import baseline, engine
from trebol.factors.catalogue import CHECKS
from trebol.factors.check import CouldNotRun, Outcome, Result
from trebol.factors.engine import Report
from trebol.factors.postgres import DEFAULT
from trebol.factors.project import Project
from trebol.factors.reports import FORMS
from trebol.factors.reports.text import WORDS
from trebol.factors.workshop import Options

GOOD, FINDINGS, USAGE, UNSEEN = 0, 1, 2, 3
MANY = (
    ("check", "ID", "only the check of that id"),
    ("report", "FORM=FILE", "write a further report to a file"),
    ("start", "TYPE=LINE", "how a process type is started, where no Procfile says"),
    ("env", "NAME=VALUE", "a variable of the scratch environment"),
)
SWITCHES = (
    ("list", "name every check and end"),
    ("strict", "findings beyond the twelve-factor text, and warnings, fail too"),
)


def arguments(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    folder = "folder of the Django project (default: this one)"
    parser.add_argument("project", nargs="?", type=Path, default=Path(), help=folder)
    for name, kind, told in MANY:
        parser.add_argument(f"--{name}", action="append", default=[], metavar=kind, help=told)
    for name, told in SWITCHES:
        parser.add_argument(f"--{name}", action="store_true", help=told)
    add = parser.add_argument
    add(
        "--factor",
        type=int,
        action="append",
        default=[],
        choices=range(1, 13),
        metavar="N",
        help="only factor N",
    )
    add("--format", choices=sorted(FORMS), default="text", help="form of the report on stdout")
    add("--baseline", type=Path, help="file of known findings, which do not fail the run")
    add("--write-baseline", type=Path, metavar="FILE", help="accept what this run finds")
    add("--python", type=Path, help="Python of the project (default: its .venv, else this one)")
    add("--postgres", default=DEFAULT, metavar="URL", help="PostgreSQL on loopback, for scratch databases")
    add("--seconds", type=float, default=170, help="time the whole run may take (default: %(default).0f)")


def main(said: argparse.Namespace) -> int:
    """Run what the options say; the exit status: 0 good, 1 findings, 2 wrong use, 3 something could not
    run.
    """
    try:
        if said.list:
            sys.stdout.write("".join(f"{each.id}  {each.title}\n" for each in CHECKS.values()))
            return GOOD
        checks = engine.select(said.factor, said.check)
        accepted = baseline.read(said.baseline) if said.baseline else set()
        files = pairs(said.report, "--report FORM=FILE")
        unknown = files.keys() - FORMS.keys()
        if unknown:
            raise ValueError(f"--report {', '.join(unknown)}: the forms are {', '.join(FORMS)}")
        project = Project(said.project, starts=pairs(said.start, "--start TYPE=LINE"))
        _ = project.manage
        signal.signal(signal.SIGTERM, end)
        report = engine.run(project, options(said), checks, progress if sys.stderr.isatty() else None)
    except (LookupError, ValueError, CouldNotRun) as wrong:
        sys.stderr.write(f"trebol factors: {wrong}\n")
        return USAGE
    publish(report, said, files)
    return status(report, accepted, strict=said.strict)


def end(number: int, frame: object) -> None:
    """SIGTERM ends the run as an interrupt does: what was started is ended, what was made is removed."""
    raise SystemExit(128 + number)


def options(said: argparse.Namespace) -> Options:
    """The options of the run."""
    return Options(
        python=said.python and said.python.absolute(),
        postgres=said.postgres,
        seconds=said.seconds,
        environment=pairs(said.env, "--env NAME=VALUE"),
    )


def pairs(said: list[str], usage: str) -> dict[str, str]:
    """`NAME=VALUE` texts as a dictionary. Raises `ValueError` where one has no equals sign."""
    split = [each.partition("=") for each in said]
    for name, equals, _ in split:
        if not equals:
            raise ValueError(f"{name!r} has no equals sign: write {usage}")
    return {name: value for name, _, value in split}


def progress(result: Result) -> None:
    """One line on a terminal as each check ends."""
    sys.stderr.write(f"{WORDS[result.outcome]}  {result.check.id}\n")


def publish(report: Report, said: argparse.Namespace, files: dict[str, str]) -> None:
    """The report on stdout, the further reports, the baseline."""
    sys.stdout.write(FORMS[said.format](report))
    for form, file in files.items():
        Path(file).write_text(FORMS[form](report), encoding="utf-8")
    if said.write_baseline:
        baseline.write(said.write_baseline, report.results)


def status(report: Report, accepted: set[str], *, strict: bool) -> int:
    """The exit status: findings outweigh what could not run."""
    new = baseline.new(report.results, accepted)
    findings = [each for each in new if counts(each, strict=strict)]
    if findings:
        return FINDINGS
    return UNSEEN if any(each.outcome is Outcome.COULD_NOT_RUN for each in new) else GOOD


def counts(result: Result, *, strict: bool) -> bool:
    """Whether a result fails the run."""
    if result.outcome is Outcome.FAIL:
        return strict or result.check.demand == "text"
    return strict and result.outcome is Outcome.WARN
