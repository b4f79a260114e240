"""The part of the cases' contract that takes files, and its implementation."""

# ruff: noqa: B006 - a default of a contract is described, never changed

from __future__ import annotations

from typing import Annotated, Protocol

from trebol import UNSET, Maybe, Media, Message, Meta, Service, command
from trebol.contract.media import media_type_of

MOST = 1000
Picture = Annotated[
    bytes, Media("image/png", "image/jpeg", "image/webp"), Meta(min_length=1, max_length=MOST)
]
Scan = Annotated[bytes, Media("application/pdf", "image/jpeg", as_sent=True), Meta(max_length=MOST)]


class Sheet(Message):
    """A picture and what is said of it."""

    picture: Picture
    caption: str = ""


class Arrived(Message):
    """A file as it reached the service."""

    kind: str | None
    content: bytes
    others: list[int] = []
    caption: str = ""


class Prints(Service, Protocol, noun="print", plural="prints"):
    """Takes files, and tells what arrived."""

    @command(public=True)
    def hang_prints(
        self, picture: Picture, caption: str = "", others: Annotated[list[Picture], Meta(max_length=2)] = []
    ) -> Arrived: ...

    @command(public=True)
    def scan_prints(self, scan: Scan) -> Arrived: ...

    @command(public=True)
    def bind_prints(self, sheets: Annotated[list[Sheet], Meta(max_length=2)]) -> list[int]: ...

    @command(public=True)
    def update_print(
        self, print_id: int, picture: Maybe[Picture | None] = UNSET, caption: Maybe[str] = UNSET
    ) -> str: ...


class PrintsService(Prints):
    """Says what it was given."""

    def hang_prints(self, picture: bytes, caption: str = "", others: list[bytes] = []) -> Arrived:
        sizes = [len(other) for other in others]
        return Arrived(kind=media_type_of(picture), content=picture, others=sizes, caption=caption)

    def scan_prints(self, scan: bytes) -> Arrived:
        return Arrived(kind=media_type_of(scan), content=scan)

    def bind_prints(self, sheets: list[Sheet]) -> list[int]:
        return [len(sheet.picture) for sheet in sheets]

    def update_print(
        self, print_id: int, picture: Maybe[bytes | None] = UNSET, caption: Maybe[str] = UNSET
    ) -> str:
        if picture is UNSET:
            return f"{print_id} stays"
        return f"{print_id} gone" if picture is None else f"{print_id} {len(picture)}"
