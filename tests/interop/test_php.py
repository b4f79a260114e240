"""PHP's SoapClient calls by the WSDL, every type out and in again."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests.interop.live import served

pytestmark = [pytest.mark.interop, pytest.mark.needs_program("php")]
SCRIPT = Path(__file__).parent / "php/calls.php"
SAID = """\
same: true
page: á & <b>1, next & <more>
given: '', Decimal('1.50')
null: UNSET, None
made: mine
fault: The name is taken. already_exists, a <name>, 2
nothing: null
"""


@pytest.mark.django_db(transaction=True)
def test_it_calls_in_both_versions() -> None:
    with served() as url:
        command = ["php", str(SCRIPT), f"{url}/soap/samples?wsdl"]
        done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.stdout == SAID * 2, done.stderr
