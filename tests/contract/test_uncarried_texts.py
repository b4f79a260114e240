"""A text that XML 1.0 cannot carry is refused wherever it stands, however it arrives, with its path."""

from __future__ import annotations

from typing import Annotated, Any, Protocol

import msgspec
import pytest

from trebol import InvalidArgument, Message, Meta, Service, query
from trebol.contract.compile import compile_contracts


class Line(Message):
    """A line of a note."""

    text: str


class Notes(Service, Protocol, noun="note", plural="notes"):
    """Notes are texts."""

    @query(public=True, path="POST /notes/echo", field="echo")
    def echo(
        self,
        title: Annotated[str, Meta(pattern="a")] = "a",
        lines: Annotated[list[Line], Meta(max_length=9)] = [],  # noqa: B006 - a contract's default is copied
        words: dict[str, str] = {},  # noqa: B006
    ) -> Line: ...


JUDGE = compile_contracts([Notes], project="notes").operations["notes.v1.echo"].judge
UNCARRIED = ["\x00", "\x08", "\x0c", "\x1f", "\ufffe", "\uffff"]
CARRIED = ["\t", "\n", "\r", "\x7f", "\x85", "\ufffd", "\uf8ff", "\U0001f600", "\\", "\\u0001", "\\b", '"']


def inputs(character: str) -> list[tuple[str, dict[str, Any]]]:
    """Where a character can stand, and the path that names it."""
    return [
        ("title", {"title": "a" + character}),
        ("lines[1].text", {"lines": [{"text": "x"}, {"text": character}]}),
        ("words.k", {"words": {"k": character}}),
    ]


@pytest.mark.parametrize("character", UNCARRIED)
@pytest.mark.parametrize("place", range(3))
def test_it_is_refused_with_its_path(character: str, place: int) -> None:
    path, plain = inputs(character)[place]

    with pytest.raises(InvalidArgument) as in_json:
        JUDGE.accept_json(msgspec.json.encode(plain))
    with pytest.raises(InvalidArgument) as in_values:
        JUDGE.accept(plain)

    for refused in (in_json, in_values):
        assert [violation.path for violation in refused.value.violations] == [path]


@pytest.mark.parametrize("character", CARRIED)
@pytest.mark.parametrize("place", range(3))
def test_its_neighbours_are_taken(character: str, place: int) -> None:
    _, plain = inputs(character)[place]

    assert JUDGE.accept_json(msgspec.json.encode(plain)) == JUDGE.accept(plain)


def test_a_key_of_a_dict_is_a_text_too() -> None:
    with pytest.raises(InvalidArgument):
        JUDGE.accept_json(b'{"words":{"\\u0001":"x"}}')


def test_a_lone_surrogate_of_a_caller_in_this_process_is_refused() -> None:
    with pytest.raises(InvalidArgument):
        JUDGE.accept({"title": "a\ud800"})


def test_a_result_with_such_a_text_breaks_the_contract() -> None:
    with pytest.raises(msgspec.ValidationError, match="XML"):
        JUDGE.checked(Line(text="\x01"))
