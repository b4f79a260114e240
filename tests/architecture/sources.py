"""The source files of the package as syntax trees, for the tests of its architecture."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
SRC = ROOT / "src"


def modules(folder: Path = SRC) -> list[Path]:
    """Every Python file under `folder`, in a stable order."""
    return sorted(folder.rglob("*.py"))


def dotted(path: Path, folder: Path = SRC) -> str:
    """The dotted name of the module at `path`."""
    parts = list(path.relative_to(folder).with_suffix("").parts)
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def functions(tree: ast.Module) -> Iterator[tuple[str, int]]:
    """Every function with its qualified name and its lines without docstring, signature and decorators."""
    yield from functions_of(tree, "")


def functions_of(node: ast.AST, prefix: str) -> Iterator[tuple[str, int]]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef):
            yield prefix + child.name, body_lines(child)
        named = isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
        yield from functions_of(child, f"{prefix}{child.name}." if named else prefix)  # type: ignore[attr-defined]


def body_lines(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """How many lines the body of `function` takes without its docstring."""
    body = function.body[1:] if ast.get_docstring(function) else function.body
    return (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0
