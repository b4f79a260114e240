"""A service that keeps pictures, for the tests of files."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Annotated, Protocol

from django.core.files.storage import default_storage
from django.db import DatabaseError, transaction
from django.db.models import Q
from django.test import Client

from tests import pictures
from tests.projections.app import models
from trebol import UNSET, Caller, Code, Context, Fault, Maybe, Media, Message, Meta, Service, command, query
from trebol.service import Projection, address, column, keep
from trebol.testing.publish import published

PNG, JPEG = pictures.png(), pictures.jpeg()
PDF = b"%PDF-1.7"
Picture = Annotated[bytes, Media("image/png", "image/jpeg", "application/pdf"), Meta(max_length=100_000)]
SOMEBODY = Context(caller=Caller(id="7"))


class Poster(Message):
    """Something that hangs on a wall."""

    title: str
    picture: str | None
    draft: str | None


class Torn(Fault, code=Code.FAILED_PRECONDITION):
    """The poster tore as it was hung."""


class Posters(Service, Protocol, noun="poster", plural="posters"):
    """Hangs posters on walls."""

    @command(raises=[Torn], public=True)
    def create_poster(self, title: str, picture: Picture) -> Poster: ...

    @command(raises=[Torn], public=True)
    def update_poster(
        self, poster_title: str, picture: Maybe[Picture | None] = UNSET, tear: Maybe[str] = UNSET
    ) -> Poster: ...

    @query(public=True)
    def get_poster(self, poster_title: str) -> Poster: ...


class PosterRow(Projection[Poster, models.Poster]):
    picture = address("picture", public=True)
    draft = address("draft")

    @classmethod
    def visible(cls, caller: Caller | None) -> Q:
        return Q() if caller else ~Q(title__startswith="secret")


class TitleRow(Projection[Poster, models.Poster], everyone=True):
    title = column("title")
    picture = address("picture")
    draft = address("draft")


class PostersService(Posters):
    """``tear`` says how the command goes wrong once the picture is kept."""

    def create_poster(self, title: str, picture: bytes) -> Poster:
        poster = models.Poster(title=title)
        keep(poster.picture, picture)
        keep(poster.draft, picture)
        if title != "never":
            poster.save()
        return PosterRow.one(models.Poster.objects.filter(title=title))

    def update_poster(
        self, poster_title: str, picture: Maybe[bytes | None] = UNSET, tear: Maybe[str] = UNSET
    ) -> Poster:
        poster = models.Poster.objects.get(title=poster_title)
        if tear == "savepoint":
            with suppress(DatabaseError), transaction.atomic():
                keep(poster.picture, picture or PNG)
                raise DatabaseError
        elif picture is not UNSET:
            keep(poster.picture, picture)
        if tear == "fault":
            raise Torn
        if tear == "twice":
            keep(poster.picture, JPEG)
        return PosterRow.one(models.Poster.objects.filter(title=poster_title))

    def get_poster(self, poster_title: str) -> Poster:
        return PosterRow.one(models.Poster.objects.filter(title=poster_title))


@contextmanager
def gallery() -> Iterator[Client]:
    """Publish the service."""
    with published(PostersService) as client:
        yield client


def kept(folder: str = "posters") -> list[str]:
    """The names of the files in a folder of the storage."""
    if not default_storage.exists(folder):
        return []
    return sorted(f"{folder}/{name}" for name in default_storage.listdir(folder)[1])
