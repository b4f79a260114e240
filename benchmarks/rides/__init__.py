"""The one application that every contestant serves."""
