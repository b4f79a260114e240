"""Every fragment of the changelog has a name that towncrier reads."""

from __future__ import annotations

import re
import tomllib

from tests.architecture.sources import ROOT

NAME = re.compile(r"(\d+|\+[\w-]+)\.(?P<kind>\w+)(\.\d+)?\.md")


def test_every_fragment_has_an_issue_and_a_kind() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    kinds = {kind["directory"] for kind in settings["tool"]["towncrier"]["type"]}
    names = {path.name for path in (ROOT / "changes").iterdir()} - {"README.md"}
    good = {name for name in names if (found := NAME.fullmatch(name)) and found["kind"] in kinds}
    assert names - good == set()
