"""A JSON text is UTF-8 (RFC 8259 section 8.1); another one is the caller's mistake, not ours."""

from __future__ import annotations

from typing import Protocol

import pytest

from trebol import InvalidArgument, Service, query
from trebol.contract.compile import compile_contracts


class Notes(Service, Protocol, noun="note", plural="notes"):
    """Notes are texts."""

    @query(public=True, path="POST /notes/echo", field="echo")
    def echo(self, text: str) -> str: ...


@pytest.mark.parametrize(
    "raw", [b'{"text":"\xff"}', b'{"text":"\xed\xa0\x80"}', b'{"\xff":1}', b'{"x":"\xff"}']
)
def test_bytes_that_are_not_utf8_are_a_syntax_violation(raw: bytes) -> None:
    judge = compile_contracts([Notes], project="notes").operations["notes.v1.echo"].judge

    with pytest.raises(InvalidArgument) as refused:
        judge.accept_json(raw)

    assert [violation.reason for violation in refused.value.violations] == ["syntax"]
