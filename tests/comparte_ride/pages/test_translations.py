"""Every text of the pages is there in Spanish, and what Django reads is made of what people edit."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
SCRIPT = ROOT / "scripts" / "translations.py"
PROJECT = ROOT / "examples" / "comparte_ride"


def run(project: Path, *arguments: str) -> tuple[int, str]:
    command = [sys.executable, str(SCRIPT), "--project", str(project), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert not done.stderr, done.stderr
    return done.returncode, done.stdout


def test_the_spanish_is_whole() -> None:
    assert run(PROJECT, "--check") == (0, "The Spanish of 3 application(s) is whole.\n")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    shutil.copytree(PROJECT / "pages" / "locale", tmp_path / "pages" / "locale")
    shutil.copytree(PROJECT / "pages", tmp_path / "pages", dirs_exist_ok=True)
    return tmp_path


def catalogue(project: Path) -> Path:
    return project / "pages" / "locale" / "es" / "LC_MESSAGES" / "django.po"


def test_a_text_that_is_new_is_missed_then_written(project: Path) -> None:
    template = project / "pages" / "templates" / "pages" / "new.html"
    template.write_text("{% load i18n %}{% translate 'Brand new' %}")
    assert run(project, "--check") == (1, "pages: not in the catalogue: 'Brand new'\n")
    assert run(project) == (1, "pages: not translated: 'Brand new'\n")


def test_what_is_fuzzy_or_has_other_holes_is_refused(project: Path) -> None:
    path = catalogue(project)
    text = path.read_text()
    path.write_text(text.replace('msgid "Save"', '#, fuzzy\nmsgid "Save"').replace("Hola, %(name)s", "Hola"))
    status, said = run(project)
    assert (status, "fuzzy: 'Save'" in said, "other holes than 'Hello, %(name)s'" in said) == (1, True, True)


def test_what_is_edited_must_be_compiled(project: Path) -> None:
    path = catalogue(project)
    path.write_text(path.read_text().replace("Guardar", "Conservar"))
    assert run(project, "--check")[1] == f"pages: django.mo is not made of {path}\n"
    assert run(project)[0] == 0


def test_a_text_that_is_gone_goes(project: Path) -> None:
    (project / "pages" / "templates" / "pages" / "refusals" / "broken.html").unlink()
    assert run(project, "--check")[0] == 1
    assert run(project)[0] == 0
    assert "Something broke" not in catalogue(project).read_text()
