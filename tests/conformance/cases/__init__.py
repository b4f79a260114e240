"""The one table of cases; every protocol and binding is driven by all of it."""

from __future__ import annotations

from dataclasses import replace

from tests.conformance.cases import absence, access, containers, errors, files, values

VALUES = (values, containers, files)
TABLES = (*VALUES, absence, errors, access)
CASES = [replace(case, every_mix=table not in VALUES) for table in TABLES for case in table.cases()]
"""What a value means does not depend on who waits for it: two mixes are enough for those."""
