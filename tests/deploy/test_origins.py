"""The origins of front ends, as a browser says them."""

from __future__ import annotations

import pytest

from trebol.deploy.origins import origins


def test_origins_are_separated_by_commas() -> None:
    assert origins("https://rides.example, http://localhost:8001,") == [
        "https://rides.example",
        "http://localhost:8001",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "*",
        "rides.example",
        "https://rides.example/",
        "ftp://rides.example",
        "https://a@rides.example",
        "null",
    ],
)
def test_what_is_no_origin_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"no origin; write|name the front ends"):
        origins(text)
