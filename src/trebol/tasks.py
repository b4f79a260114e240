"""The backends of Django's Tasks API that a project names in its ``TASKS`` setting.

::

    TASKS = {"default": {"BACKEND": "trebol.tasks.DatabaseBackend", "QUEUES": []}}
"""

from __future__ import annotations

from trebol.runtime.tasks.database import DatabaseBackend as DatabaseBackend
