"""What goes wrong is told in the language of the request, the same on every wire."""

from __future__ import annotations

import ast
import string
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any, Protocol

import polib
import pytest
from django.test import Client, override_settings
from django.utils import translation

import trebol
from trebol import Code, Fault, InvalidArgument, Message, Meta, NotFound, Service, command, query
from trebol.runtime.spoken import in_their_language, spoken
from trebol.testing.publish import published

SOURCE = Path(trebol.__file__).parent
CATALOGUE = SOURCE / "locale" / "es" / "LC_MESSAGES" / "django.po"
LONG = "x" * 6
EXPECTED = "texto, 5 caracteres como máximo, sin caracteres de control"
NAMESPACE = "urn:tests:lamps:v1"


class Lamp(Message):
    id: int


class NoLight(Fault, code=Code.FAILED_PRECONDITION):
    """The lamp is broken."""


class Lamps(Service, Protocol, noun="lamp", plural="lamps"):
    """Light lamps."""

    @query(public=True)
    def get_lamp(self, lamp_id: int) -> Lamp: ...

    @command(public=True, raises=[NoLight])
    def light_lamp(self, lamp_id: int, name: Annotated[str, Meta(max_length=5)]) -> Lamp: ...


class LampsService(Lamps):
    def get_lamp(self, lamp_id: int) -> Lamp:
        raise NotFound("The lamp is broken.")

    def light_lamp(self, lamp_id: int, name: str) -> Lamp:
        raise NoLight()


@pytest.fixture
def client(db: None) -> Iterator[Client]:
    with (
        override_settings(
            MIDDLEWARE=["django.middleware.locale.LocaleMiddleware"], LANGUAGES=[("en", "en"), ("es", "es")]
        ),
        published(LampsService) as client,
    ):
        client.defaults["HTTP_ACCEPT_LANGUAGE"] = "es-MX, en;q=0.5"
        yield client


def envelope(inside: str) -> str:
    space = "http://www.w3.org/2003/05/soap-envelope"
    return f'<e:Envelope xmlns:e="{space}"><e:Body>{inside}</e:Body></e:Envelope>'


def test_a_violation_in_rest(client: Client) -> None:
    answer: Any = client.post("/api/v1/lamps/1/light", {"name": LONG}, content_type="application/json")
    assert answer.json()["detail"] == "Los datos no son válidos."
    assert answer.json()["violations"] == [{"path": "name", "reason": "value", "expected": EXPECTED}]
    assert answer["Content-Language"] == "es"


def test_a_violation_in_graphql(client: Client) -> None:
    document = f'mutation {{ lightLamp(lampId: 1, name: "{LONG}") {{ __typename }} }}'
    answer: Any = client.post("/graphql", {"query": document}, content_type="application/json")
    (error,) = answer.json()["errors"]
    assert error["message"] == "Los datos no son válidos."
    assert error["extensions"]["violations"][0]["expected"] == EXPECTED


def test_a_violation_in_soap(client: Client) -> None:
    inside = f'<LightLamp xmlns="{NAMESPACE}"><lampId>1</lampId><name>{LONG}</name></LightLamp>'
    answer = client.post("/soap/lamps", envelope(inside), content_type="application/soap+xml")
    assert '<soap:Text xml:lang="es">Los datos no son válidos.</soap:Text>' in answer.content.decode()
    assert f"<expected>{EXPECTED}</expected>" in answer.content.decode()


def test_what_http_refuses_is_told_in_the_language_too(client: Client) -> None:
    rest: Any = client.put("/api/v1/lamps/1/light")
    assert (rest.status_code, rest.json()["detail"]) == (405, "PUT no se admite en esta dirección.")
    graphql: Any = client.post("/graphql", "{}", content_type="application/json")
    (error,) = graphql.json()["errors"]
    assert error["message"] == "Falta el parámetro query: es el texto del documento GraphQL."
    soap = client.post("/soap/lamps", envelope("<Other/>"), content_type="application/soap+xml")
    told = "Aquí no hay ninguna operación Other: el WSDL está en ?wsdl."
    assert f'<soap:Text xml:lang="es">{told}</soap:Text>' in soap.content.decode()


def test_a_text_without_a_translation_stays_english_and_says_so(client: Client) -> None:
    inside = f'<GetLamp xmlns="{NAMESPACE}"><lampId>1</lampId></GetLamp>'
    answer = client.post("/soap/lamps", envelope(inside), content_type="application/soap+xml")
    assert '<soap:Text xml:lang="en">The lamp is broken.</soap:Text>' in answer.content.decode()


def test_a_project_translates_its_faults(client: Client, tmp_path: Path) -> None:
    messages = tmp_path / "es" / "LC_MESSAGES"
    messages.mkdir(parents=True)
    catalogue = polib.POFile()
    catalogue.metadata = {"Content-Type": "text/plain; charset=utf-8"}
    catalogue.append(polib.POEntry(msgid="The lamp is broken.", msgstr="La lámpara está rota."))
    catalogue.save_as_mofile(str(messages / "django.mo"))
    document = 'mutation { lightLamp(lampId: 1, name: "a") { ... on NoLight { message } } }'
    with override_settings(LOCALE_PATHS=[tmp_path]):
        rest: Any = client.post("/api/v1/lamps/1/light", {"name": "a"}, content_type="application/json")
        graphql: Any = client.post("/graphql", {"query": document}, content_type="application/json")
    assert rest.json()["detail"] == "La lámpara está rota."
    assert graphql.json()["data"]["lightLamp"]["message"] == "La lámpara está rota."


def test_english_stays_as_it_stands() -> None:
    error = InvalidArgument()
    with translation.override("en-GB"):
        assert in_their_language(error).message == "The input is not valid."
        assert spoken("") == ""


def test_nothing_is_told_of_no_text() -> None:
    with translation.override("es"):
        assert spoken("") == ""


def keys() -> set[str]:
    """Every template that the source says."""
    found = set()
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            match node:
                case ast.Call(func=ast.Name(id="said" | "template"), args=[ast.Constant(value=str(text))]):
                    found.add(text)
    return found


def names_in(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_the_catalogue_holds_every_text() -> None:
    catalogue = polib.pofile(str(CATALOGUE))
    dynamic = {"thing", "a permission"}  # said where a project gives no name of its own
    assert keys() | dynamic <= {entry.msgid for entry in catalogue}
    for entry in catalogue:
        assert entry.msgstr
        assert not entry.fuzzy
        assert names_in(entry.msgstr) == names_in(entry.msgid)


def test_what_is_read_is_what_was_written() -> None:
    compiled = polib.mofile(str(CATALOGUE.with_suffix(".mo")))
    written = polib.pofile(str(CATALOGUE))
    assert {e.msgid: e.msgstr for e in compiled} == {e.msgid: e.msgstr for e in written}
