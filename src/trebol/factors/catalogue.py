"""Every check there is, in the order of the factors. Importing a factor's module registers its checks."""

from __future__ import annotations

from trebol.factors import (
    admin_processes,
    backing_services,
    build_release_run,
    codebase,
    concurrency,
    config,
    dependencies,
    disposability,
    logs,
    migration_lint,
    modern,
    parity,
    port_binding,
    processes,
)
from trebol.factors.check import REGISTRY

MODULES = (
    codebase,
    dependencies,
    config,
    backing_services,
    build_release_run,
    processes,
    port_binding,
    concurrency,
    disposability,
    parity,
    logs,
    admin_processes,
    migration_lint,
    modern,
)
OWNERS = [module.__name__ for module in MODULES]
CHECKS = {
    each.id: each for each in sorted(REGISTRY.values(), key=lambda each: OWNERS.index(each.judge.__module__))
}
