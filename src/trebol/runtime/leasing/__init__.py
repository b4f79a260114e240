"""Work kept in rows that a worker leases: what the outbox and the tasks share."""
