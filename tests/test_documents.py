"""The runner of the examples in README and docs."""

from __future__ import annotations

import pytest

CONFTEST = """
from pathlib import Path
import pytest
from tests.documents import pages

pytest_collect_file = pages(Path(__file__).parent).pytest()

@pytest.fixture
def db(): ...
"""

FILE_AND_IMPORT = """
~~~python
# notes/words.py: the design
ONE = {n}
~~~
~~~python
from notes.words import ONE
assert ONE == {n}
~~~
"""


def outcome(pytester: pytest.Pytester, page: str, *others: str) -> dict[str, int]:
    """How the blocks of `page` end; `~~~` stands for a fence."""
    pytester.makeconftest(CONFTEST)
    pytester.path.joinpath("page.md").write_text(page.replace("~~~", "```"))
    return pytester.runpytest_inprocess("page.md", *others, "-p", "no:django").parseoutcomes()


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ("~~~python\na = 1\n~~~\n~~~python\nassert a == 1\n~~~\n", {"passed": 2}),
        ("~~~python\nassert False\n~~~\n", {"failed": 1}),
        ("~~~python\n>>> 1 + 1\n3\n~~~\n", {"failed": 1}),
        ("~~~console\n$ echo one two\none ...\n~~~\n", {"passed": 1}),
        ("~~~console\n$ echo one\none\n$ echo two\nthree\n~~~\n", {"failed": 1}),
        ("~~~console\n$ false\n~~~\n", {"failed": 1}),
        ("~~~sh\nfalse\n~~~\n", {}),
    ],
    ids=["shared names", "python", "doctest", "console", "output", "exit", "for people"],
)
def test_a_block_runs_by_its_language(pytester: pytest.Pytester, page: str, expected: dict[str, int]) -> None:
    assert outcome(pytester, page) == expected


def test_a_block_that_names_a_file_is_imported_from_it(pytester: pytest.Pytester) -> None:
    assert outcome(pytester, FILE_AND_IMPORT.format(n=1)) == {"passed": 2}


def test_two_pages_may_name_the_same_file(pytester: pytest.Pytester) -> None:
    pytester.path.joinpath("another.md").write_text(FILE_AND_IMPORT.format(n=2).replace("~~~", "```"))
    assert outcome(pytester, FILE_AND_IMPORT.format(n=1), "another.md") == {"passed": 4}
