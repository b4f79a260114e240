"""Files beside rows: written before the commit, gone with the rows that would have told of them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import OperationalError, connections

from tests.files.gallery import JPEG, PNG, SOMEBODY, Posters, Torn, kept
from tests.projections.app import models
from trebol.contract.errors import Internal, Misuse, Unavailable
from trebol.service import consume, keep

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("client")]


def posters() -> Posters:
    return consume(Posters, context=SOMEBODY)


def content_of(poster: models.Poster) -> bytes:
    poster.refresh_from_db()
    with poster.picture.open() as file:
        content: bytes = file.read()
        return content


@pytest.fixture
def poster() -> models.Poster:
    posters().create_poster("a", PNG)
    return models.Poster.objects.get()


def test_a_file_is_kept_under_a_random_name_of_its_type(poster: models.Poster) -> None:
    folder, _, name = str(poster.picture.name).rpartition("/")
    assert (folder, len(name), name.rpartition(".")[2]) == ("posters", 36, "png")
    assert str(poster.draft.name).startswith("drafts/")
    assert content_of(poster) == PNG


def test_a_new_file_takes_the_place_of_the_old_one(poster: models.Poster) -> None:
    posters().update_poster("a", JPEG)
    assert content_of(poster) == JPEG
    assert kept() == [poster.picture.name]
    assert str(poster.picture.name).endswith(".jpeg")


def test_null_lets_go_of_a_file(poster: models.Poster) -> None:
    posters().update_poster("a", None)
    poster.refresh_from_db()
    assert (poster.picture.name, kept()) == ("", [])
    posters().update_poster("a", None)
    assert kept() == []


def test_what_is_left_out_stays(poster: models.Poster) -> None:
    posters().update_poster("a")
    assert kept() == [poster.picture.name]


@pytest.mark.parametrize("tear", ["fault", "savepoint"])
def test_a_file_goes_with_the_row_that_would_have_told_of_it(poster: models.Poster, tear: str) -> None:
    if tear == "fault":
        with pytest.raises(Torn):
            posters().update_poster("a", JPEG, tear)
    else:
        posters().update_poster("a", JPEG, tear)
    assert content_of(poster) == PNG
    assert kept() == [poster.picture.name]


def test_of_two_files_in_one_command_the_last_stays(poster: models.Poster) -> None:
    posters().update_poster("a", PNG, "twice")
    assert content_of(poster) == JPEG
    assert kept() == [poster.picture.name]


def test_the_file_of_a_row_that_cannot_be_saved_goes(poster: models.Poster) -> None:
    with pytest.raises(Internal):  # the title is unique
        posters().create_poster("a", PNG)
    assert (len(kept()), len(kept("drafts"))) == (1, 1)


def test_the_file_of_a_row_that_is_never_saved_goes() -> None:
    with pytest.raises(Exception, match="There is no such Poster"):
        posters().create_poster("never", PNG)
    assert (kept(), kept("drafts")) == ([], [])


def test_where_nobody_knows_whether_it_was_committed_the_file_stays(
    poster: models.Poster, monkeypatch: pytest.MonkeyPatch
) -> None:
    wrapper = connections["default"]
    open_one: Any = wrapper.connection

    def broken() -> None:
        wrapper.connection = None
        raise OperationalError("the connection broke")

    monkeypatch.setattr(wrapper, "_commit", broken)
    with pytest.raises(Unavailable):
        posters().update_poster("a", JPEG)
    monkeypatch.undo()
    open_one.rollback()
    open_one.close()
    assert len(kept()) == 2


def test_a_storage_that_does_not_write_fails_the_command(
    poster: models.Poster, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*args: Any, **kwargs: Any) -> str:
        raise OSError("no space left")

    monkeypatch.setattr(type(default_storage._wrapped), "_save", full)  # type: ignore[attr-defined]
    with pytest.raises(Internal):
        posters().update_poster("a", JPEG)
    monkeypatch.undo()
    assert content_of(poster) == PNG


def test_a_storage_that_does_not_delete_is_logged(
    poster: models.Poster, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def refused(*args: Any) -> None:
        raise PermissionError("read only")

    monkeypatch.setattr(type(default_storage._wrapped), "delete", refused)  # type: ignore[attr-defined]
    with pytest.raises(Torn):
        posters().update_poster("a", JPEG, "fault")
    assert "something beside its rows was not" in caplog.text
    posters().update_poster("a", JPEG)
    assert "read only" in caplog.text


def test_outside_a_command_a_file_is_kept_too(poster: models.Poster) -> None:
    keep(poster.picture, JPEG)
    assert content_of(poster) == JPEG
    assert kept() == [poster.picture.name]


def test_outside_a_command_a_file_goes_with_the_row(poster: models.Poster) -> None:
    models.Poster.objects.all().delete()
    before = kept()
    with pytest.raises(models.Poster.DoesNotExist):
        keep(poster.picture, JPEG)
    assert kept() == before


def test_a_file_the_row_had_from_elsewhere_is_let_go_of(poster: models.Poster, storage: Path) -> None:
    poster.draft.save("Mi foto.txt", ContentFile(b"text"))
    keep(poster.draft, PNG)
    assert [name.rpartition(".")[2] for name in kept("drafts")] == [
        "png",
        "png",
    ]  # the first one was replaced
    assert not (storage / "drafts/Mi_foto.txt").exists()


def test_a_content_that_was_never_judged_is_refused(poster: models.Poster) -> None:
    with pytest.raises(Misuse, match="Media"):
        keep(poster.picture, b"text")
