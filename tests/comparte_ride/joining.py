"""What comes of joining a circle, as one word."""

from __future__ import annotations

from circles.contract import Circles
from trebol import Caller, Context, ServiceError
from trebol.service import consume


def outcome_of_joining(account_id: str, circle_slug: str, code: str) -> str:
    """`joined`, or the name of the error that a caller is told."""
    try:
        consume(Circles, context=Context(caller=Caller(id=account_id))).join_circle(circle_slug, code)
    except ServiceError as error:
        return type(error).__name__
    return "joined"
