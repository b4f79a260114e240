"""README and docs as tests: their fenced blocks run, block after block of a page in one namespace.

`python` blocks run as they stand, or as a doctest where they begin with `>>>`. A block whose first line is
a comment that names a file (`# notes/contract.py`) is written to that file of a temporary folder and imported
from there, as the blocks after it may do. In a `console` block each line after `$ ` is run by bash at the
root of the repository and its output compared with the lines below it, `...` standing for anything. `sh`
blocks are for people: they do not run. No block can be skipped: what cannot run is not marked `python`.
"""

from __future__ import annotations

import importlib
import os
import re
import subprocess
import sys
from doctest import ELLIPSIS, OutputChecker
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sybil import Example, Sybil
from sybil.evaluators.python import PythonEvaluator
from sybil.parsers.markdown import CodeBlockParser, PythonCodeBlockParser

ROOT = Path(__file__).parents[1]
NAMED = re.compile(r"# (?P<path>[\w/]+\.py)\b")
FOLDER = "folder_of_the_page"
SECONDS = 60


def open_folder(namespace: dict[str, Any]) -> None:
    """Gives a page its temporary folder, importable."""
    namespace[FOLDER] = TemporaryDirectory()
    sys.path.insert(0, namespace[FOLDER].name)


def close_folder(namespace: dict[str, Any]) -> None:
    """Takes the folder of a page away, with what was imported from it."""
    folder = namespace[FOLDER].name
    sys.path.remove(folder)
    for name, module in list(sys.modules.items()):
        if (getattr(module, "__file__", None) or "").startswith(folder):
            del sys.modules[name]
    namespace[FOLDER].cleanup()


def run_python(example: Example) -> None:
    """Runs a block, or writes it to the file that its first line names."""
    named = NAMED.match(example.parsed)
    if named is None:
        PythonEvaluator()(example)
        return
    path = Path(example.namespace[FOLDER].name, named["path"])
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(example.parsed, encoding="utf-8")
    importlib.invalidate_caches()
    importlib.import_module(".".join(path.relative_to(example.namespace[FOLDER].name).with_suffix("").parts))


def run_console(example: Example) -> None:
    """Runs the commands of a block and compares what they print with what the page says.

    Raises `AssertionError` where a command fails or prints something else.
    """
    for transcript in re.split(r"^\$ ", example.parsed, flags=re.MULTILINE)[1:]:
        command, _, expected = transcript.partition("\n")
        got = printed(command)
        assert OutputChecker().check_output(expected, got, ELLIPSIS), (
            f"$ {command}\n{got}\ninstead of\n{expected}"
        )


def printed(command: str) -> str:
    """What `command` prints, run with our own Python first on the path."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", command],
        cwd=ROOT,
        env={**os.environ, "PATH": path},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=SECONDS,
        check=False,
    )
    assert done.returncode == 0, f"$ {command}\n{done.stdout}\nended with {done.returncode}"
    return done.stdout


def python_blocks() -> PythonCodeBlockParser:
    """The parser of `python` blocks, doctests included, with our evaluator."""
    parser = PythonCodeBlockParser(doctest_optionflags=ELLIPSIS)
    parser.codeblock_parser = CodeBlockParser("python", run_python)
    return parser


def pages(root: Path = ROOT) -> Sybil:
    """The collector of every Markdown page under `root` but the changelog and its fragments."""
    return Sybil(
        path=str(root),
        parsers=[python_blocks(), CodeBlockParser("console", run_console)],
        patterns=["*.md"],
        excludes=["CHANGELOG.md", "changes/*"],
        setup=open_folder,
        teardown=close_folder,
        fixtures=["db"],
    )
