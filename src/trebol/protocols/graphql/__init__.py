"""GraphQL: every operation a root field of one endpoint, ``/graphql``; the schema at ``/schema.graphql``."""

from trebol.protocols.graphql.endpoint import endpoints as endpoints
