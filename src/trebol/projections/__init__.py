"""Django models to messages: declared, checked at start-up, read by what is asked for."""

from trebol.projections.check import check_projections as check_projections
from trebol.projections.projection import Projection as Projection
from trebol.projections.projection import address as address
from trebol.projections.projection import column as column
from trebol.projections.projection import many as many
from trebol.projections.projection import one as one
from trebol.projections.projection import reference as reference
from trebol.projections.projection import registered as registered
