"""The tables behind the tests of projections."""
