"""Migrations that the release before them does not survive are found, each at its line."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.documents import ROOT
from tests.factors.workpieces import PROJECTS, commit, judged, make
from trebol.factors import engine, migration_lint
from trebol.factors.check import CouldNotRun, Outcome, Verdict
from trebol.factors.project import Project
from trebol.factors.workshop import Options

CHECK = "admin.migrations_safe"
NOWHERE = Options(postgres="postgresql://postgres@127.0.0.1:1/postgres")
SHORTER = """
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("notes", "0002_jobs")]
    operations = [
        migrations.AlterField("job", "name", models.CharField(max_length=40, unique=True)),
    ]
"""
STARS = """
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("notes", "0003_shorter")]
    operations = [
        migrations.AddField("note", "stars", models.IntegerField(default=0)),
    ]
"""
INDEX = """
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("notes", "0002_jobs")]
    operations = [
        migrations.AddIndex("job", models.Index(fields=["seconds"], name="job_by_seconds")),
    ]
"""


def project(folder: Path, options: str = "", **migrations: str) -> Path:
    """The good project with these migrations of its own, and these options for the linter."""
    made = make("good", folder)
    for name, text in migrations.items():
        (made / f"notes/migrations/{name.removeprefix('m')}.py").write_text(text)
    with (made / "pyproject.toml").open("a") as file:
        file.write(f"\n[tool.django_migration_linter]\n{options}\n")
    return made


def verdict(made: Path, options: Options = NOWHERE) -> Verdict:
    (result,) = engine.run(Project(made), options, engine.select(ids=[CHECK])).results
    return result.verdict


@pytest.mark.slow
@pytest.mark.needs_postgres
def test_each_finding_names_the_line_of_its_operation() -> None:
    found = {str(each).split(":")[1:3][0] + str(each).split(":")[2] for each in hasty().evidence}
    assert found == {
        "9 NOT_NULL",
        "10 RENAME_COLUMN",
        "11 DROP_COLUMN",
        "12 ALTER_COLUMN",
        "13 ADD_UNIQUE",
        "16 DROP_TABLE",
        "13 RUNPYTHON_MODEL_IMPORT",  # of 0004
    }
    assert hasty().outcome is Outcome.FAIL


def hasty() -> Verdict:
    return judged("hasty", CHECK)[CHECK].verdict


@pytest.mark.slow
@pytest.mark.needs_postgres
def test_an_index_that_locks_its_table_is_a_warning(tmp_path: Path) -> None:
    said = verdict(project(tmp_path, m0003_index=INDEX), Options())
    assert said.outcome is Outcome.WARN
    assert str(said.evidence[0]).startswith("notes/migrations/0003_index.py:8: CREATE_INDEX")


@pytest.mark.slow
def test_by_the_sql_of_sqlite_what_cannot_be_told_is_said_and_no_pass(tmp_path: Path) -> None:
    made = project(tmp_path, m0003_shorter=SHORTER)
    said = verdict(made)
    assert said.outcome is Outcome.COULD_NOT_RUN
    assert "anew for notes/migrations/0003_shorter.py" in said.evidence[0].fact

    (made / "notes/migrations/0004_stars.py").write_text(STARS)
    said = verdict(made)
    assert said.outcome is Outcome.FAIL
    assert [str(each).partition(" ")[0] for each in said.evidence] == ["notes/migrations/0004_stars.py:8:"]


@pytest.mark.slow
def test_what_a_project_excludes_is_left_out_and_counted(tmp_path: Path) -> None:
    said = verdict(project(tmp_path, 'ignore_name = ["0003_shorter"]', m0003_shorter=SHORTER))
    assert said.outcome is Outcome.PASS
    assert said.evidence[0].fact.endswith("sqlite SQL of 2 migrations, 1 left out by its options")


@pytest.mark.slow
def test_a_commit_of_the_last_release_draws_the_line(tmp_path: Path) -> None:
    made = project(tmp_path, 'git_commit_id = "released"', m0003_shorter=SHORTER)
    commit(made)
    released = Project(made).git("tag", "released")
    assert released is not None
    assert verdict(made).outcome is Outcome.NOT_APPLICABLE
    (made / "notes/migrations/0004_stars.py").write_text(STARS)
    commit(made)
    assert [each.path for each in verdict(made).evidence] == ["notes/migrations/0004_stars.py"]


def test_without_the_linter_it_could_not_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(migration_lint, "find_spec", lambda name: None)
    with pytest.raises(CouldNotRun, match=r"install trebol\[factors\]"):
        migration_lint.tools(tmp_path)


def blocks(page: str) -> list[tuple[str, str]]:
    """The migrations of a page of the guide: path and text."""
    return re.findall(r"```\w+\n# (\S+\.py)\n(.*?)```", (ROOT / "docs" / page).read_text(), re.DOTALL)


@pytest.mark.slow
@pytest.mark.needs_postgres
def test_the_migrations_of_the_guide_are_what_it_says(tmp_path: Path) -> None:
    shown = blocks("migrations.md")
    made = project(tmp_path)
    (made / "pyproject.toml").write_text((PROJECTS / "good/pyproject.toml").read_text())
    for path, text in shown:
        (made / path).write_text(text)
    example = made / ".env.example"
    example.write_text(example.read_text().replace("sqlite:////", "postgresql://shop@localhost/"))
    found = engine.run(Project(made), Options(), engine.select(ids=[CHECK, "admin.migrate_twice"])).results
    assert [each.outcome for each in found] == [Outcome.PASS, Outcome.FAIL]
    unsafe = {each.path for each in found[1].verdict.evidence}
    assert unsafe == {path for path, _ in shown if "_contract_" in path}


def test_the_guide_shows_the_same_migrations_in_both_languages() -> None:
    assert blocks("migrations.es.md") == blocks("migrations.md")
    assert len(blocks("migrations.md")) == 12
