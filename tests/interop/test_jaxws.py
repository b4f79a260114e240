"""JAX-WS: wsimport, a strict reader, makes classes of the WSDL; they call queries and commands."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.interop.live import served

pytestmark = [pytest.mark.interop, pytest.mark.needs_program("wsimport", "javac", "java")]
SOURCES = Path(__file__).parent / "java"
JARS = "/usr/share/jaxws/lib/*:/usr/share/java/jws-api.jar"
"""Where Debian's package puts them: the JDK has had none of this since version 11."""

SAID = """\
same: true
page: á & <b>1, next & <more>
last: null
given: ['', Decimal('1.50')]
left out: [UNSET, UNSET]
made: mine
fault: already_exists, a <name>, 2
refused: Violations
null: null
caller: one
"""


def run(*command: str, cwd: Path) -> str:
    """The output of a program; a failure shows what it said."""
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, timeout=110, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.mark.django_db(transaction=True)
def test_a_generated_client_calls_in_both_versions(tmp_path: Path) -> None:
    shutil.copy(SOURCES / "Calls.java", tmp_path)
    with served() as url:
        wsdl = f"{url}/soap/samples?wsdl"
        # Without -extension wsimport leaves out the port of SOAP 1.2.
        run("wsimport", "-extension", "-Xnocompile", "-s", ".", "-p", "client", wsdl, cwd=tmp_path)
        sources = [str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*.java")]
        run("javac", "-nowarn", "-encoding", "utf-8", "-cp", JARS, *sources, cwd=tmp_path)
        options = ("-Dfile.encoding=utf-8", "-Dsun.stdout.encoding=utf-8")
        said = run("java", *options, "-cp", f".:{JARS}", "Calls", wsdl, cwd=tmp_path)
    assert said == SAID * 2


def test_the_older_version_is_read_too_and_without_extensions(tmp_path: Path) -> None:
    with served() as url:
        wsdl = f"{url}/soap/samples?wsdl&version=1"
        made = run("wsimport", "-Xnocompile", "-s", ".", "-p", "client", wsdl, cwd=tmp_path)
    assert "Generating code" in made
    assert (tmp_path / "client/SamplesService.java").exists()
