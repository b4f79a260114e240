"""A contract whose words look like HTML."""

from __future__ import annotations

from typing import Annotated, Protocol

from trebol import Code, Fault, Meta, Service, command


class Shouted(Fault, code=Code.ABORTED):
    """<img src=x onerror=alert(1)>"""


class Hostile(Service, Protocol, noun="shout", plural="shouts"):
    """<script>alert("service")</script>"""

    @command(public=True, raises=[Shouted])
    def create_shout(
        self,
        text: Annotated[str, Meta(pattern="^<b>$", description="<i>said</i>")] = "<b>",
    ) -> None:
        """<script>alert("operation")</script>"""
        ...


class HostileService(Hostile):
    """Says nothing."""

    def create_shout(self, text: str = "<b>") -> None:
        """Say nothing."""


class Wordless(Service, Protocol, noun="word", plural="words"):
    @command(public=True)
    def create_word(self) -> None: ...


class WordlessService(Wordless):
    """Says nothing either."""

    def create_word(self) -> None:
        """Say nothing."""
