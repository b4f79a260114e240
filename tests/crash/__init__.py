"""A project whose workers are killed: run by real processes, on a real database."""
