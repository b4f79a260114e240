"""The sites of the journeys, one for each database, and the wires to them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from functools import cache, partial

import pytest

from tests.comparte_ride.journey.graphql import Graphql
from tests.comparte_ride.journey.rest import Rest
from tests.comparte_ride.journey.site import Site, started
from tests.comparte_ride.journey.soap import Soap
from tests.comparte_ride.journey.wire import Wire
from tests.runtime.worker.processes import own_database

WIRES: dict[str, Callable[[str], Wire]] = {
    "rest": Rest,
    "graphql": Graphql,
    "soap": Soap,
    "soap12": partial(Soap, version="Soap12"),
}
Sites = Callable[[str], Site]
WireOf = Callable[[Site, str], Wire]


@pytest.fixture(scope="package")
def sites(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sites]:
    """Gives the site on a database; it is started once, whatever the number of tests and wires."""
    with ExitStack() as ending:

        @cache
        def of(kind: str) -> Site:
            folder = tmp_path_factory.mktemp(kind)
            database = ending.enter_context(own_database(kind, folder))
            url = database if "://" in database else f"sqlite:///{database}"
            return ending.enter_context(started(folder, url))

        yield of


@pytest.fixture(scope="package")
def wire_of() -> Iterator[WireOf]:
    """Gives a wire to a site; the documents of the site are read once."""
    with ExitStack() as ending:

        @cache
        def of(address: str, name: str) -> Wire:
            return ending.enter_context(closing(WIRES[name](address)))

        yield lambda site, name: of(site.address, name)


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.needs_postgres)])
def site(request: pytest.FixtureRequest, sites: Sites) -> Site:
    """The site, on each database."""
    return sites(request.param)
