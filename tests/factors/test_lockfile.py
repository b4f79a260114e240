"""Lock files of every maker, read to exact versions."""

from __future__ import annotations

import pytest

from trebol.factors.lockfile import read

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
    assert lock.lines["django"] == 2
    assert lock.conditional == {"pywin32"}
