"""The works as requests, in each spelling, and how to read the content of their answers."""
