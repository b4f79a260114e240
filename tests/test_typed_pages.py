"""The files that a page shows pass mypy (strict) and pyright (strict) as a reader's own code would."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

from tests.documents import NAMED, ROOT

FENCE = re.compile(r"^```python\n(.*?)^```", re.MULTILINE | re.DOTALL)
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
PYRIGHT = {
    "include": ["."],
    "extraPaths": [str(ROOT / "src")],
    "typeCheckingMode": "strict",
    "reportMissingModuleSource": "none",
}
MYPY = """\
[mypy]
strict = true
mypy_path = {folder}, {root}/src, {root}, {root}/examples/comparte_ride
explicit_package_bases = true
plugins = mypy_django_plugin.main

[mypy.plugins.django-stubs]
django_settings_module = tests.settings
"""


def files(page: str) -> dict[str, str]:
    """The files that a page names, each with its text."""
    blocks = [(NAMED.match(block), block) for block in FENCE.findall(page)]
    return {named["path"]: block for named, block in blocks if named}


def write(folder: Path, sources: dict[str, str]) -> None:
    for name, source in sources.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(source, encoding="utf-8")


def complaints(folder: Path) -> list[str]:
    """What mypy and pyright say about the files in `folder`; nothing where they pass."""
    (folder / "pyrightconfig.json").write_text(json.dumps(PYRIGHT))
    (folder / "mypy.ini").write_text(MYPY.format(folder=folder, root=ROOT))
    python = sys.executable
    commands = [
        [python, "-m", "mypy", "--config-file", str(folder / "mypy.ini"), str(folder)],
        [python, "-m", "pyright", "--pythonpath", python, "--project", str(folder)],
    ]
    done = [subprocess.run(c, cwd=ROOT, capture_output=True, text=True, check=False) for c in commands]
    return [run.stdout + run.stderr for run in done if run.returncode != 0]


def test_the_files_of_every_page_pass_the_type_checkers(tmp_path: Path) -> None:
    shown = {str(page.relative_to(ROOT)): files(page.read_text(encoding="utf-8")) for page in PAGES}
    for page, sources in shown.items():
        if sources:
            folder = tmp_path / page.replace("/", "_")
            write(folder, sources)
            assert complaints(folder) == [], page


def test_both_checkers_see_a_mistake_across_two_files(tmp_path: Path) -> None:
    page = "```python\n# notes/words.py\nONE: int = 1\n```\n```python\n# notes/use.py\n"
    page += "from notes.words import ONE\n\nONE.upper()\n```\n"
    write(tmp_path, files(page))
    assert [("upper" in said, "words" in said) for said in complaints(tmp_path)] == [
        (True, False),
        (True, False),
    ]
