"""GraphQL: every operation a root field of one endpoint, ``/graphql``; the schema at ``/schema.graphql``."""

from trebol.protocols.graphql.endpoint import endpoints as endpoints
from trebol.protocols.graphql.schema import schema_of as schema_of
