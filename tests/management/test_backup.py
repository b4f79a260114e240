"""`manage.py backup` and `restore`: there and back, on SQLite and on PostgreSQL, in a project of its own."""

from __future__ import annotations

import os
import subprocess
import sys
import uuid
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from django.core.management import CommandError, call_command

SETTINGS = """
import os
from trebol.deploy.database import database
SECRET_KEY = "of this test"
DATABASES = {"default": database(os.environ["A_DATABASE"])}
INSTALLED_APPS = ["trebol", "django.contrib.auth", "django.contrib.contenttypes"]
TREBOL = {"project": "kept", "development_key": True}
"""


class Deploy:
    """A project on a database of its own."""

    def __init__(self, folder: Path, url: str) -> None:
        (folder / "kept_settings.py").write_text(SETTINGS)
        path = os.pathsep.join([str(folder), *filter(None, sys.path)])
        self.folder = folder
        self.said = os.environ | {
            "A_DATABASE": url,
            "PYTHONPATH": path,
            "DJANGO_SETTINGS_MODULE": "kept_settings",
        }

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        program = [sys.executable, "-m", "django", *words]
        return subprocess.run(
            program, env=self.said, cwd=self.folder, capture_output=True, text=True, timeout=90
        )

    def well(self, *words: str) -> str:
        done = self.run(*words)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def groups(self) -> list[str]:
        names = "from django.contrib.auth.models import Group; print(*map(str, Group.objects.order_by('pk')))"
        return self.well("shell", "-v0", "-c", names).split()

    def add(self, name: str) -> None:
        self.well(
            "shell",
            "-v0",
            "-c",
            f"from django.contrib.auth.models import Group; Group.objects.create(name='{name}')",
        )


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.needs_program("pg_dump"))])
def deploy(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Deploy]:
    if request.param == "sqlite":
        yield Deploy(tmp_path, f"sqlite:///{tmp_path}/kept.sqlite3")
        return
    server: str = request.getfixturevalue("postgres_url")
    name = f"trebol_backup_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"'.encode())
        yield Deploy(tmp_path, f"{server.rpartition('/')[0]}/{name}")
        connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)'.encode())


@pytest.mark.slow
def test_there_and_back(deploy: Deploy, tmp_path: Path) -> None:
    kept = tmp_path / "kept.backup"
    deploy.well("migrate", "-v0")
    deploy.add("before")
    deploy.well("backup", str(kept))
    assert kept.stat().st_mode & 0o077 == 0
    assert "is there already" in deploy.run("backup", str(kept)).stderr
    deploy.add("after")
    assert "say --yes" in deploy.run("restore", str(kept)).stderr
    assert deploy.groups() == ["before", "after"]
    deploy.well("restore", str(kept), "--yes")
    assert deploy.groups() == ["before"]
    deploy.well("migrate", "--check")
    assert not list(tmp_path.glob(".*.part"))

    other = tmp_path / "other"
    other.write_text("no backup at all, and longer than its beginning")
    assert "is no backup of" in deploy.run("restore", str(other), "--yes").stderr
    assert deploy.groups() == ["before"]


def test_what_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="There is no file"):
        call_command("restore", str(tmp_path / "absent"), "--yes")
