"""The scratch environment: safe values for what is declared."""

from __future__ import annotations

from pathlib import Path

import pytest

from trebol.factors import dotenv
from trebol.factors.dotenv import Declared
from trebol.factors.environment import Services, is_secret, values

POSTGRES = ("postgres", "p@ss", 5555, "scratch")
SERVICES = Services(
    sqlite=Path("/s/db"),
    postgres=POSTGRES,
    ports={"CACHE_URL": 7777},
    release="abc",
    volume=Path("/s/volume"),
)


def declared(text: str, tmp_path: Path) -> dict[str, Declared]:
    path = tmp_path / ".env.example"
    path.write_text(text)
    return dotenv.declared(path)


def test_a_file_declares_names_values_lines_and_what_is_optional(tmp_path: Path) -> None:
    found = declared("# a comment\nA=1 # one\nexport B='two # 2'\n# C=\nD=\n", tmp_path)
    assert [(each.name, each.value, each.line, each.optional) for each in found.values()] == [
        ("A", "1", 2, False),
        ("B", "two # 2", 3, False),
        ("C", "", 4, True),
        ("D", "", 5, False),
    ]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("DATABASE_URL=postgres://u:p@db.internal/x", "postgres://postgres:p%40ss@127.0.0.1:5555/scratch"),
        ("DATABASE_URL=sqlite:///x", "sqlite:////s/db"),
        ("# DATABASE_URL=", "postgres://postgres:p%40ss@127.0.0.1:5555/scratch"),
        ("CACHE_URL=redis://u:p@cache/1", "redis://u:p@127.0.0.1:7777/1"),
        ("DB_HOST=db.internal", "127.0.0.1"),
        ("STORAGE_URL=file:///srv/files", "file:///s/volume"),
        ("POSTGRES_DB=shop", "scratch"),
        ("DEBUG=True", "False"),
        ("ALLOWED_HOSTS=", "localhost,127.0.0.1"),
        ("# GIT_SHA=", "abc"),
        ("PAGE_SIZE=50", "50"),
        ("API_KEY=0123456789abcdef0123456789abcdef", "0123456789abcdef0123456789abcdef"),
    ],
)
def test_the_scratch_value_of_a_variable(tmp_path: Path, line: str, expected: str) -> None:
    (value,) = values(declared(line, tmp_path), SERVICES).values()
    assert value == expected


@pytest.mark.parametrize("example", ["", "change-me", "your-secret-here", "<secret>"])
def test_a_placeholder_secret_becomes_a_real_one(tmp_path: Path, example: str) -> None:
    (value,) = values(declared(f"SECRET_KEY={example}", tmp_path), SERVICES).values()
    assert len(value) > 50


def test_what_is_optional_is_not_given(tmp_path: Path) -> None:
    assert values(declared("# LOG_LEVEL=INFO", tmp_path), SERVICES) == {}


def test_names_of_secrets() -> None:
    secret = ["SECRET_KEY", "EMAIL_HOST_PASSWORD", "STRIPE_API_KEY", "SENTRY_DSN"]
    public = ["PUBLIC_KEY", "TOKEN_LIFETIME", "AWS_ACCESS_KEY_ID", "EMAIL_HOST", "PASSWORD_HASHERS"]
    assert [name for name in secret + public if is_secret(name)] == secret
