"""The console script: one command is loaded, the one that was asked for."""

from __future__ import annotations

import subprocess
import sys

import pytest

from trebol.console import COMMANDS, main

LOADED = """
import contextlib, sys
from trebol.console import main
with contextlib.suppress(SystemExit):
    main(["serve", "--version"])
print(sorted(name for name in sys.modules if name in ("trebol.servers.granian", "trebol.factors", "psycopg")))
"""


def test_a_server_carries_neither_checks_nor_their_libraries_along() -> None:
    done = subprocess.run(
        [sys.executable, "-c", LOADED], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.splitlines()[-1] == "['trebol.servers.granian']"


@pytest.mark.parametrize("words", [["--help"], [], ["nosuch"]])
def test_every_command_is_named_where_none_is_given(
    words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        main(words)
    out, err = capsys.readouterr()
    assert all(name in out + err for name in COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_its_help(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        main([name, "--help"])
    assert end.value.code == 0
    assert f"trebol {name}" in capsys.readouterr().out
