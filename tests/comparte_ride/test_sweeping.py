"""At night the pictures go that no row tells of, and no others."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from pytest_django import Settings

from comparte_ride.tasks import sweep_files
from tests.comparte_ride.people import accounts, add_member, circles, make_account, make_circle
from tests.pictures import png

pytestmark = pytest.mark.django_db(transaction=True)


def test_what_no_account_and_no_circle_shows_is_deleted(
    settings: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    backend = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}}
    settings.STORAGES = settings.STORAGES | {"default": backend}
    ana, circle = make_account(), make_circle()
    add_member(circle, str(ana.pk), role="administrator")
    accounts(ana).change_picture(png())
    circles(str(ana.pk)).change_circle_picture(circle.slug, png())
    shown = {path.relative_to(tmp_path) for path in tmp_path.rglob("*.png")}
    for folder in ("accounts", "circles"):
        default_storage.save(f"{folder}/{'0' * 32}.png", ContentFile(png()))
    for path in tmp_path.rglob("*.png"):
        os.utime(path, (time.time() - 90_000,) * 2)
    sweep_files.call()
    assert len(shown) == 2
    assert {path.relative_to(tmp_path) for path in tmp_path.rglob("*.png")} == shown
    assert capsys.readouterr().out == ""
