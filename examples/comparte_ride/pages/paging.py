"""Where a long list goes on: the cursor in the address."""

from typing import Any

from django.http import HttpRequest

from trebol import Page, Paging

ON_A_PAGE = 20


def asked_page(request: HttpRequest) -> Paging:
    """The part of a list that an address asks for."""
    return Paging(first=ON_A_PAGE, after=request.GET.get("after") or None)


def address_of_more(request: HttpRequest, shown: Page[Any]) -> str:
    """The address that shows what follows; empty where nothing does."""
    if shown.after is None:
        return ""
    asked = request.GET.copy()
    asked["after"] = shown.after
    return f"?{asked.urlencode()}"
