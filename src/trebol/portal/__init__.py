"""The pages where people read the services: ``/services/``, made of the frozen contract alone."""

from trebol.portal.endpoint import endpoints as endpoints
