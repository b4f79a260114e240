"""The reduced PATH: what is shown, what passes a door, and that a door gives way."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from tests.factors.workpieces import judged
from trebol.factors import records
from trebol.factors.check import Outcome
from trebol.factors.programs import is_common, reduced


@pytest.fixture
def path(tmp_path: Path) -> str:
    """Two folders of programs; the first has its own `odd`, and a `cat`."""
    for folder, program, says in (
        ("one", "odd", 'first "$2"'),
        ("two", "odd", "second"),
        ("two", "known", "known"),
    ):
        place = tmp_path / folder / program
        place.parent.mkdir(exist_ok=True)
        place.write_text(f"#!/bin/sh\necho {says}\nexit 3\n")
        place.chmod(0o755)
    (tmp_path / "one" / "notes.txt").write_text("no program")
    folders = [str(tmp_path / "one"), str(tmp_path / "missing"), str(tmp_path / "two"), "relative", "/bin"]
    return os.pathsep.join(folders)


def run(
    path: str, folder: Path, line: str, **environment: str
) -> tuple[subprocess.CompletedProcess[str], str]:
    shown = reduced(path, folder / "programs", declared=lambda program: program == "known")
    words = ["/bin/sh", "-c", line]
    return subprocess.run(words, env={"PATH": shown, **environment}, capture_output=True, text=True), shown


def test_a_door_writes_down_who_passes_and_gives_way(path: str, tmp_path: Path) -> None:
    events = tmp_path / "events.jsonl"
    done, _ = run(path, tmp_path, "odd a 'b  c'", TREBOL_FACTORS_EVENTS=str(events))
    assert (done.stdout, done.returncode) == ("first b  c\n", 3)
    assert [(event["kind"], event["program"]) for event in records.events(events)] == [("run", "odd")]


def test_what_is_declared_or_on_every_system_has_no_door(path: str, tmp_path: Path) -> None:
    events = tmp_path / "events.jsonl"
    done, shown = run(path, tmp_path, "known; cat /dev/null", TREBOL_FACTORS_EVENTS=str(events))
    assert (done.stdout, done.returncode) == ("known\n", 0)
    assert records.events(events) == []
    assert not (Path(shown) / "notes.txt").exists()


def test_without_a_watch_nothing_is_written(path: str, tmp_path: Path) -> None:
    done, _ = run(path, tmp_path, "odd")
    assert (done.stdout.strip(), done.stderr) == ("first", "")


def test_what_there_is_not_is_not_found(path: str, tmp_path: Path) -> None:
    done, _ = run(path, tmp_path, "nonsense-of-a-program")
    assert done.returncode == 127


@pytest.mark.parametrize("program", ["sh", "sed", "python3", "python3.12", "["])
def test_a_common_program(program: str) -> None:
    assert is_common(program)


@pytest.mark.parametrize("program", ["convert", "python2", "git", "hostname", "ffmpeg"])
def test_a_program_that_not_every_system_has(program: str) -> None:
    assert not is_common(program)


@pytest.mark.slow
@pytest.mark.timeout(240)
def test_a_program_of_a_start_line_is_found_at_its_line() -> None:
    verdict = judged("undeclared", "dependencies.programs")["dependencies.programs"].verdict
    assert verdict.outcome is Outcome.FAIL
    said = {(each.path, each.line): each.fact for each in verdict.evidence}
    assert said["Procfile", 2] == "hostid is executed, and nothing declares it"
