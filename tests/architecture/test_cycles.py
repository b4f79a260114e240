"""No import cycles between modules: imports inside functions and imports for types counted."""

from __future__ import annotations

from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import grimp
import pytest


def cycle(package: str) -> list[str]:
    """The first import cycle among the modules of `package`, closed; empty where there is none."""
    graph = grimp.build_graph(package, cache_dir=None)
    imports = {module: sorted(graph.find_modules_directly_imported_by(module)) for module in graph.modules}
    try:
        TopologicalSorter(imports).prepare()
    except CycleError as error:
        return [str(module) for module in error.args[1]]
    return []


def test_no_module_of_ours_imports_itself_by_a_detour() -> None:
    assert cycle("trebol") == []


@pytest.mark.parametrize(
    "back",
    [
        "def late():\n    import detour.first\n",
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from detour.first import name\n",
    ],
    ids=["inside a function", "for types only"],
)
def test_the_measure_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, back: str) -> None:
    (tmp_path / "detour").mkdir()
    (tmp_path / "detour/__init__.py").write_text("")
    (tmp_path / "detour/first.py").write_text("import detour.second\nname = 1\n")
    (tmp_path / "detour/second.py").write_text(back)
    monkeypatch.syspath_prepend(tmp_path)
    assert set(cycle("detour")) == {"detour.first", "detour.second"}
