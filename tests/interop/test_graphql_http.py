"""The audits of npm's graphql-http: what GraphQL over HTTP says a server must, should and may do."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.interop.server import serving
from tests.protocols.graphql.conftest import Anyone
from trebol.runtime import authenticate

pytestmark = [pytest.mark.interop, pytest.mark.needs_program("npm", "node")]
FOLDER = Path(__file__).parent / "graphql_http"
INSTALL = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"]


@pytest.fixture(scope="module")
def audits(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, Any]]:
    """What the audits find."""
    folder = shutil.copytree(FOLDER, tmp_path_factory.mktemp("audits"), dirs_exist_ok=True)
    subprocess.run(INSTALL, cwd=folder, check=True, capture_output=True, timeout=100)
    with pytest.MonkeyPatch.context() as patch, serving("tests.interop.graphql_urls") as address:
        patch.setattr(authenticate.Ambient, "authenticator", Anyone())
        command = ["node", "audit.mjs", f"{address}/graphql"]
        done = subprocess.run(command, cwd=folder, check=True, capture_output=True, timeout=60)
    found: list[dict[str, Any]] = json.loads(done.stdout)
    return found


@pytest.mark.parametrize("level", ["MUST", "SHOULD", "MAY"])
def test_everything_is_as_the_specification_says(audits: list[dict[str, Any]], level: str) -> None:
    asked = [audit for audit in audits if audit["name"].startswith(level)]
    assert len(asked) > 5
    assert [audit for audit in asked if audit["status"] != "ok"] == []
