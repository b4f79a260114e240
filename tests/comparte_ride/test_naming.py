from __future__ import annotations

import re

import pytest

from circles.naming import CODE_LENGTH, SLUG_LENGTH, folded, new_code, new_slug, typed_code


def test_codes_differ_and_are_read_without_doubt() -> None:
    codes = {new_code() for _ in range(200)}
    assert len(codes) == 200
    assert all(re.fullmatch(rf"[2-9A-HJKMNP-Z]{{{CODE_LENGTH}}}", code) for code in codes)


@pytest.mark.parametrize("typed", ["abcd-2345 wxyz", "ABCD2345WXYZ", " AbCd 2345-WXYZ\n"])
def test_a_code_is_read_as_it_is_typed(typed: str) -> None:
    assert typed_code(typed) == "ABCD2345WXYZ"


@pytest.mark.parametrize(
    ("name", "stem"),
    [
        ("Ñuñoa · Providencia", "nunoa-providencia"),
        ("東京", "circle"),
        ("São Paulo · Avenida", "sao-paulo-avenida"),
    ],
)
def test_a_slug_is_made_of_the_name(name: str, stem: str) -> None:
    assert re.fullmatch(rf"{stem}-[2-9a-hjkmnp-z]{{6}}", new_slug(name))


def test_the_slug_of_one_name_is_another_each_time() -> None:
    assert new_slug("Condesa") != new_slug("Condesa")


def test_a_slug_of_a_long_name_fits_its_column() -> None:
    assert len(new_slug("Ñ" * 80)) == SLUG_LENGTH


@pytest.mark.parametrize("text", ["MÉXICO", "mexico", "México", "Me\u0301xico"])
def test_folding_takes_case_and_accents_away(text: str) -> None:
    assert folded(text) == "mexico"
