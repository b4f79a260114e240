"""What comes of something a person does in circles, as one word."""

from __future__ import annotations

from circles.contract import Circles
from trebol import Caller, Context, ServiceError
from trebol.service import consume


def outcome_of(operation: str, account_id: str, *arguments: str) -> str:
    """`done`, or the name of the error that a caller is told."""
    try:
        getattr(consume(Circles, context=Context(caller=Caller(id=account_id))), operation)(*arguments)
    except ServiceError as error:
        return type(error).__name__
    return "done"


def outcome_of_joining(account_id: str, circle_slug: str, code: str) -> str:
    """`joined`, or the name of the error that a caller is told."""
    outcome = outcome_of("join_circle", account_id, circle_slug, code)
    return "joined" if outcome == "done" else outcome
