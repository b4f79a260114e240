"""The contract room: what a service is, without Django, XML or GraphQL."""
