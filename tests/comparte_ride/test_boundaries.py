"""Each service is a black box: others see its contract, and nobody sees more of Trébol than is public."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from django.apps import apps

APP = Path(__file__).resolve().parents[2] / "examples" / "comparte_ride"
SERVICES = ("accounts", "circles", "rides")
ENTRIES = {"trebol.urls", "trebol.wsgi", "trebol.asgi", "trebol.celery"}
PUBLIC = {"trebol", "trebol.deploy", "trebol.service", *ENTRIES}


def imports_of(folder: str) -> set[str]:
    """Every module that the files of a folder import from."""
    found: set[str] = set()
    for file in (APP / folder).rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.Import):
                found |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return found


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_imports_nothing_of_another_but_its_contract(service: str) -> None:
    imported = imports_of(service)
    assert imported
    others = {name for name in imported if name.split(".")[0] in {*SERVICES, "comparte_ride"} - {service}}
    assert {name for name in others if name.split(".")[1:2] != ["contract"]} == set()


def test_the_pages_import_nothing_of_a_service_but_its_contract() -> None:
    others = {name for name in imports_of("pages") if name.split(".")[0] in {*SERVICES, "comparte_ride"}}
    assert {name for name in others if name.split(".")[1:2] != ["contract"]} == set()
    assert "circles.contract" in others


@pytest.mark.parametrize("folder", [*SERVICES, "pages", "comparte_ride"])
def test_only_public_names_of_trebol_are_imported(folder: str) -> None:
    ours = {name for name in imports_of(folder) if name.split(".")[0] == "trebol"}
    modules = {name for name in ours if name.split(".")[-1][0].islower() and name.count(".") >= 1}
    assert {name for name in modules if name not in PUBLIC and name.rpartition(".")[0] not in PUBLIC} == set()


@pytest.mark.parametrize("service", SERVICES)
def test_no_foreign_key_leaves_a_service(service: str) -> None:
    models = list(apps.get_app_config(service).get_models())
    assert models
    for model in models:
        related = {field.remote_field.model for field in model._meta.fields if field.remote_field}
        assert {other._meta.app_label for other in related} <= {service}


@pytest.mark.parametrize("service", SERVICES)
def test_ids_have_32_bits_as_the_contracts_int(service: str) -> None:
    for model in apps.get_app_config(service).get_models():
        assert model._meta.pk is not None
        assert model._meta.pk.get_internal_type() == "AutoField"
