"""Whoever is timed has answered like everybody else; one that has not is named, and the run stops."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
EVERYBODY = ("bare", "trebol-rest", "trebol-graphql", "trebol-soap", "drf", "ninja")


def python(*arguments: str) -> subprocess.CompletedProcess[str]:
    """A process of its own, since the benchmarks have Django settings of their own."""
    environment = {**os.environ, "PYTHONPATH": f"{ROOT / 'src'}"}
    command = [sys.executable, "-W", "error", *arguments]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


def benchmarks(*arguments: str) -> subprocess.CompletedProcess[str]:
    """The command."""
    return python("-m", "benchmarks", *arguments)


@pytest.mark.parametrize("auth", ["public", "token"])
def test_all_contestants_answer_equally(auth: str) -> None:
    done = benchmarks("--verify", "--only", auth)

    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout == f"equal: {' '.join(EVERYBODY)}; echo get_one list_100 create; {auth}\n"


def test_another_answer_is_named_and_nobody_is_timed() -> None:
    program = """
import sys
from benchmarks import __main__ as command, data
data.listed = lambda key: None
sys.argv = ["benchmarks", "--only", "list_100", "public"]
sys.exit(command.main())
"""

    done = python("-c", program)

    assert done.returncode == 1, done.stderr
    named = [" ".join(line.split()[:4]) for line in done.stdout.splitlines()]
    assert named == [f"{who} list_100 public: [None," for who in EVERYBODY]


def test_an_unknown_name_stops_the_run() -> None:
    done = benchmarks("--only", "echo", "flask")

    assert done.returncode == 2
    assert "unknown: flask" in done.stdout


def test_a_figure_for_each_contestant_and_work(tmp_path: Path) -> None:
    output = tmp_path / "results.json"

    done = benchmarks("--only", "echo", "public", "--rounds", "1", "--output", str(output))

    assert done.returncode == 0, done.stdout + done.stderr
    assert output.read_text(encoding="utf-8").count('"cpu_us"') == len(EVERYBODY)
