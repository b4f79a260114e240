"""Staff look into the outbox and the tasks, try dead ones again and discard them."""

from __future__ import annotations

import gettext
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client, override_settings
from django.utils import translation

from tests.architecture.sources import SRC
from tests.management.rosa import Rosa
from tests.management.test_ledger import a_delivery, a_task
from trebol.runtime.leasing.row import State
from trebol.runtime.tasks.models import StoredTask

ADMIN = {
    "MIDDLEWARE": [
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.contrib.messages.middleware.MessageMiddleware",
        "tests.management.rosa.as_rosa",
    ],
    "ROOT_URLCONF": "tests.management.admin_site",
    "STATIC_URL": "/static/",
}


@pytest.fixture
def staff(db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Client]:
    """Somebody of the staff who may look, and nothing else."""
    allow(monkeypatch, "view")
    with override_settings(**ADMIN), translation.override("en"):
        yield Client()


def allow(monkeypatch: pytest.MonkeyPatch, *what: str) -> None:
    monkeypatch.setattr(Rosa, "permissions", frozenset(what))


def post(client: Client, model: str, action: str, *keys: Any) -> str:
    response = client.post(
        f"/admin/trebol/{model}/", {"action": action, "_selected_action": list(keys)}, follow=True
    )
    return str(response.content.decode())


@pytest.mark.parametrize(("make", "model"), [(a_delivery, "delivery"), (a_task, "storedtask")])
def test_staff_read_the_list_and_one_row(staff: Client, make: Any, model: str) -> None:
    row = make()
    page = staff.get(f"/admin/trebol/{model}/").content.decode()
    assert str(row.pk) in page
    page = staff.get(f"/admin/trebol/{model}/{row.pk}/change/").content.decode()
    assert "RuntimeError: no" in page
    assert 'name="_save"' not in page
    assert staff.get(f"/admin/trebol/{model}/add/").status_code == 403


@pytest.mark.parametrize(("make", "model"), [(a_delivery, "delivery"), (a_task, "storedtask")])
def test_who_may_look_only_changes_nothing(staff: Client, make: Any, model: str) -> None:
    row = make()
    for action in ("replay", "discard", "delete_selected"):
        post(staff, model, action, row.pk)
    row.refresh_from_db()
    assert row.state == State.DEAD


@pytest.mark.parametrize(("make", "model"), [(a_delivery, "delivery"), (a_task, "storedtask")])
def test_who_may_change_lets_the_dead_be_tried_again(
    staff: Client, make: Any, model: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    allow(monkeypatch, "view", "change")
    dead, done = make(), make(State.DONE)
    assert "To be tried again: 1" in post(staff, model, "replay", dead.pk, done.pk)
    states = [type(dead)._default_manager.get(pk=row.pk).state for row in (dead, done)]
    assert states == [State.WAITING, State.DONE]


@pytest.mark.parametrize(("make", "model"), [(a_delivery, "delivery"), (a_task, "storedtask")])
def test_who_may_delete_discards_the_dead(
    staff: Client,
    make: Any,
    model: str,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level("INFO", "trebol.worker")
    allow(monkeypatch, "view", "delete")
    dead, waiting = make(), make(State.WAITING)
    assert "Discarded: 1" in post(staff, model, "discard", dead.pk, waiting.pk)
    assert list(type(dead)._default_manager.all()) == [waiting]
    assert f"discarded model={model} count=1 by=7" in caplog.text


def test_the_words_are_in_spanish_too() -> None:
    with translation.override("es"):
        assert str(State.WAITING.label) == "en espera"
        assert str(StoredTask._meta.verbose_name_plural) == "tareas"


def test_the_compiled_words_are_those_that_were_written() -> None:
    folder = SRC / "trebol/locale/es/LC_MESSAGES"
    written = dict(
        re.findall(r'^msgid "(.+)"\nmsgstr "(.+)"$', (folder / "django.po").read_text(), re.MULTILINE)
    )
    with (folder / "django.mo").open("rb") as compiled:
        catalog = gettext.GNUTranslations(compiled)
    assert len(written) > 20
    assert {word: catalog.gettext(word) for word in written} == written
