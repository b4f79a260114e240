"""The reference application and the documents use public names only."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from tests.architecture.sources import ROOT, modules

PUBLIC = {"trebol", "trebol.contract", "trebol.service", "trebol.testing", "trebol.apps", "trebol.urls"}
PUBLIC |= {
    "trebol.tasks",
    "trebol.deploy",
    "trebol.testing.events",
    "trebol.testing.publish",
    "trebol.testing.tasks",
    "trebol.bootstrap",
    "trebol.wsgi",
    "trebol.asgi",
    "trebol.celery",
}
FENCE = re.compile(r"^```python\n(.*?)^```", re.MULTILINE | re.DOTALL)
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
EXAMPLES = modules(ROOT / "examples")


def imported(source: str) -> Iterator[str]:
    """Every module of ours that `source` imports, wherever the import stands."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


def private(source: str) -> set[str]:
    ours = {name for name in imported(source) if name.split(".")[0] == "trebol"}
    return ours - PUBLIC


def test_examples_import_public_names_only() -> None:
    found = {str(path.relative_to(ROOT)): private(path.read_text(encoding="utf-8")) for path in EXAMPLES}
    assert {path: names for path, names in found.items() if names} == {}


def test_pages_import_public_names_only() -> None:
    blocks = [(page, block) for page in PAGES for block in FENCE.findall(page.read_text(encoding="utf-8"))]
    found = [(page.name, private(block)) for page, block in blocks if not block.startswith(">>>")]
    assert [(page, names) for page, names in found if names] == []


def test_a_private_import_is_found_inside_a_function_too() -> None:
    source = (
        "from trebol import query\ndef f():\n    from trebol.runtime.run import run\n    import trebol.urls\n"
    )
    assert private(source) == {"trebol.runtime.run"}
