"""The page as a browser meets it."""

from __future__ import annotations

import asyncio
import re

import pytest
from django.test import AsyncClient, Client
from pytest_django import Settings

from tests.portal import hostile
from tests.portal.site import CONTRACTS, IMPLEMENTATIONS, assembled, page, part, site
from trebol.bootstrap import assemble
from trebol.portal.assets import files
from trebol.urls import urls_of

FILES = sorted(files())


def test_everything_of_every_hosted_service_has_its_place() -> None:
    root = page(assembled())
    for service in assembled().compilation.contract.services:
        assert service.doc.splitlines()[0] in part(root, service.id)
        for operation in service.operations:
            assert part(root, operation.id)
        for name in [*service.faults, *service.messages, *service.enums, *service.events]:
            assert name in part(root, f"{service.id}.{name}")


def test_every_link_inside_the_page_leads_somewhere_and_every_place_is_one() -> None:
    root = page(assembled())
    places = root.xpath("//@id")
    assert len(places) == len(set(places))
    links = [link[1:] for link in root.xpath("//a/@href") if link.startswith("#")]
    assert len(links) > 40
    assert set(links) <= set(places)


def test_what_labels_a_part_is_there() -> None:
    root = page(assembled())
    labels = root.xpath("//@aria-labelledby")
    assert len(labels) > 10
    assert set(labels) <= set(root.xpath("//@id"))


@pytest.mark.parametrize("prefix", ["", "inside/"])
def test_the_documents_are_where_the_page_says(prefix: str) -> None:
    with site(assembled(), prefix):
        browser = Client(headers={"accept": "text/html"})
        text = browser.get(f"/{prefix}services/").content.decode()
        links = re.findall(r'(?:href|src)="(/[^"]*)"', text)
        seen = {link: browser.get(link).status_code for link in links}
    assert set(seen.values()) == {200}
    documents = {"openapi.json", "schema.graphql", "graphql", "soap/samples?wsdl", "soap/rides?wsdl"}
    assert {f"/{prefix}{document}" for document in documents} <= seen.keys()


def test_a_service_that_is_hosted_elsewhere_is_not_told_of(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TREBOL_SERVICES", "rides")
    root = page(assemble(CONTRACTS, IMPLEMENTATIONS, project="tests"))
    assert root.xpath("//*[@id='rides.v1']")
    assert not root.xpath("//*[starts-with(@id, 'samples')]")


def test_a_setting_turns_it_off(settings: Settings) -> None:
    settings.TREBOL = {"project": "tests", "portal": False}
    names = {pattern.name for pattern in urls_of(assemble(CONTRACTS, IMPLEMENTATIONS))}
    assert not {name for name in names if name and "portal" in name}


def test_a_contract_that_is_not_sound_has_no_page() -> None:
    unsound = assemble([hostile.Wordless], [hostile.WordlessService], project="tests")
    assert unsound.problems
    assert urls_of(unsound) == []


def test_the_page_loads_our_files_alone_and_runs_nothing() -> None:
    with site(assembled()):
        answer = Client().get("/services/")
    text = answer.content.decode()
    policy = answer.headers["Content-Security-Policy"]
    assert {word for part in policy.split(";") for word in part.split()[1:]} == {"'none'", "'self'"}
    assert "script-src" not in policy
    assert not re.search(r"<script|<style|style=|\son\w+=", text)
    assert not re.search(r'(?:src|href)="(?!/|#)', text)


def test_a_browser_keeps_the_page_until_it_changes() -> None:
    with site(assembled()):
        tag = Client().get("/services/").headers["ETag"]
        again = Client().get("/services/", headers={"if-none-match": tag})
        other = Client().get("/services/", headers={"if-none-match": tag, "accept-language": "es"})
    assert (again.status_code, again.content, other.status_code) == (304, b"", 200)
    assert "Accept-Language" in other.headers["Vary"]


def test_the_page_is_only_read() -> None:
    with site(assembled()):
        head, post = Client().head("/services/"), Client().post("/services/")
        length = len(Client().get("/services/").content)
    assert (head.status_code, head.content, head.headers["Content-Length"]) == (200, b"", str(length))
    assert (post.status_code, post.headers["Allow"]) == (405, "GET, HEAD")


@pytest.mark.parametrize("name", FILES)
def test_a_file_is_kept_by_the_browser(name: str) -> None:
    with site(assembled()):
        answer = Client().get(f"/services/assets/{name}")
    assert answer.status_code == 200
    assert "immutable" in answer.headers["Cache-Control"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("name", ["endpoint.py", "..", "services.html"])
def test_other_files_are_not_served(name: str) -> None:
    with site(assembled()):
        assert Client().get(f"/services/assets/{name}").status_code == 404


def test_an_asgi_server_serves_it_too() -> None:
    with site(assembled(), asynchronous=True):
        answer = asyncio.run(AsyncClient().get("/services/"))
    assert b"Samples" in answer.content
