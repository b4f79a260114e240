"""The one table of cases; every protocol and binding is driven by all of it."""

from __future__ import annotations

from tests.conformance.cases import absence, access, containers, errors, values

TABLES = (values, containers, absence, errors, access)
CASES = [case for table in TABLES for case in table.cases()]
