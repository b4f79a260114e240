"""Addresses of files in messages: read, and checked at start-up."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.storage import FileSystemStorage
from django.db import models as fields

from tests.projections.app import models
from tests.projections.conftest import facts
from trebol import Message
from trebol.contract.deferred import Deferred
from trebol.contract.problems import Problem
from trebol.projections import Projection, address, check_projections


class Poster(Message):
    title: str
    picture: str | None
    draft: str | None


class PosterRow(Projection[Poster, models.Poster], everyone=True):
    picture = address("picture", public=True)
    draft = address("draft")


class Shown(Message):
    title: str
    picture: str


class Stray(fields.Model):
    title = fields.CharField(max_length=20)
    picture = fields.FileField(storage=FileSystemStorage(location="/nowhere"))

    class Meta:
        app_label = "app"
        managed = False

    def __str__(self) -> str:
        return self.title


class Seen(Message):
    picture: str | None


def only(projection: type[Projection[Any, Any]]) -> Problem:
    [problem] = check_projections([projection])
    return problem


@pytest.mark.django_db
def test_a_file_has_an_address_and_none_is_null() -> None:
    models.Poster.objects.create(title="a", picture="posters/a.png")
    lazy = PosterRow.one(models.Poster.objects.all())
    assert isinstance(lazy, Deferred)
    picture, title = lazy.rows({"picture": None, "title": None}, facts())
    assert (picture.startswith("/files/0."), picture.endswith("/posters/a.png"), title) == (True, True, "a")
    whole = lazy.messages(facts())
    assert (whole.picture, whole.draft) == (picture, None)


@pytest.mark.django_db
def test_an_instance_gives_the_address_too() -> None:
    lazy = PosterRow.one(models.Poster.objects.create(title="a", draft="drafts/a.png"))
    assert isinstance(lazy, Deferred)
    assert lazy.messages(facts()).draft.endswith("/drafts/a.png")


def test_addresses_of_files_are_fine() -> None:
    assert check_projections([PosterRow]) == []


def test_an_address_can_be_null() -> None:
    class Never(Projection[Shown, models.Poster], everyone=True):
        picture = address("picture")

    problem = only(Never)
    assert (problem.id, problem.mend) == ("trebol.E041", "Annotate it picture: str | None.")


def test_only_a_file_has_an_address() -> None:
    class Titled(Projection[Seen, models.Poster], everyone=True):
        picture = address("title")

    assert only(Titled).reason == "title is a CharField, which has no file."


def test_an_address_leads_to_a_field_that_is_there() -> None:
    class Lost(Projection[Seen, models.Poster], everyone=True):
        picture = address("pictur")

    assert "did you mean picture?" in only(Lost).reason


def test_a_storage_of_its_own_is_not_served() -> None:
    class Astray(Projection[Seen, Stray], everyone=True):
        picture = address("picture")

    assert "a storage of its own" in only(Astray).reason
