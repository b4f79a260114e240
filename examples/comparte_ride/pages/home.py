"""The first page: what the site is, and for who logged in, what is theirs."""

from django.http import HttpRequest, HttpResponse

from circles.contract import Circles
from pages.page import page, shown, viewer_of
from trebol import Paging
from trebol.service import consume

A_FEW = Paging(first=4)


@page("GET")
def home(request: HttpRequest) -> HttpResponse:
    """Welcome."""
    if viewer_of(request) is None:
        return shown(request, "home/welcome")
    return shown(request, "home/own", {"circles": consume(Circles).list_own_circles(A_FEW).items})
