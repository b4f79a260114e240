"""The front end that renders in the browser: its types follow the schema, its tests pass, it can be built."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

pytestmark = [pytest.mark.interop, pytest.mark.timeout(600)]


@pytest.mark.parametrize("step", ["check", "test", "build"])
def test_the_single_page_application(step: str) -> None:
    done = subprocess.run(
        ["sh", "scripts/spa", step],
        cwd=ROOT,
        env={"PYTHON": sys.executable, "PATH": "/usr/bin:/bin", "HOME": str(Path.home())},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr
