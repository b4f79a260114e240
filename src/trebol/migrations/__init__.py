"""The tables of Trébol's runtime, as they grew."""
