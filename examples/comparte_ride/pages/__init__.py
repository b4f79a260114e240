"""Comparte Ride's pages: the backend renders them, and they call the services by their contracts alone."""
