"""Members, as the others see them: the cards of the accounts service, asked for together."""

from collections.abc import Iterable

from django.http import HttpRequest, HttpResponse

from accounts.contract import Accounts, MemberCard
from pages.page import page, shown
from trebol.service import consume


def cards_of(account_ids: Iterable[str]) -> dict[str, MemberCard]:
    """The cards of some accounts, by id; those that are closed are missing."""
    wanted = sorted(set(account_ids))
    if not wanted:
        return {}
    return {card.id: card for card in consume(Accounts).list_accounts_by_id(wanted)}


@page("GET")
def card(request: HttpRequest, account_id: str) -> HttpResponse:
    """What a member says of themselves, and what the others say by rating."""
    return shown(request, "people/card", {"card": consume(Accounts).get_account(account_id)})
