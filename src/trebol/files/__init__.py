"""Stored files: their addresses, and the view that serves them."""
