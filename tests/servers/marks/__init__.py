"""A project with one command that writes a row and one query, for servers to serve."""
