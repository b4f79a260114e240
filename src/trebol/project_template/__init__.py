"""``trebol new``: a project to begin with, and what writes it."""
