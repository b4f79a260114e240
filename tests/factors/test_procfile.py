"""How a project says it is started."""

from __future__ import annotations

from pathlib import Path

from trebol.factors.procfile import instructions, of_dockerfile, of_procfile, process_types


def test_a_procfile_names_types_with_their_lines() -> None:
    found = of_procfile("# types\nweb: granian --port $PORT app\n\nworker: python manage.py work\n")
    assert {name: (type.command, type.line) for name, type in found.items()} == {
        "web": ("granian --port $PORT app", 2),
        "worker": ("python manage.py work", 4),
    }


def test_the_command_of_a_dockerfile_is_the_web_type() -> None:
    text = 'FROM python:3.11\nENTRYPOINT ["sh", "entry point.sh"]\nCMD ["granian", "app"]\n'
    web = of_dockerfile(text)["web"]
    assert (web.command, web.line) == ("sh 'entry point.sh' granian app", 3)
    assert of_dockerfile("FROM x\nCMD granian --port $PORT\n")["web"].command == "granian --port $PORT"
    assert of_dockerfile("FROM x\n") == {}


def test_continued_instructions_are_one() -> None:
    assert instructions("RUN a \\\n  b\n# c\nRUN d") == [(1, "RUN a b"), (4, "RUN d")]


def test_the_procfile_goes_before_the_dockerfile(tmp_path: Path) -> None:
    assert process_types(tmp_path) == {}
    (tmp_path / "Dockerfile").write_text("CMD one\n")
    assert process_types(tmp_path)["web"].path == "Dockerfile"
    (tmp_path / "Procfile").write_text("web: two\n")
    assert process_types(tmp_path)["web"].command == "two"
