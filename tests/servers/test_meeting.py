"""The table of docs/servers.md: what clients meet when each server is told to end."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path

import pytest

from tests.servers.fleet import ROOT, fleet
from tests.servers.meeting import Met, meet

LOSES_NONE = ("answered", "answered", "answered", "answered", "refused")
GRANIAN = ("answered", "closed", "closed", "answered", "refused")
TABLE = {
    "trebol serve": LOSES_NONE,
    "trebol serve asgi": LOSES_NONE,
    "draining": LOSES_NONE,
    "granian": GRANIAN,
    "granian asgi": GRANIAN,
    "uvicorn": ("answered", "closed", "closed", "closed", "refused"),
    "gthread": ("answered", "answered", "answered", "answered", "reset"),
}
NAMES = {
    "trebol serve": "`trebol serve`, WSGI",
    "trebol serve asgi": "`trebol serve`, ASGI",
    "draining": "gunicorn, `DrainingWorker`",
    "granian": "granian, WSGI",
    "granian asgi": "granian, ASGI",
    "uvicorn": "uvicorn",
    "gthread": "gunicorn, `gthread`",
}


def seen(met: Met) -> tuple[str, ...]:
    return met.in_flight, met.connected, met.kept_alive, met.half, met.newcomer


@pytest.mark.slow
@pytest.mark.parametrize("server", TABLE)
def test_what_clients_meet(server: str, sqlite: str, tmp_path: Path) -> None:
    with fleet(server, sqlite, tmp_path, size=1) as servers:
        met = asyncio.run(asyncio.wait_for(meet(servers), 60))
    assert seen(met) == TABLE[server]
    assert met.seconds < 10


@pytest.mark.parametrize("page", ["servers.md", "servers.es.md"])
def test_the_pages_hold_this_table(page: str) -> None:
    text = (ROOT / "docs" / page).read_text(encoding="utf-8")
    spanish = {"answered": "contesta", "closed": "cierra", "refused": "rechaza", "reset": "corta"}
    for server, name in NAMES.items():
        want = [spanish[cell] if ".es." in page else cell for cell in TABLE[server]]
        assert re.search(
            rf"^\| {re.escape(name)} \| {' [|] '.join(want)} \| [^|]+ \|$", text, re.MULTILINE
        ), name
