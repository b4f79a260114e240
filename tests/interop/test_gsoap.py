"""gSOAP reads the WSDL, and the requests it makes up as samples are in the form that is read."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
import requests

from tests.interop.live import served

pytestmark = [pytest.mark.interop, pytest.mark.needs_program("wsdl2h", "soapcpp2")]
SHARED = "/usr/share/gsoap"


def run(*command: str, cwd: Path) -> str:
    """What a program says; a failure shows it."""
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


@pytest.mark.django_db(transaction=True)
def test_it_makes_a_client_whose_requests_are_read(tmp_path: Path) -> None:
    with served() as url:
        address = f"{url}/soap/samples"
        read = run("wsdl2h", "-s", "-o", "samples.h", f"{address}?wsdl", cwd=tmp_path)
        made = run("soapcpp2", "-C", "-i", f"-I{SHARED}/import", "samples.h", cwd=tmp_path)
        paths = sorted(tmp_path.glob("*.req.xml"))
        media = "application/soap+xml; charset=utf-8"
        answers = {
            path.name: requests.post(address, path.read_bytes(), headers={"Content-Type": media}, timeout=10)
            for path in paths
        }
    assert "error" not in (read + made).lower()
    assert len(answers) == 11
    for name, answer in answers.items():
        # Its samples are empty texts and zeros: values may be wrong, names and structure may not.
        assert not {"unknown", "duplicate", "type", "syntax"} & set(reasons(answer.text)), (name, answer.text)
    assert answers["SamplesSoap11.DeleteSample.req.xml"].status_code == 200


def reasons(text: str) -> list[str]:
    """The reasons of the violations in an answer."""
    return [part.partition("</reason>")[0] for part in text.split("<reason>")[1:]]
