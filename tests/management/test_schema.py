"""`manage.py schema`."""

from __future__ import annotations

from io import StringIO

from django.core.management import call_command
from django.test import Client, override_settings


def test_it_is_what_the_server_serves() -> None:
    out = StringIO()
    call_command("schema", stdout=out)
    with override_settings(ROOT_URLCONF="trebol.urls"):
        served = Client().get("/schema.graphql").content.decode()
    assert "type Mutation {" in out.getvalue()
    assert out.getvalue() == served
