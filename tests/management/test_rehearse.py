"""`manage.py rehearse`: a task that only takes time, and how often it was done."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from trebol.testing.tasks import run_tasks


def said(*words: str) -> str:
    out = StringIO()
    call_command("rehearse", *words, stdout=out)
    return out.getvalue().strip()


@pytest.mark.django_db
def test_it_is_counted_once_it_is_done() -> None:
    assert said("ana", "--seconds", "0").startswith("enqueued ")
    assert said("ana", "--count") == "0"
    assert run_tasks() == 1
    assert said("ana", "--count") == "1"
    assert said("rosa", "--count") == "0"


def test_time_does_not_go_back() -> None:
    with pytest.raises(CommandError, match="at least 0"):
        said("ana", "--seconds", "-1")
