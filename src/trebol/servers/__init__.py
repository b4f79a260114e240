"""Application servers that lose no request when they are told to end."""
