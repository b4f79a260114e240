"""One reader of the environment, and a contract that needs no Django."""

from __future__ import annotations

import ast
import subprocess
import sys

import grimp
import pytest

from tests.architecture.sources import SRC, dotted, modules

READER = "trebol.settings"
MAY_ASK_IT = {"trebol.bootstrap", "trebol.factors"}
# Makes the environment of another program, or is that other program.
NOT_OURS = (
    "trebol.processes",
    "trebol.management.backup",
    "trebol.factors.environment",
    "trebol.factors.inside.",
    "trebol.factors.probes.",
)


def reads_environment(source: str) -> bool:
    """Whether `source` names the environment of the process."""
    nodes = list(ast.walk(ast.parse(source)))
    attributes = {node.attr for node in nodes if isinstance(node, ast.Attribute)}
    imported = {alias.name for node in nodes if isinstance(node, ast.ImportFrom) for alias in node.names}
    return bool({"environ", "environb", "getenv"} & (attributes | imported))


def room(module: str) -> str:
    return ".".join(module.split(".")[:2])


def test_only_settings_reads_the_environment() -> None:
    readers = {dotted(path) for path in modules() if reads_environment(path.read_text(encoding="utf-8"))}
    ours = {reader for reader in readers if not reader.startswith(NOT_OURS)}
    assert {reader for reader in ours if room(reader) != READER} == set()


def test_only_bootstrap_and_the_factors_ask_the_settings() -> None:
    graph = grimp.build_graph("trebol", cache_dir=None)
    parts = {module for module in graph.modules if room(module) == READER}
    askers = {room(asker) for part in parts for asker in graph.find_modules_that_directly_import(part)}
    assert askers - MAY_ASK_IT - {READER} == set()


@pytest.mark.parametrize("source", ["import os\nos.environ['A']", "from os import getenv\ngetenv('A')"])
def test_the_measure_itself(source: str) -> None:
    assert reads_environment(source)


@pytest.mark.parametrize("words", ["trebol", "trebol.contract"])
def test_the_words_of_a_contract_load_no_framework(words: str) -> None:
    code = f"import sys, {words}; print(*({{'django', 'lxml', 'graphql', 'httpx'}} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], cwd=SRC, capture_output=True, text=True, check=True)
    assert done.stdout.split() == []
