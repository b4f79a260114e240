"""Clients that others wrote, and the application as it is deployed."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import requests
import zeep
from gql import Client, FileVar, gql
from gql.transport.requests import RequestsHTTPTransport
from zeep.transports import Transport

from tests.comparte_ride.live import deployed
from tests.interop.test_jaxws import JARS, run
from tests.pictures import GPS, exif, jpeg, segment

pytestmark = [pytest.mark.interop, pytest.mark.timeout(600)]

SAID = """\
refused: unauthenticated
profile: ana.sofia
founded: Ñandú & Cía., 10
member: ADMINISTRATOR
among one's own: true
"""

SAID_IN_C = """\
refused: 401
listed: 3
founded: Ñandú & Cía., <7:00> & al revés, 10
refused: No invitation to this circle has this code.
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with deployed(tmp_path_factory.mktemp("live")) as address:
        yield address


def fetched(address: str, said: Any = None) -> Any:
    """The JSON at an address; a POST where something is said."""
    body = None if said is None else json.dumps(said).encode()
    request = urllib.request.Request(address, body, {"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=30) as answer:
        return json.load(answer)


@pytest.mark.needs_program("wsdl2h", "soapcpp2", "cc")
def test_gsoap_s_client_in_c_is_compiled_and_calls(site: str, tmp_path: Path) -> None:
    shutil.copy(Path(__file__).parent / "gsoap" / "way.c", tmp_path)
    run("wsdl2h", "-c", "-s", "-o", "circles.h", f"{site}/soap/circles?wsdl", cwd=tmp_path)
    run("soapcpp2", "-c", "-C", "-L", "-x", "-w", "-I/usr/share/gsoap/import", "circles.h", cwd=tmp_path)
    run("cc", "-std=gnu11", "way.c", "soapC.c", "soapClient.c", "-o", "way", "-lgsoap", cwd=tmp_path)
    log_in = {"email": "ana@comparteride.example", "password": "comparte-ride-demo"}
    token = fetched(f"{site}/api/v1/sessions", log_in)["access_token"]
    said = run(str(tmp_path / "way"), f"{site}/soap/circles", token, cwd=tmp_path)
    assert said == SAID_IN_C


@pytest.mark.needs_program("wsimport", "javac", "java")
def test_jax_ws_reads_both_documents_and_calls_queries_and_commands(site: str, tmp_path: Path) -> None:
    shutil.copy(Path(__file__).parent / "java" / "Way.java", tmp_path)
    for service in ("accounts", "circles"):
        document = f"{site}/soap/{service}?wsdl"
        run("wsimport", "-extension", "-Xnocompile", "-s", ".", "-p", service, document, cwd=tmp_path)
    sources = [str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*.java")]
    run("javac", "-nowarn", "-encoding", "utf-8", "-cp", JARS, *sources, cwd=tmp_path)
    options = ("-Dfile.encoding=utf-8", "-Dsun.stdout.encoding=utf-8")
    assert run("java", *options, "-cp", f".:{JARS}", "Way", site, cwd=tmp_path) == SAID


def test_schemathesis_finds_nothing_that_the_document_does_not_say(site: str, tmp_path: Path) -> None:
    """Every operation, with a person's token: no 5xx, no status, header, type or body that is not documented.

    `fields=` is left out: it narrows what an answer requires. So is the check that whatever the schema allows
    is accepted: no schema tells a cursor that was given, or a password that is hard to guess.
    """
    document = fetched(f"{site}/openapi.json")
    operations = [each for path in document["paths"].values() for each in path.values()]
    for operation in operations:
        operation["parameters"] = [p for p in operation.get("parameters", ()) if p.get("name") != "fields"]
    (tmp_path / "openapi.json").write_text(json.dumps(document))
    log_in = {"email": "ana@comparteride.example", "password": "comparte-ride-demo"}
    token = fetched(f"{site}/api/v1/sessions", log_in)["access_token"]
    done = subprocess.run(
        [
            *(Path(sys.executable).parent / "schemathesis", "run", tmp_path / "openapi.json", "--url", site),
            *("--header", f"Authorization: Bearer {token}", "--max-examples", "10", "--seed", "2016"),
            *("--checks", "all", "--exclude-checks", "positive_data_acceptance"),
        ],
        capture_output=True, text=True, timeout=500, cwd=tmp_path,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout
    assert f"Tested: {len(operations)}" in done.stdout


CHANGE = """mutation($picture: Bytes!) {
  changePicture(picture: $picture) {... on ChangePictureSuccess {result {picture}}}
}"""


def by_requests(site: str, session: requests.Session, picture: bytes) -> str:
    """REST: a part of a form."""
    files = {"picture": ("../me.html", picture, "text/html")}
    answer = session.put(f"{site}/api/v1/profile/picture", files=files)
    return str(answer.json()["picture"])


def by_gql(site: str, session: requests.Session, picture: bytes) -> str:
    """GraphQL: a file beside the document."""
    document = gql(CHANGE)
    document.variable_values = {"picture": FileVar(BytesIO(picture), filename="me.jpeg")}
    transport = RequestsHTTPTransport(f"{site}/graphql", headers=dict(session.headers))
    with Client(transport=transport) as client:
        told = client.execute(document, upload_files=True)
    return str(told["changePicture"]["result"]["picture"])


def by_zeep(site: str, session: requests.Session, picture: bytes) -> str:
    """SOAP: base64."""
    make: Any = zeep.Client  # has no types
    transport: Any = Transport
    client = make(f"{site}/soap/accounts?wsdl", transport=transport(session=session))
    return str(client.service.ChangePicture(picture=picture).picture)


@pytest.mark.parametrize("change", [by_requests, by_gql, by_zeep])
def test_a_phone_s_picture_of_two_megabytes_goes_up_and_comes_down_without_its_place(
    site: str, change: Callable[[str, requests.Session, bytes], str]
) -> None:
    taken = jpeg(exif(6), *[segment(0xDB, b"\0" + b"\x01" * 60_000)] * 33)
    assert 1_900_000 < len(taken) <= 2_000_000
    log_in = {"email": "ana@comparteride.example", "password": "comparte-ride-demo"}
    session = requests.Session()
    session.headers["Authorization"] = f"Bearer {fetched(f'{site}/api/v1/sessions', log_in)['access_token']}"
    served = requests.get(site + change(site, session, taken), timeout=30)
    assert (served.status_code, served.headers["Content-Type"]) == (200, "image/jpeg")
    assert GPS not in served.content
    assert len(taken) - 200 < len(served.content) < len(taken)
