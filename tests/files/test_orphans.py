"""What `manage.py sweep` finds, and what it never touches."""

from __future__ import annotations

import os
import time
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db.models import Model

from tests.files.gallery import PNG, kept
from tests.projections.app import models
from trebol.bootstrap import assembly
from trebol.files.orphans import folders_of
from trebol.management.commands import sweep
from trebol.service import keep

pytestmark = pytest.mark.django_db
ORPHAN = f"posters/{'0' * 32}.png"


def swept(*options: str) -> list[str]:
    """What the command says, line by line."""
    out = StringIO()
    call_command("sweep", *options, stdout=out, stderr=out)
    return out.getvalue().splitlines()


def aged(storage: Path, name: str, hours: float = 25) -> None:
    """Make a file older."""
    moment = time.time() - hours * 3600
    os.utime(storage / name, (moment, moment))


@pytest.fixture
def orphan(storage: Path) -> str:
    """A file of yesterday that no row tells of, beside one that a row has had for as long."""
    poster = models.Poster(title="a")
    keep(poster.picture, PNG)
    poster.save()
    aged(storage, str(poster.picture.name))
    default_storage.save(ORPHAN, ContentFile(PNG))
    aged(storage, ORPHAN)
    return ORPHAN


def test_it_is_listed_and_nothing_is_deleted(orphan: str) -> None:
    assert swept() == [orphan, "1 files that no row tells of: found (--delete deletes them)"]
    assert len(kept()) == 2


def test_it_is_deleted_and_what_rows_tell_of_stays(orphan: str) -> None:
    assert swept("--delete") == [orphan, "1 files that no row tells of: deleted"]
    assert kept() == [models.Poster.objects.get().picture.name]
    assert swept("--delete") == ["0 files that no row tells of: deleted"]


def test_what_is_young_may_not_be_committed_yet(orphan: str, storage: Path) -> None:
    aged(storage, orphan, hours=23)
    assert swept("--delete") == ["0 files that no row tells of: deleted"]
    assert swept("--delete", "--hours", "22")[0] == orphan


@pytest.mark.parametrize(
    "name", ["posters/logo.png", "posters/deep/" + "0" * 32 + ".png", "other/" + "0" * 32 + ".png"]
)
def test_what_keep_did_not_write_is_nobody_s_business(orphan: str, storage: Path, name: str) -> None:
    default_storage.save(name, ContentFile(PNG))
    aged(storage, name)
    assert swept("--delete")[0] == orphan
    assert default_storage.exists(name)


def test_where_no_row_tells_of_any_file_the_database_may_be_the_wrong_one(orphan: str) -> None:
    models.Poster.objects.all().delete()
    said = swept("--delete")
    assert "is this the right database?" in said[0]
    assert len(kept()) == 2
    assert len(swept()) == 3


def test_a_field_may_be_null(orphan: str) -> None:
    poster = models.Poster.objects.create(title="b", draft=None)
    keep(poster.draft, PNG)
    keep(poster.draft, None)
    assert swept()[0] == orphan


def test_what_is_gone_meanwhile_is_left(orphan: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(*_: Any) -> None:
        raise FileNotFoundError

    monkeypatch.setattr(type(default_storage._wrapped), "get_modified_time", gone)  # type: ignore[attr-defined]
    assert swept() == ["0 files that no row tells of: found (--delete deletes them)"]


def test_rows_that_are_elsewhere_keep_their_files(orphan: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sweep, "apps_elsewhere", lambda _: {models.Poster._meta.app_label})
    assert swept("--delete") == ["0 files that no row tells of: deleted"]
    assert len(kept()) == 2


def test_an_app_is_elsewhere_whose_service_this_process_does_not_host(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    found = assembly()
    assert sweep.apps_elsewhere(found) == set()
    there = {id: each for id, each in found.runtime.host.implementations.items() if id != "circles.v1"}
    monkeypatch.setattr(found.runtime.host, "implementations", there)
    assert sweep.apps_elsewhere(found) == {"circles"}
    ours = {
        folder.name
        for folder in folders_of(apps.get_models(), lambda model: model._meta.app_label != "circles")
    }
    assert {"accounts", "posters"} <= ours
    assert "circles" not in ours


@pytest.mark.parametrize("upload_to", ["", "posters/%Y", lambda *_: "posters/x"])
def test_a_folder_that_is_made_for_each_file_is_left(upload_to: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    field: Any = models.Poster._meta.get_field("picture")
    monkeypatch.setattr(field, "upload_to", upload_to)
    assert "posters" not in {folder.name for folder in folders_of([models.Poster], every)}


def every(model: type[Model]) -> bool:
    return True
