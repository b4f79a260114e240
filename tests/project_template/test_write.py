"""`trebol new`: what it refuses, and what it leaves behind."""

from __future__ import annotations

import hashlib
import stat
from pathlib import Path

import pytest

from trebol.console import main
from trebol.project_template import write
from trebol.project_template.wheel import NoWheel


@pytest.mark.parametrize("name", ["", "Rides", "car-rides", "1ride", "a" * 41, "año", "../up", "a b"])
def test_what_is_no_name_is_refused_with_the_mend(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    assert main(["new", name, "--directory", str(tmp_path / "made")]) == 2
    assert "write lower-case letters" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["class", "json", "django", "trebol", "notes"])
def test_a_name_in_use_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str) -> None:
    assert main(["new", name, "--directory", str(tmp_path / "made")]) == 2
    assert "take another one" in capsys.readouterr().err


def test_a_folder_that_is_there_is_left_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "mine").write_text("mine")
    assert main(["new", "rides", "--directory", str(tmp_path)]) == 2
    assert "is there already" in capsys.readouterr().err
    assert [each.name for each in tmp_path.iterdir()] == ["mine"]


def test_nothing_is_left_where_it_could_not_be_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(folder: Path) -> Path:
        raise NoWheel("pip's last words")

    monkeypatch.setattr(write, "wheel", broken)
    assert main(["new", "rides", "--directory", str(tmp_path / "made")]) == 2
    assert "pip's last words" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.slow
def test_it_is_whole_and_says_what_comes_next(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    made = tmp_path / "made"
    assert main(["new", "car_rides", "--directory", str(made)]) == 0
    said = capsys.readouterr().out
    assert [line.split()[0] for line in said.splitlines() if line.startswith("    ")] == [
        "cd",
        "python3",
        ".venv/bin/trebol",
    ]
    texts = [file.read_text() for file in made.rglob("*") if file.is_file() and file.suffix != ".whl"]
    assert [text for text in texts if "{{ name }}" in text] == []
    assert stat.S_IMODE((made / ".env").stat().st_mode) == 0o600
    (wheel,) = (made / "vendor").iterdir()
    digest = hashlib.sha256(wheel.read_bytes()).hexdigest()
    assert f"--hash=sha256:{digest}" in (made / "requirements.txt").read_text()
    assert f"--hash=sha256:{digest}" in (made / "requirements-dev.txt").read_text()
