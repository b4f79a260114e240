"""`trebol run`: what a Procfile names, beside each other, none without the others."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from trebol.console import main
from trebol.processes import environment_of

STAYS = 'trap "echo {0} was told; exit 0" TERM; echo {0} on $PORT; while :; do sleep 0.05; done'


def started(folder: Path, procfile: str, *words: str) -> subprocess.Popen[str]:
    (folder / "Procfile").write_text(procfile)
    program = [sys.executable, "-m", "trebol.console", "run", str(folder), *words]
    path = {"PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "PORT": "8123"}
    return subprocess.Popen(
        program, env=os.environ | path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def line_of(running: subprocess.Popen[str], words: str) -> list[str]:
    """The lines up to the one that has the words."""
    found: list[str] = []
    assert running.stdout is not None
    for line in running.stdout:
        found.append(line.strip())
        if words in line:
            return found
    raise AssertionError(found)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_all_of_them_in_good_order(tmp_path: Path, number: signal.Signals) -> None:
    lines = f"release: echo released\nweb: {STAYS.format('web')}\nworker: {STAYS.format('worker')}\n"
    running = started(tmp_path, lines)
    before = line_of(running, "on 8123")
    before += line_of(running, "on 8123")
    running.send_signal(number)
    said, _ = running.communicate(timeout=20)
    assert running.returncode == 0
    assert before[0] == "released"
    assert {*before[1:], *said.split("\n")} >= {
        "web on 8123",
        "worker on 8123",
        "web was told",
        "worker was told",
    }


def test_the_end_of_one_ends_the_others(tmp_path: Path) -> None:
    running = started(tmp_path, f"web: {STAYS.format('web')}\nworker: sleep 0.5; exit 7\n")
    said, wrong = running.communicate(timeout=20)
    assert running.returncode == 7
    assert "web was told" in said
    assert "worker ended with 7" in wrong


def test_a_second_signal_does_not_wait(tmp_path: Path) -> None:
    deaf = 'web: trap "" TERM; echo here on $PORT; while :; do sleep 0.05; done\n'
    running = started(tmp_path, deaf)
    line_of(running, "here")
    running.terminate()
    time.sleep(0.3)
    running.terminate()
    running.communicate(timeout=10)
    assert running.returncode == 0


def test_nothing_is_started_after_a_release_that_failed(tmp_path: Path) -> None:
    running = started(tmp_path, "release: exit 3\nweb: echo started\n")
    said, wrong = running.communicate(timeout=20)
    assert (running.returncode, said) == (3, "")
    assert "the release step ended with 3" in wrong


def test_the_release_step_may_be_left_out_and_the_port_given(tmp_path: Path) -> None:
    lines = "release: exit 3\nweb: echo on $PORT\n"
    running = started(tmp_path, lines, "--no-release", "--port", "8124")
    said, _ = running.communicate(timeout=20)
    assert said == "on 8124\n"


def test_a_folder_without_a_procfile_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["run", str(tmp_path)]) == 2
    assert "has no Procfile" in capsys.readouterr().err


def test_the_programs_beside_this_python_come_first() -> None:
    made = environment_of({"PATH": "/bin"}, "")
    assert made["PATH"].split(os.pathsep) == [str(Path(sys.executable).parent), "/bin"]
    assert made["PORT"] == "8000"
