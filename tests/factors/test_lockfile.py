"""Lock files of every maker, read to exact versions."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.factors.workpieces import commit
from trebol.factors.lockfile import find, read
from trebol.factors.project import Project

UV = """
version = 1
[[package]]
name = "Django"
version = "5.2"
[[package]]
name = "shop"
version = "1"
source = { editable = "." }
"""
PIPFILE = '{"default": {"django": {"version": "==5.2"}}}'
PINNED = (
    "# by hand\nDjango==5.2 \\\n    --hash=sha256:00\npywin32==306 ; sys_platform == 'win32'\n-r more.txt\n"
)


@pytest.mark.parametrize(
    ("path", "text", "versions"),
    [
        ("uv.lock", UV, {"django": "5.2"}),
        ("poetry.lock", '[[package]]\nname = "django"\nversion = "5.2"\n', {"django": "5.2"}),
        ("pylock.toml", '[[packages]]\nname = "django"\nversion = "5.2"\n', {"django": "5.2"}),
        ("Pipfile.lock", PIPFILE, {"django": "5.2"}),
        ("requirements.txt", PINNED, {"django": "5.2", "pywin32": "306"}),
        ("requirements.txt", "django>=5\n", {}),
        ("requirements.txt", "django==5.2\nenvirons\n", {}),
    ],
)
def test_versions(path: str, text: str, versions: dict[str, str]) -> None:
    assert read(path, text).versions == versions


def test_a_pin_has_its_line_and_a_marker_makes_it_conditional() -> None:
    lock = read("requirements.txt", PINNED)
    assert lock.lines["django"] == ("requirements.txt", 2)
    assert lock.conditional == {"pywin32"}


INCLUDING = "-r ../../lock/run.txt\n--requirement=more.txt\nenvirons==15\n"
INCLUDED = {
    "../lock/run.txt": "django==5.2 --hash=sha256:00\n",
    "app/more.txt": "-r ../app/requirements.txt\nmsgspec==1\n",
}


def test_what_is_included_is_part_of_the_lock() -> None:
    lock = read("app/requirements.txt", INCLUDING, lambda path: INCLUDED.get(path, ""))
    assert lock.versions == {"django": "5.2", "msgspec": "1", "environs": "15"}
    assert lock.lines["django"] == ("../lock/run.txt", 1)
    assert lock.hashed


def test_an_included_file_that_is_no_lock_makes_it_none() -> None:
    assert read("requirements.txt", "-r more.txt\nenvirons==15\n", lambda path: "django>=5\n").versions == {}


def test_a_file_outside_of_the_repository_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "lock.txt").write_text("django==5.2\n")
    (tmp_path / "app").mkdir()
    (tmp_path / "app" / "requirements.txt").write_text("-r ../lock.txt\n")
    assert find(Project(tmp_path / "app")) is None
    commit(tmp_path)
    lock = find(Project(tmp_path / "app"))
    assert lock is not None
    assert lock.versions == {"django": "5.2"}
