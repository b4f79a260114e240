"""Finds the operation of a method and path, in one walk of a tree of segments."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Generic, TypeVar

T = TypeVar("T")


class Node(Generic[T]):
    """A place in the tree: literal segments before a placeholder, and what answers here, by method."""

    def __init__(self) -> None:
        self.literal: dict[str, Node[T]] = {}
        self.placeholder: Node[T] | None = None
        self.methods: dict[str, T] = {}

    def grown(self, segments: Iterable[str]) -> Node[T]:
        """Return the node at a path, made if need be."""
        node = self
        for segment in segments:
            if segment.startswith("{"):
                node.placeholder = node.placeholder or Node()
                node = node.placeholder
            else:
                node = node.literal.setdefault(segment, Node())
        return node

    def plain_paths(self) -> Iterator[tuple[str, Node[T]]]:
        """Give every path below that has no placeholder and answers."""
        for segment, node in self.literal.items():
            if node.methods:
                yield segment, node
            for path, inner in node.plain_paths():
                yield f"{segment}/{path}", inner

    def find(self, segments: list[str], start: int = 0) -> tuple[Node[T], tuple[str, ...]] | None:
        """Return the node that answers a path, and the values of its placeholders, in order."""
        if start == len(segments):
            return (self, ()) if self.methods else None
        segment = segments[start]
        inner = self.literal.get(segment)
        if inner is not None and (found := inner.find(segments, start + 1)):
            return found
        if self.placeholder is not None and segment and (found := self.placeholder.find(segments, start + 1)):
            return found[0], (segment, *found[1])
        return None
