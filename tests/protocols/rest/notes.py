"""A service of notes, for what REST alone has: addresses of what was created, choices of fields, forms."""

# ruff: noqa: B006 - a default of a contract is described, never changed

from __future__ import annotations

from typing import Annotated, Any, Protocol

from tests.pictures import png
from trebol import FIRST, Media, Message, Meta, NotFound, Page, Paging, Service, command, query

Picture = Annotated[bytes, Media("image/png", "image/gif"), Meta(max_length=100_000)]
Sheets = Annotated[list[Picture], Meta(max_length=2)]
PNG = png()


class Tag(Message, tag=True):
    """A word."""

    word: str


class Mark(Message, tag=True):
    """A number."""

    weight: int


class Author(Message):
    """Who wrote."""

    name: str
    born: int | None = None


class Note(Message):
    """A note."""

    slug: str
    text: str = ""
    author: Author | None = None
    authors: Annotated[list[Author], Meta(max_length=3)] = []
    label: Tag | Mark | None = None
    counts: dict[str, int] = {}


class Notes(Service, Protocol, noun="note", plural="notes"):
    """Keeps notes."""

    @query(public=True)
    def list_notes(self, text: str = "", words: list[str] = [], paging: Paging = FIRST) -> Page[Note]: ...

    @query(public=True)
    def get_note(self, note_slug: str) -> Note: ...

    @command(public=True)
    def create_note(self, slug: str, author: Author | None = None) -> Note: ...

    @command(public=True)
    def update_note(self, note_slug: str, text: str = "") -> Note: ...

    @command(public=True)
    def delete_note(self, note_slug: str) -> None: ...

    @command(public=True)
    def illustrate_note(
        self,
        note_slug: str,
        picture: Picture,
        size: int = 1,
        words: list[str] = [],
        author: Author | None = None,
        wide: bool = False,
    ) -> str: ...

    @command(public=True, path="PUT /notes/{note_slug}/put")
    def put_sheets(self, note_slug: str, sheets: Sheets) -> str: ...

    @command(public=True, path="PATCH /notes/{note_slug}/patch")
    def patch_sheets(self, note_slug: str, sheets: Sheets) -> str: ...

    @command(public=True, path="POST /notes/{note_slug}/post")
    def post_sheets(self, note_slug: str, sheets: Sheets) -> str: ...

    @query(public=True, path="/notes/special/{word}")
    def special(self, word: str) -> str: ...

    @query(public=True, path="/notes/{note_slug}/{word}")
    def word_of(self, note_slug: str, word: str) -> str: ...

    @query(public=True, withhold=["rest"])
    def secret_notes(self) -> str: ...


AUTHOR = Author(name="Ñ", born=1)


def note(slug: str, **fields: Any) -> Note:
    said: dict[str, Any] = {
        "text": "t",
        "author": AUTHOR,
        "authors": [AUTHOR],
        "label": Tag(word="w"),
        "counts": {"a": 1},
    }
    return Note(slug=slug, **said | fields)


class NotesService(Notes):
    def list_notes(self, text: str = "", words: list[str] = [], paging: Paging = FIRST) -> Page[Note]:
        start = int(paging.after or 0)
        stop = min(start + paging.first, 7)
        items = [note(str(number), text=text) for number in range(start, stop)]
        return Page(items=items, after=str(stop) if stop < 7 else None)

    def get_note(self, note_slug: str) -> Note:
        if note_slug == "none":
            raise NotFound("There is no such note.")
        return note(note_slug)

    def create_note(self, slug: str, author: Author | None = None) -> Note:
        return note(slug, author=author)

    def update_note(self, note_slug: str, text: str = "") -> Note:
        return note(note_slug, text=text)

    def delete_note(self, note_slug: str) -> None:
        return None

    def illustrate_note(
        self,
        note_slug: str,
        picture: bytes,
        size: int = 1,
        words: list[str] = [],
        author: Author | None = None,
        wide: bool = False,
    ) -> str:
        return f"{note_slug} {len(picture)} {size} {words} {author and author.name} {wide}"

    def put_sheets(self, note_slug: str, sheets: list[bytes]) -> str:
        return f"{note_slug} {[len(sheet) for sheet in sheets]}"

    patch_sheets = post_sheets = put_sheets

    def special(self, word: str) -> str:
        return f"special {word}"

    def word_of(self, note_slug: str, word: str) -> str:
        return f"{note_slug} {word}"

    def secret_notes(self) -> str:
        return "secret"
