"""Secrets in code and in history are found; placeholders, locks and tests are not findings."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.factors.workpieces import commit
from trebol.factors import secrets_scan
from trebol.factors.project import Project

KEY = "AKIA" + "Z7Q3M5N2K8L4P6R1"  # in two parts: this file holds no key
PRIVATE = "-----BEGIN RSA " + "PRIVATE KEY-----"


def project(folder: Path, **files: str) -> Project:
    for name, text in files.items():
        path = folder / name.replace("__", "/").replace("_py", ".py")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    commit(folder)
    return Project(folder)


def test_a_key_in_the_code_is_found_at_its_line(tmp_path: Path) -> None:
    found = list(secrets_scan.in_files(project(tmp_path, settings_py=f"DEBUG = False\nKEY = '{KEY}'\n")))
    assert [(each.path, each.line) for each in found] == [("settings.py", 2)]
    assert KEY not in found[0].fact


def test_a_password_that_somebody_chose_is_found(tmp_path: Path) -> None:
    found = list(secrets_scan.in_files(project(tmp_path, settings_py="DB_PASSWORD = 'kX9-quiet-River-77'\n")))
    assert [(each.path, each.line) for each in found] == [("settings.py", 1)]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("settings_py", "SECRET_KEY = os.environ['SECRET_KEY']\n"),
        ("settings_py", "PASSWORD = 'change-me'\n"),
        ("words_py", 'FIELDS = {\n    "PasswordRefused": "password",\n}\n'),
        (".github__workflows__ci.yml", "POSTGRES_PASSWORD: kX9-quiet-River-77\n"),
        ("tests__test_login_py", "password = 'kX9-quiet-River-77'\n"),
        (".env.example", "SECRET_KEY=kX9-quiet-River-77\n"),
        ("requirements.txt", f"a==1 --hash=sha256:{'0123456789abcdef' * 4}\n"),
    ],
)
def test_a_placeholder_is_no_secret(tmp_path: Path, name: str, text: str) -> None:
    assert list(secrets_scan.in_files(project(tmp_path, **{name: text}))) == []


def test_a_secret_that_was_deleted_is_in_the_history(tmp_path: Path) -> None:
    project(tmp_path, settings_py=f"KEY = '''{PRIVATE}'''\n")
    later = project(tmp_path, settings_py="KEY = None\n")
    assert list(secrets_scan.in_files(later)) == []
    (found,) = secrets_scan.in_history(later)
    assert found.path == "settings.py"
    assert "in the history, commit" in found.fact


def test_what_is_still_there_is_found_once(tmp_path: Path) -> None:
    assert list(secrets_scan.in_history(project(tmp_path, settings_py=f"KEY = '{KEY}'\n"))) == []
