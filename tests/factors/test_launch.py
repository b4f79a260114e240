"""Programs in groups of their own: output with its time, and an end that reaches daemons."""

from __future__ import annotations

import signal
import sys
from pathlib import Path

import pytest

from trebol.factors import kernel, launch
from trebol.factors.check import CouldNotRun
from trebol.factors.deadline import Deadline
from trebol.factors.launch import Launched
from trebol.factors.observed import observed

DAEMON = """
import os, time
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        time.sleep(60)
    os._exit(0)
os.wait()
print("left", flush=True)
time.sleep(60)
"""
TITLED = "exec -c sleep 60"  # without any environment, as a program that overwrites it


def start(tmp_path: Path, *words: str, mark: str = "run-1") -> Launched:
    return Launched(list(words), cwd=tmp_path, env={"PATH": "/usr/bin:/bin"}, mark=mark)


def test_a_daemon_is_seen_and_ended(tmp_path: Path) -> None:
    launched = start(tmp_path, sys.executable, "-c", DAEMON)
    deadline = Deadline(10)
    assert deadline.wait(lambda: "left" in launched.output(), 5)
    daemons = [pid for pid in launched.pids() if kernel.session(pid) != launched.pid]
    assert daemons
    launched.process.send_signal(signal.SIGKILL)
    assert launched.ended(deadline, 5)
    assert set(daemons) <= launched.end()
    assert deadline.wait(lambda: not launched.pids(), 5)


def test_a_program_that_hides_its_environment_is_seen(tmp_path: Path) -> None:
    launched = start(tmp_path, "bash", "-c", TITLED)
    assert launched.pids() == {launched.pid}
    launched.end()
    assert launched.status == -signal.SIGKILL


def test_marks_that_begin_alike_are_two(tmp_path: Path) -> None:
    one, two = start(tmp_path, "sleep", "60", mark="run-1"), start(tmp_path, "sleep", "60", mark="run-11")
    assert one.pids() == {one.pid}
    one.end()
    assert two.status is None
    two.end()


def test_output_keeps_its_stream_and_its_last_words(tmp_path: Path) -> None:
    launched = start(tmp_path, "bash", "-c", "echo one; echo two >&2")
    launched.ended(Deadline(5), 5)
    launched.end()
    assert {(line.stream, line.text) for line in launched.lines} == {("stdout", "one"), ("stderr", "two")}


def test_a_program_that_takes_too_long_is_stopped(tmp_path: Path) -> None:
    done = launch.run(
        ["sleep", "60"],
        cwd=tmp_path,
        env={"PATH": "/usr/bin:/bin"},
        mark="x",
        deadline=Deadline(5),
        seconds=0.2,
    )
    assert done.status is None
    assert done.last_words == "it said nothing"


def test_a_fact_is_observed_once_and_so_is_its_absence() -> None:
    looks: list[str] = []

    class Seen:
        @observed
        def there(self) -> int:
            """There."""
            looks.append("there")
            return 1

        @observed
        def absent(self) -> int:
            """Not there."""
            looks.append("absent")
            raise CouldNotRun("no server")

    seen = Seen()
    assert (seen.there, seen.there) == (1, 1)
    for _ in range(2):
        with pytest.raises(CouldNotRun, match="no server"):
            _ = seen.absent
    assert looks == ["there", "absent"]
