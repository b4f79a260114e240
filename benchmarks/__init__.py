"""Trébol beside its peers: the same four works, in one process, in one run (`python -m benchmarks`)."""
