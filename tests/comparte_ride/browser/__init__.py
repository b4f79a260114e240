"""Comparte Ride in a real browser: Chromium, a server, a worker, each a process of its own."""
