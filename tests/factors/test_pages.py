"""The pages of the factors: every check on the page of its factor, in both languages, and nothing else."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.architecture.sources import ROOT
from trebol.factors.catalogue import CHECKS
from trebol.factors.check import TITLES, Demand

PAGES = ROOT / "docs/factors"
HEADING = re.compile(r"^### `(?P<id>[\w.]+)`(?P<mark>.*)$", re.MULTILINE)
LINK = re.compile(r"\]\((?!https?:)([^)#]+)")
MARKS = {"": " (strict)", ".es": " (estricta)"}


def page(factor: int, language: str) -> str:
    pages = [each for each in PAGES.glob(f"{factor:02d}-*.md") if (".es" in each.name) == bool(language)]
    return pages[0].read_text(encoding="utf-8")


@pytest.mark.parametrize("factor", TITLES)
@pytest.mark.parametrize("language", MARKS)
def test_a_page_has_each_check_of_its_factor_and_its_demand(factor: int, language: str) -> None:
    found = {match["id"]: match["mark"] for match in HEADING.finditer(page(factor, language))}
    mine = [each for each in CHECKS.values() if each.factor == factor]
    assert found == {each.id: MARKS[language] if each.demand is Demand.STRICT else "" for each in mine}


@pytest.mark.parametrize("path", sorted(PAGES.glob("*.md")), ids=lambda path: str(path.name))
def test_links_lead_to_pages_that_are_there(path: Path) -> None:
    assert [
        link for link in LINK.findall(path.read_text(encoding="utf-8")) if not (PAGES / link).exists()
    ] == []


@pytest.mark.parametrize("name", ["README.md", "README.es.md"])
def test_the_count_of_checks_is_true(name: str) -> None:
    text = (PAGES / name).read_text(encoding="utf-8")
    assert f" {len(CHECKS)} " in text
    assert sum(int(number) for number in re.findall(r"\| (\d+) \|$", text, re.MULTILINE)) == len(CHECKS)
