"""The first page: what the site is, and for who logged in, what is theirs."""

from django.http import HttpRequest, HttpResponse

from circles.contract import Circles
from pages.page import page, shown, viewer_id, viewer_of
from pages.ride_rows import rows_of
from rides.contract import Rides
from trebol import Paging
from trebol.service import consume

A_FEW = Paging(first=4)


@page("GET")
def home(request: HttpRequest) -> HttpResponse:
    """Welcome."""
    if viewer_of(request) is None:
        return shown(request, "home/welcome")
    coming = consume(Rides).list_own_rides(to_come=True, paging=A_FEW)
    values = {
        "circles": consume(Circles).list_own_circles(A_FEW).items,
        "rows": rows_of(coming.items, viewer_id(request)),
    }
    return shown(request, "home/own", values)
