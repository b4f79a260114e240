"""Types in words."""

from __future__ import annotations

import pytest

from trebol.contract.description import (
    Constraints,
    EnumRef,
    ListOf,
    MapOf,
    MessageRef,
    PageOf,
    Scalar,
    Type,
    UnionRef,
)  # fmt: skip
from trebol.portal.kinds import type_pieces
from trebol.portal.words import ENGLISH, SPANISH, Words

TEXT = Scalar(name="str", constraints=Constraints(min_length=1, max_length=80, pattern="^a$"))
PRICE = Scalar(name="decimal", constraints=Constraints(gt="0", lt="9", total_digits=8, fraction_digits=2))
STEP = Scalar(name="int", constraints=Constraints(ge=5, le=50, multiple_of=5))
PICTURE = Scalar(name="bytes", constraints=Constraints(max_length=9, media=("image/png", "image/jpeg")))


def said(type: Type, words: Words) -> str:
    return "".join((", " if p.apart else " ") + p.text for p in type_pieces(type, words)).strip()


@pytest.mark.parametrize(
    ("type", "english", "spanish"),
    [
        (Scalar(name="bool"), "true or false", "verdadero o falso"),
        (Scalar(name="uuid", nullable=True), "UUID or null", "UUID o nulo"),
        (TEXT, "text, 1 to 80 characters, pattern ^a$", "texto, 1 a 80 caracteres, patrón ^a$"),
        (
            PRICE,
            "decimal number, more than 0, less than 9, 8 digits, 2 of them after the point",
            "número decimal, más de 0, menos de 9, 8 dígitos, 2 de ellos tras el punto",
        ),
        (
            STEP,
            "whole number, at least 5, at most 50, a multiple of 5",
            "número entero, al menos 5, a lo más 50, múltiplo de 5",
        ),
        (
            PICTURE,
            "bytes, at most 9 bytes, of image/png image/jpeg",
            "bytes, a lo más 9 bytes, de image/png image/jpeg",
        ),
        (EnumRef(name="Color"), "Color", "Color"),
        (
            UnionRef(name="CardOrCash", members=("Card", "Cash"), nullable=True),
            "Card or Cash or null",
            "Card o Cash o nulo",
        ),
        (PageOf(item=MessageRef(name="Ride")), "page of Ride", "página de Ride"),
        (
            ListOf(item=MessageRef(name="Ride"), constraints=Constraints(min_length=1)),
            "list of Ride, at least 1 items",
            "lista de Ride, al menos 1 elementos",
        ),
        (
            MapOf(value=Scalar(name="int", nullable=True), constraints=Constraints(max_length=3)),
            "entries from text to whole number or null, at most 3 entries",
            "entradas de texto a número entero o nulo, a lo más 3 entradas",
        ),
    ],
)
def test_a_type_is_a_phrase(type: Type, english: str, spanish: str) -> None:
    assert (said(type, ENGLISH), said(type, SPANISH)) == (english, spanish)


def test_what_a_type_names_is_linked_and_what_is_code_is_marked() -> None:
    (ride,) = type_pieces(MessageRef(name="Ride"), ENGLISH)
    assert ride.target == "Ride"
    assert [piece.text for piece in type_pieces(TEXT, ENGLISH) if piece.code] == ["^a$"]
