"""Commands that run at once: what they print, how a failure is told, that a signal leaves nothing behind."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

from tests.documents import ROOT

SCRIPT = [sys.executable, str(ROOT / "scripts" / "at_once.py")]


def run(*commands: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*SCRIPT, *commands], capture_output=True, text=True, timeout=30)


def test_each_one_is_printed_whole_and_in_order(tmp_path: Path) -> None:
    other = tmp_path / "other"
    waits = f"while [ ! -e {other} ]; do sleep 0.05; done"  # ends only if both run at once
    ran = run(f"echo first; {waits}; echo 'still first'", f"echo second; touch {other}")
    assert (ran.returncode, ran.stdout) == (0, "first\nstill first\nsecond\n")


def test_a_failure_is_named_and_the_others_run_to_their_end() -> None:
    ran = run("exit 3", "echo done")
    assert (ran.returncode, ran.stdout, ran.stderr) == (1, "done\n", "failed (3): exit 3\n")


def test_a_signal_ends_all_that_was_started(tmp_path: Path) -> None:
    ticks = tmp_path / "ticks"
    running = subprocess.Popen([*SCRIPT, f"(while :; do echo . >> {ticks}; sleep 0.05; done) & wait"])
    while not ticks.exists():
        time.sleep(0.05)
    running.send_signal(signal.SIGTERM)
    assert running.wait(10) == 128 + signal.SIGTERM
    seen = ticks.stat().st_size
    time.sleep(0.3)
    assert ticks.stat().st_size == seen
