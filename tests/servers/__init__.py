"""Application servers under load, told to end."""
