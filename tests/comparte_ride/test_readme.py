"""The README says what the contract and the deploy say, in both languages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from trebol.bootstrap import assembly

APP = Path(__file__).resolve().parents[2] / "examples" / "comparte_ride"
LANGUAGES = ["README.md", "README.es.md"]
RUNNING = {"HOST", "PORT"}  # of the start line, not of the settings


def rows(name: str) -> Iterator[list[str]]:
    """The cells of every row of every table."""
    for line in (APP / name).read_text(encoding="utf-8").splitlines():
        if line.startswith("| ") and not line.startswith("| ---"):
            yield [cell.strip() for cell in line.strip("|").split(" | ")]


def named(cell: str) -> list[str]:
    """What a cell names as code."""
    return re.findall(r"`(\w+)`", cell)


@pytest.mark.parametrize("name", LANGUAGES)
def test_every_fault_of_the_rides_is_told_with_its_operations(name: str) -> None:
    told = {
        (operation, fault)
        for cells in rows(name)
        if len(cells) == 3 and named(cells[2]) and cells[2] == f"`{named(cells[2])[0]}`"
        for operation in named(cells[1])
        for fault in named(cells[2])
    }
    declared = {
        (compiled.operation.name, fault)
        for compiled in assembly().compilation.operations.values()
        if compiled.service.id == "rides.v1"
        for fault in compiled.operation.raises
    }
    assert declared
    assert {(operation, fault) for operation, fault in told if operation.endswith("_ride")} == declared


@pytest.mark.parametrize("name", LANGUAGES)
def test_every_variable_of_a_deploy_is_told(name: str) -> None:
    example = (APP / ".env.example").read_text()
    declared = set(re.findall(r"^(?:# )?([A-Z][A-Z_]+)=", example, re.M)) - RUNNING
    assert "SECRET_KEY" in declared
    told = {variable for cells in rows(name) for variable in named(cells[0]) if variable.isupper()}
    assert told == declared


def test_the_two_languages_have_the_same_sections_tables_and_commands() -> None:
    shapes = []
    for name in LANGUAGES:
        text = (APP / name).read_text(encoding="utf-8")
        blocks = re.findall(r"^```(\w+)$", text, re.M)
        commands = re.findall(r"^(?:python manage\.py \w+|\w+_URL=)", text, re.M)
        shapes.append((len(re.findall("^## ", text, re.M)), len(list(rows(name))), blocks, commands))
    assert shapes[0] == shapes[1]
