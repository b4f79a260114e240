"""The entries of an application server are imported before anything of Django is set up."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from tests.architecture.sources import SRC


@pytest.mark.parametrize("entry", ["trebol.wsgi", "trebol.asgi"])
def test_an_entry_needs_no_settings_to_be_imported(entry: str) -> None:
    environ = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    command = [sys.executable, "-c", f"import {entry}"]
    done = subprocess.run(
        command,
        env=environ | {"PYTHONPATH": str(SRC)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
