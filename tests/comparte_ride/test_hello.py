from __future__ import annotations

import json
import shlex
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from lxml import etree
from pytest_django import Settings

from comparte_ride.management.commands.hello import commands, persons_commands

SECRET = "it's-a-$ecret"


def test_each_command_is_one_that_a_shell_reads() -> None:
    taken_apart = [shlex.split(command) for command in commands("http://localhost:8000", SECRET)]
    assert [words[0] for words in taken_apart] == ["curl"] * 3
    assert [words[-1] for words in taken_apart] == [
        "http://localhost:8000/api/v1/circles?first=3",
        "http://localhost:8000/graphql",
        "http://localhost:8000/soap/circles",
    ]
    assert all(words[words.index("-u") + 1] == f"demo:{SECRET}" for words in taken_apart)


def test_what_they_send_is_well_formed() -> None:
    _, graphql, soap = (shlex.split(command) for command in commands("http://localhost:8000", SECRET))
    assert set(json.loads(graphql[graphql.index("-d") + 1])) == {"query"}
    assert etree.QName(etree.fromstring(soap[soap.index("-d") + 1])).localname == "Envelope"


def test_they_are_printed_with_a_log_in_and_without_a_slash_too_many(settings: Settings) -> None:
    settings.PUBLIC_URL = "https://rides.example/"
    settings.DEMO_SERVICE_SECRET = SECRET
    printed = StringIO()
    call_command("hello", stdout=printed)
    lines = printed.getvalue().splitlines()
    asked = [line for line in lines if line.startswith(("curl", "TOKEN="))]
    base = "https://rides.example"
    assert asked == [*commands(base, SECRET), *persons_commands(base)]
    assert "A person's log-in: ana@comparteride.example, password comparte-ride-demo" in lines


def test_without_a_secret_there_is_nothing_to_paste(settings: Settings) -> None:
    settings.DEMO_SERVICE_SECRET = ""
    with pytest.raises(CommandError, match="DEMO_SERVICE_SECRET is not set"):
        call_command("hello")
