"""The typed reader: what it takes, what it refuses, and what its errors do not show."""

from __future__ import annotations

from pathlib import Path

import pytest
from environs import EnvValidationError

from trebol.contract.problems import Problems
from trebol.deploy.environment import Environment
from trebol.deploy.masking import Known
from trebol.settings import read_environment

LONG = "x" * 40


@pytest.fixture(autouse=True)
def unmasked(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a test keeps secret is forgotten behind it."""
    monkeypatch.setattr(Known, "texts", ())


def test_everything_wrong_is_said_at_once_and_no_value(monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = {
        "A_KEY": "short-hunter2",
        "A_DATABASE": "mysql://u:hunter2@host/name",
        "A_CACHE": "what://u:hunter2@host",
        "A_MAIL": "pop://u:hunter2@host",
        "A_BROKER": "kafka://u:hunter2@host",
    }
    for name, value in wrong.items():
        monkeypatch.setenv(name, value)
    env = Environment()
    env.secret("A_KEY", at_least=32)
    env.database("A_DATABASE")
    env.cache("A_CACHE")
    env.mail("A_MAIL")
    env.tasks("A_BROKER")
    env.origins("A_MISSING")
    with pytest.raises(EnvValidationError) as refusal:
        env.seal()
    said = str(refusal.value)
    assert [name for name in (*wrong, "A_MISSING") if name not in said] == []
    assert "hunter2" not in said


def test_any_variable_may_be_a_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "key").write_text(f"{LONG}\n")
    (tmp_path / "database").write_text("postgresql://ana:p%40ss@db.example/rides\n")
    monkeypatch.setenv("A_KEY_FILE", str(tmp_path / "key"))
    monkeypatch.setenv("A_DATABASE_FILE", str(tmp_path / "database"))
    env = Environment()
    assert env.secret("A_KEY", at_least=32) == LONG
    assert env.database("A_DATABASE")["PASSWORD"] == "p@ss"
    env.seal()


@pytest.mark.parametrize("place", ["absent", "folder", "bytes"])
def test_a_file_that_cannot_be_read_is_told_among_the_others(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, place: str
) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "bytes").write_bytes(b"\xff\xfe\xff")
    monkeypatch.setenv("A_KEY_FILE", str(tmp_path / place))
    env = Environment()
    env.secret("A_KEY")
    env.secret("ANOTHER_KEY")
    with pytest.raises(EnvValidationError, match=r"(?s)A_KEY_FILE names no file.*ANOTHER_KEY"):
        env.seal()


def test_the_frameworks_own_variables_may_be_files_too(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "key").write_text("of this test\n")
    monkeypatch.setenv("TREBOL_TOKEN_KEY_FILE", str(tmp_path / "key"))
    problems = Problems()
    assert read_environment(problems, {}, {}).token_key == "of this test"
    assert problems.found == []


def test_the_environment_goes_before_the_file_of_development(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / ".env").write_text("A_NAME=of the file\nTREBOL_TEST_ONLY=of the file\n")
    monkeypatch.setenv("A_NAME", "of the environment")
    monkeypatch.setenv("TREBOL_TEST_ONLY", "")  # so that it is gone again behind this test
    monkeypatch.delenv("TREBOL_TEST_ONLY")
    env = Environment(tmp_path / ".env")
    assert env.str("A_NAME") == "of the environment"
    assert Environment(prefix="TREBOL_").str("TEST_ONLY") == "of the file"  # where the framework reads
