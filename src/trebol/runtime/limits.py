"""Limits of what one request may ask for; on by default, the same objects for every protocol."""

from __future__ import annotations

import msgspec


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """Bounds, each with its unit. What passes one is refused before work is done.

    ``body``: bytes of a request's body without its files. ``files``: bytes of all files of a request, where
    the contract allows as many. ``depth``: levels of a document (JSON, XML, GraphQL selections).
    ``tokens``: lexical tokens of a GraphQL document. ``fields``: fields of a GraphQL document with its
    fragments spread. ``operations``: root fields of a GraphQL document. ``cost``: values a GraphQL
    document may ask for, lists counted at their declared maximum. ``nodes``: elements of an XML document.
    ``plans``: GraphQL documents kept planned.
    """

    body: int = 1_048_576
    files: int = 33_554_432
    depth: int = 32
    tokens: int = 4_000
    fields: int = 2_000
    operations: int = 20
    cost: int = 200_000
    nodes: int = 20_000
    plans: int = 512
