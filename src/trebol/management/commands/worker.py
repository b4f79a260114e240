"""``manage.py worker``: delivers events, runs tasks, keeps the schedule; in the foreground, one process."""

from __future__ import annotations

import logging
import os
import signal
import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

import msgspec
from django.core.management.base import BaseCommand, CommandError

from trebol.bootstrap import assembly, worker_of
from trebol.contract.problems import ContractError
from trebol.runtime.worker.events import tell
from trebol.runtime.worker.options import WorkerOptions
from trebol.runtime.worker.worker import Worker


class Command(BaseCommand):
    help = (
        "Deliver events, run tasks and enqueue periodic ones, until SIGTERM or SIGINT: what runs is finished "
        "(or, after TREBOL_WORKER_GRACE_SECONDS, given back); a second signal gives it back at once."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--concurrency", type=int, help="threads (default: TREBOL_WORKER_CONCURRENCY, 4)")
        parser.add_argument(
            "--queue", action="append", default=[], help="run tasks of this queue only; may be repeated"
        )
        parser.add_argument("--until-idle", action="store_true", help="end when nothing is due any more")

    def handle(self, *args: Any, **options: Any) -> None:
        found = assembly()
        try:
            found.raise_problems()
        except ContractError as error:
            raise CommandError(str(error)) from None
        log_to_stdout()
        settings = options_of(found.worker, options["concurrency"])
        worker = worker_of(found, settings, options["queue"])
        with listening(worker):
            tell("worker_started", {"pid": os.getpid(), "concurrency": settings.concurrency})
            finished = worker.run(until_idle=options["until_idle"])
        logging.shutdown()
        if not finished:  # threads still run what was given back: nothing of it may go on
            os._exit(0 if worker.stops < 2 else 1)


def options_of(settings: WorkerOptions, concurrency: int | None) -> WorkerOptions:
    """Return the settings, with what the command line says instead."""
    if concurrency is None:
        return settings
    if concurrency < 1:
        raise CommandError("--concurrency is at least 1.")
    return msgspec.structs.replace(settings, concurrency=concurrency)


@contextmanager
def listening(worker: Worker) -> Iterator[None]:
    """Stop the worker at SIGTERM and SIGINT, while a block runs."""

    def stop(number: int, frame: FrameType | None) -> None:
        worker.stop()

    before = {number: signal.signal(number, stop) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def log_to_stdout() -> None:
    """Write the worker's events to stdout where the project's LOGGING has no handler for them (factor XI)."""
    logger = logging.getLogger("trebol")
    if not logger.hasHandlers():
        handler = logging.StreamHandler(sys.stdout)
        handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
        logger.addHandler(handler)
    if not logger.isEnabledFor(logging.INFO):
        logger.setLevel(logging.INFO)
