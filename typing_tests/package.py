"""Read by mypy and pyright, never run: the package tells checkers that it is typed."""

from __future__ import annotations

from typing import assert_type

import trebol

assert_type(trebol.__name__, str)
