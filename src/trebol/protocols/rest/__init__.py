"""REST: resources under ``/api/v<version>/``, OpenAPI 3.1, problem documents."""

from trebol.protocols.rest.endpoint import endpoints as endpoints
