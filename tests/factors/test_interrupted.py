"""A run that is told to end leaves nothing behind either."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.architecture.sources import SRC
from tests.factors.workpieces import make
from trebol.factors.kernel import PROC, environ


def watched(token: str) -> list[int]:
    """The living processes of the run whose scratch folder is `token`."""
    return [
        int(entry.name)
        for entry in PROC.iterdir()
        if entry.name.isdigit() and token in environ(int(entry.name))
    ]


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_run_that_is_told_to_end_leaves_nothing(tmp_path: Path, number: signal.Signals) -> None:
    project = make("good", tmp_path)
    temporary = tmp_path / "tmp"
    temporary.mkdir()
    env = {**os.environ, "PYTHONPATH": str(SRC), "TMPDIR": str(temporary)}
    words = [sys.executable, "-m", "trebol.console", "factors", str(project), "--check", "port.listens"]
    words += ["--check", "disposability.jobs"]
    with subprocess.Popen(words, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as run:
        end = time.monotonic() + 60
        while len(watched(str(temporary / "trebol-factors-"))) < 2 and time.monotonic() < end:
            time.sleep(0.1)
        run.send_signal(number)
        assert run.wait(timeout=30) != 0
    assert list(temporary.iterdir()) == []
    assert watched(str(temporary / "trebol-factors-")) == []
