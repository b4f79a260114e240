"""A module of a package replaces an exported word of the same name, once somebody imports it."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from tests.architecture.sources import SRC, modules

PACKAGES = [path for path in modules() if path.name == "__init__.py"]


@pytest.mark.parametrize("package", PACKAGES, ids=lambda path: str(path.parent.relative_to(SRC)))
def test_no_module_has_the_name_of_an_exported_word(package: Path) -> None:
    tree = ast.parse(package.read_text(encoding="utf-8"))
    froms = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    home = ".".join(package.parent.relative_to(SRC).parts)
    words = {alias.asname or alias.name for node in froms if node.module != home for alias in node.names}
    neighbours = {path.stem if path.is_file() else path.name for path in package.parent.iterdir()}
    assert words & neighbours == set()
