"""Functions and modules stay small enough to be read in one look."""

from __future__ import annotations

import ast
import statistics
from pathlib import Path

import pytest

from tests.architecture.sources import SRC, dotted, functions, modules

FUNCTION_LINES = 40
MEDIAN_LINES = 8
MODULE_LINES = 400

# Qualified name of a function or module: the reason why it is longer.
REASONS: dict[str, str] = {}


def long_functions(path: Path, folder: Path = SRC) -> dict[str, int]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    named = {f"{dotted(path, folder)}.{name}": lines for name, lines in functions(tree)}
    return {name: lines for name, lines in named.items() if lines > FUNCTION_LINES}


def test_no_function_is_long_without_a_reason() -> None:
    found = {name: lines for path in modules() for name, lines in long_functions(path).items()}
    unreasoned = {name: lines for name, lines in found.items() if name not in REASONS}
    assert not unreasoned, f"over {FUNCTION_LINES} lines: split it, or write the reason in REASONS"


def test_no_module_is_long_without_a_reason() -> None:
    sizes = {dotted(path): len(path.read_text(encoding="utf-8").splitlines()) for path in modules()}
    unreasoned = {name: size for name, size in sizes.items() if size > MODULE_LINES and name not in REASONS}
    assert not unreasoned, f"over {MODULE_LINES} lines: split it, or write the reason in REASONS"


def test_every_reason_still_has_something_long() -> None:
    long = {name for path in modules() for name in long_functions(path)}
    long |= {dotted(path) for path in modules() if len(path.read_text().splitlines()) > MODULE_LINES}
    assert not set(REASONS) - long, "these are short again: take them out of REASONS"


def test_half_of_the_functions_fit_in_a_few_lines() -> None:
    lines = [
        lines for path in modules() for _, lines in functions(ast.parse(path.read_text(encoding="utf-8")))
    ]
    assert statistics.median(lines or [0]) <= MEDIAN_LINES


@pytest.mark.parametrize(("lines", "found"), [(FUNCTION_LINES, 0), (FUNCTION_LINES + 1, 1)])
def test_the_measure_itself(tmp_path: Path, lines: int, found: int) -> None:
    body = "\n".join("        pass" for _ in range(lines))
    path = tmp_path / "sample.py"
    path.write_text(f'class A:\n    def b(self):\n        """Not counted."""\n{body}\n')
    assert len(long_functions(path, tmp_path)) == found
