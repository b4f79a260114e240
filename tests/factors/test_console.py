"""The command line: exit statuses, wrong use, and both ways to call it."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from trebol.console import main
from trebol.factors import command
from trebol.factors.check import Check, Demand, Edition, Outcome, Result, verdict
from trebol.factors.engine import Report


def report(outcome: Outcome, demand: Demand = Demand.TEXT) -> Report:
    said = verdict(outcome, ["seen"])
    check = Check(
        id="a.b", factor=1, title="t", hint="h", demand=demand, edition=Edition.ORIGINAL, judge=lambda s: said
    )
    return Report(project="p", commit=None, seconds=0, results=(Result(check=check, verdict=said),))


@pytest.mark.parametrize(
    ("outcome", "demand", "strict", "status"),
    [
        (Outcome.PASS, Demand.TEXT, True, 0),
        (Outcome.NOT_APPLICABLE, Demand.TEXT, True, 0),
        (Outcome.FAIL, Demand.TEXT, False, 1),
        (Outcome.FAIL, Demand.STRICT, False, 0),
        (Outcome.FAIL, Demand.STRICT, True, 1),
        (Outcome.WARN, Demand.TEXT, False, 0),
        (Outcome.WARN, Demand.TEXT, True, 1),
        (Outcome.COULD_NOT_RUN, Demand.TEXT, False, 3),
        (Outcome.COULD_NOT_RUN, Demand.STRICT, False, 3),
    ],
)
def test_the_exit_status(outcome: Outcome, demand: Demand, strict: bool, status: int) -> None:
    assert command.status(report(outcome, demand), set(), strict=strict) == status


def test_a_baseline_makes_a_known_finding_good() -> None:
    assert command.status(report(Outcome.FAIL), {"a.b fail -"}, strict=False) == 0


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--check", "no.such"], "no check is named no.such"),
        (["--start", "web"], "write --start TYPE=LINE"),
        (["--report", "pdf=x"], "the forms are text, json, sarif, junit, html"),
        (["--baseline", "absent.json"], "is no baseline"),
        ([], "no manage.py"),
    ],
)
def test_wrong_use_says_what_to_do(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], words: list[str], said: str
) -> None:
    assert main(["factors", str(tmp_path), *words]) == 2
    assert said in capsys.readouterr().err


def test_both_commands_list_the_checks(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["factors", "--list"]) == 0
    listed = capsys.readouterr().out
    assert "port.listens  The web process listens" in listed
    with pytest.raises(SystemExit) as ended:
        call_command("factors", "--list", stdout=StringIO())
    assert ended.value.code == 0
    assert capsys.readouterr().out == listed
