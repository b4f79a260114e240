"""A new project by its own tools: tests, hooks, and what reads its Dockerfile, compose and CI files."""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from tests.documents import ROOT
from tests.factors.workpieces import commit
from trebol.project_template.write import write

pytestmark = [pytest.mark.slow, pytest.mark.needs_program("git")]
COMPARTE_RIDE = ROOT / "examples" / "comparte_ride"
TOOLS = Path(sys.executable).parent
NOWHERE = "http://127.0.0.1:1"  # what wants the network finds none


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new project that was just committed, with this environment as its own."""
    folder = tmp_path_factory.mktemp("new") / "made"
    write("car_rides", folder)
    commit(folder)
    (folder / ".venv").symlink_to(TOOLS.parent)
    return folder


@pytest.fixture(params=["new", "comparte_ride"])
def application(request: pytest.FixtureRequest, made: Path) -> Path:
    """The new project, and the reference application."""
    return made if request.param == "new" else COMPARTE_RIDE


def run(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """A program of this environment in the folder, without the variables of this run, without a network."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("DJANGO_", "TREBOL_"))}
    env = {**kept, "https_proxy": NOWHERE, "PRE_COMMIT_HOME": str(folder.parent / "pre-commit")}
    program = [str(TOOLS / words[0]), *words[1:]]
    return subprocess.run(program, cwd=folder, env=env, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    "words", ["pytest -q", "ruff check .", "ruff format --check .", "pre-commit run --all-files"]
)
def test_its_own_tools_find_nothing(made: Path, words: str) -> None:
    done = run(made, *words.split())
    assert done.returncode == 0, done.stdout + done.stderr


def test_its_hooks_mend_what_a_commit_would_bring(made: Path) -> None:
    file = made / "notes" / "apps.py"
    before = file.read_text()
    file.write_text(before.replace('name = "notes"', "name   = 'notes'") + "import os\n")
    try:
        assert run(made, "pre-commit", "run", "--files", "notes/apps.py").returncode == 1
        assert file.read_text().rstrip() == before.rstrip()
    finally:
        file.write_text(before)


def test_hadolint_finds_nothing_in_its_dockerfile(application: Path) -> None:
    done = run(application, "hadolint", "Dockerfile")
    assert done.returncode == 0, done.stdout


def test_hadolint_would_see_a_shell_between_the_platform_and_the_server(made: Path, tmp_path: Path) -> None:
    text = (made / "Dockerfile").read_text()
    (tmp_path / "Dockerfile").write_text(text[: text.index("CMD")] + "CMD trebol serve\n")
    assert "DL3025" in run(tmp_path, "hadolint", "Dockerfile").stdout


def test_its_image_has_two_stages_no_root_and_starts_what_the_procfile_does(application: Path) -> None:
    lines = [line.partition(" ") for line in (application / "Dockerfile").read_text().splitlines()]
    said = [(word, rest) for word, _, rest in lines]
    assert [word for word, _ in said].count("FROM") == 2
    assert [rest for word, rest in said if word == "USER"] == ["10001"]
    (start,) = [json.loads(rest) for word, rest in said if word == "CMD"]
    procfile = (application / "Procfile").read_text().splitlines()
    (web,) = [line.removeprefix("web: exec ") for line in procfile if line.startswith("web:")]
    given = web.replace("${HOST:-0.0.0.0}", "0.0.0.0").replace("$PORT", "8000")
    assert start == shlex.split(given)


def test_its_compose_file_follows_the_schema(application: Path) -> None:
    done = run(application, "check-jsonschema", "--builtin-schema", "vendor.compose-spec", "compose.yaml")
    assert done.returncode == 0, done.stdout


def test_its_ci_file_follows_the_schema(made: Path) -> None:
    file = ".github/workflows/ci.yml"
    done = run(made, "check-jsonschema", "--builtin-schema", "vendor.github-workflows", file)
    assert done.returncode == 0, done.stdout
