"""A contract as canonical JSON: what it was, however it was declared, and in any process."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from tests.conformance.contract import Gifts, Probes
from trebol.contract.compile import compile_contracts
from trebol.contract.snapshot import from_snapshot, snapshot

ROOT = Path(__file__).parents[2]
CONTRACT = compile_contracts([Probes, Gifts], project="tests").contract
WRITTEN = """
from tests.conformance.contract import Gifts, Probes
from trebol.contract.compile import compile_contracts
from trebol.contract.snapshot import snapshot
import sys
sys.stdout.buffer.write(snapshot(compile_contracts([Gifts, Probes], project="tests").contract))
"""


def test_what_was_written_is_read_back() -> None:
    assert from_snapshot(snapshot(CONTRACT)) == CONTRACT


def test_the_order_of_services_does_not_matter() -> None:
    assert snapshot(compile_contracts([Gifts, Probes], project="tests").contract) == snapshot(CONTRACT)


def test_another_process_writes_the_same() -> None:
    environment = os.environ | {"PYTHONPATH": f"{ROOT / 'src'}:{ROOT}", "PYTHONHASHSEED": "7"}
    run = subprocess.run(
        [sys.executable, "-c", WRITTEN],
        capture_output=True,
        check=True,
        env=environment,
        cwd=ROOT,
        timeout=60,
    )

    assert run.stdout == snapshot(CONTRACT)


def test_it_is_json_for_people_and_for_git() -> None:
    raw = snapshot(CONTRACT)

    assert raw.startswith(b'{\n  "project": "tests"') or b'"project": "tests"' in raw
    assert raw.endswith(b"}\n")
    assert max(map(len, raw.splitlines())) < 1000


@pytest.mark.parametrize("raw", [b"", b"{}", b"[]", b'{"project": 1, "services": []}'])
def test_what_is_no_snapshot_is_refused(raw: bytes) -> None:
    with pytest.raises(msgspec.DecodeError):
        from_snapshot(raw)


def test_a_description_knows_its_fields() -> None:
    probes = CONTRACT.services[1]

    assert (probes.id, probes.operations[0].id) == ("probes.v1", "probes.v1.search_probes")
    assert probes.messages["Point"].field("x").name == "x"
    with pytest.raises(KeyError, match="Point has no field 'z'"):
        probes.messages["Point"].field("z")
