"""What runs inside the watched project: `sitecustomize`, put on its PYTHONPATH. Imports nothing of Trébol."""
