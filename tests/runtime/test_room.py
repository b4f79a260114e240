"""How many bytes of files a request may have, by the contract of its operation."""

from __future__ import annotations

from typing import Annotated, Protocol

import pytest

from trebol import Media, Message, Meta, Service, command
from trebol.contract.compile import compile_contracts
from trebol.runtime.limits import Limits
from trebol.runtime.room import form_room, text_room

Small = Annotated[bytes, Media("image/png"), Meta(max_length=30)]
Boundless = Annotated[bytes, Media("image/png")]


class Leaf(Message, tag=True):
    """One file."""

    picture: Small


class Pair(Message, tag=True):
    """Two files."""

    left: Small
    right: Small | None = None


class Tree(Message):
    """A message inside itself."""

    leaf: Leaf
    branches: Annotated[list[Tree], Meta(max_length=2)] = []


class Forest(Service, Protocol, noun="tree", plural="trees"):
    """Grow trees."""

    @command(path="/none")
    def none(self, text: str, raw: bytes = b"") -> None: ...

    @command(path="/one")
    def one(self, picture: Small) -> None: ...

    @command(path="/boundless")
    def boundless(self, picture: Boundless) -> None: ...

    @command(path="/several")
    def several(
        self, pictures: Annotated[list[Small], Meta(max_length=3)], more: Small | None = None
    ) -> None: ...

    @command(path="/any-number")
    def any_number(self, pictures: list[Small]) -> None: ...

    @command(path="/named")
    def named(self, pictures: Annotated[dict[str, Small], Meta(max_length=4)]) -> None: ...

    @command(path="/inside")
    def inside(self, one: Leaf | Pair) -> None: ...

    @command(path="/deep")
    def deep(self, tree: Tree) -> None: ...


COMPILATION = compile_contracts([Forest], project="tests")
LIMITS = Limits(body=1000, files=100)


@pytest.mark.parametrize(
    ("name", "files"),
    [
        ("none", 0), ("one", 30), ("boundless", 0), ("several", 100), ("any_number", 30), ("named", 100),
        ("inside", 60), ("deep", 30),
    ],
)  # fmt: skip
def test_what_the_contract_allows_has_room(name: str, files: int) -> None:
    operation = COMPILATION.operations[f"forest.v1.{name}"]
    assert form_room([operation], LIMITS) == 1000 + files
    assert text_room([operation], LIMITS) == 1000 + (files + 2) // 3 * 4


def test_of_several_operations_the_largest_counts() -> None:
    assert form_room(COMPILATION.operations.values(), LIMITS) == 1100
    assert form_room([], LIMITS) == 1000
