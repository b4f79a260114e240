"""The loop of a worker, on queues that need no database."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable, Sequence
from itertools import pairwise
from types import CodeType, FrameType
from typing import Any

import pytest
from django.db import OperationalError

from trebol.runtime.worker.events import said
from trebol.runtime.worker.options import WorkerOptions, new_holder
from trebol.runtime.worker.worker import Chore, Worker

OPTIONS = WorkerOptions(concurrency=2, poll_ms=10, lease_seconds=60, grace_seconds=5)


class Row:
    attempts = 1

    def __init__(self, pk: str) -> None:
        self.pk = pk


class Heap:
    """A queue in memory; `work` is what a row does."""

    name = "thing"

    def __init__(self, rows: int = 0, work: Callable[[str], Any] = lambda pk: None) -> None:
        self.waiting = [Row(str(number)) for number in range(rows)]
        self.work, self.done, self.given_back, self.renewed = work, list[str](), list[str](), list[str]()
        self.asked: list[int] = []

    def lease(self, limit: int) -> Sequence[Row]:
        self.asked.append(limit)
        taken, self.waiting = self.waiting[:limit], self.waiting[limit:]
        return taken

    def run(self, row: Row) -> str:
        self.work(row.pk)
        self.done.append(row.pk)
        return "done"

    def facts(self, row: Row) -> dict[str, str]:
        return {"id": row.pk}

    def renew(self, rows: Sequence[Row]) -> None:
        self.renewed += [row.pk for row in rows]

    def give_back(self, rows: Sequence[Row]) -> None:
        self.given_back += [row.pk for row in rows]


def worker_of(*queues: Any, options: WorkerOptions = OPTIONS, chores: Sequence[Chore] = ()) -> Worker:
    return Worker(queues, chores, options)


def test_a_worker_runs_all_that_is_due_and_ends_when_idle(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO", "trebol.worker")
    one, other = Heap(5), Heap(3)
    assert worker_of(one, other).run(until_idle=True)
    assert (sorted(one.done), sorted(other.done)) == (list("01234"), list("012"))
    lines = [record.getMessage() for record in caplog.records]
    assert sum(line.startswith("thing_done id=") for line in lines) == 8
    assert lines[-1] == "worker_stopped given_back=0"
    assert caplog.records[0].__dict__["event"] == "thing_done"


def test_no_more_is_leased_than_can_run() -> None:
    running, most = [0], [0]
    lock = threading.Lock()

    def work(pk: str) -> None:
        with lock:
            running[0] += 1
            most[0] = max(most[0], running[0])
        time.sleep(0.01)
        with lock:
            running[0] -= 1

    heap = Heap(8, work)
    worker_of(heap).run(until_idle=True)
    assert (most[0], max(heap.asked)) == (2, 2)


def test_stopping_waits_for_what_runs() -> None:
    heap = Heap(3, lambda pk: time.sleep(0.2))
    worker = worker_of(heap)
    threading.Timer(0.1, worker.stop).start()
    assert worker.run()
    assert (sorted(heap.done), heap.given_back, len(heap.waiting)) == (["0", "1"], [], 1)


def test_stopping_twice_gives_back_what_runs() -> None:
    end = threading.Event()
    heap = Heap(1, lambda pk: end.wait(10))
    worker = worker_of(heap)
    for seconds in (0.1, 0.2):
        threading.Timer(seconds, worker.stop).start()
    assert not worker.run()
    assert heap.given_back == ["0"]
    end.set()


def test_what_does_not_end_within_the_grace_is_given_back() -> None:
    end = threading.Event()
    heap = Heap(1, lambda pk: end.wait(10))
    worker = worker_of(heap, options=WorkerOptions(concurrency=1, poll_ms=10, grace_seconds=0))
    threading.Timer(0.1, worker.stop).start()
    assert not worker.run()
    assert heap.given_back == ["0"]
    end.set()


def test_a_database_that_does_not_answer_is_waited_for(caplog: pytest.LogCaptureFixture) -> None:
    tried: list[float] = []

    def chore() -> None:
        tried.append(time.monotonic())
        if len(tried) < 3:
            raise OperationalError("connection refused\nis the server running?")

    heap = Heap(1)
    assert worker_of(heap, chores=[Chore("chore", 0.0, chore)]).run(until_idle=True)
    assert heap.done == ["0"]
    pauses = [later - earlier for earlier, later in pairwise(tried)]
    assert pauses[0] >= 0.5
    assert pauses[1] >= 1.0
    assert 'database_unavailable reason="connection refused" pause=0.5' in caplog.text


def test_an_outcome_that_could_not_be_kept_does_not_end_the_worker(caplog: pytest.LogCaptureFixture) -> None:
    def lose(pk: str) -> None:
        raise OperationalError("gone")

    assert worker_of(Heap(2, lose)).run(until_idle=True)
    assert caplog.text.count("outcome_unknown") == 2


def test_a_chore_is_done_when_it_is_due() -> None:
    often, seldom = list[int](), list[int]()
    chores = [Chore("often", 0.0, lambda: often.append(1)), Chore("seldom", 60.0, lambda: seldom.append(1))]
    worker_of(Heap(8), chores=chores).run(until_idle=True)
    assert len(often) > 1
    assert len(seldom) == 1


def test_what_runs_is_renewed() -> None:
    end = threading.Event()
    heap = Heap(1, lambda pk: end.wait(10))
    worker = worker_of(heap)
    worker.turn()
    worker.renew()
    assert heap.renewed == ["0"]
    end.set()
    worker.pool.shutdown()


def test_a_worker_has_a_name_of_its_own() -> None:
    assert new_holder() != new_holder()
    assert len(new_holder()) <= 100


@pytest.mark.parametrize(("fact", "word"), [("a", "a"), ("a b", '"a b"'), ("", '""'), (7, "7")])
def test_a_fact_is_one_word(fact: Any, word: str) -> None:
    assert said(fact) == word


def test_a_signal_may_come_at_any_moment() -> None:
    """Also in the middle of a wait: a handler cannot wait for a lock that it interrupts."""
    worker, moments = worker_of(), set[tuple[CodeType, int]]()

    def interrupt(frame: FrameType, event: str, argument: object) -> Any:
        moment = (frame.f_code, frame.f_lineno)
        if event == "line" and moment not in moments:
            moments.add(moment)
            worker.stop()  # where a handler would run, with what the thread holds
        return interrupt

    def wait() -> None:
        sys.settrace(interrupt)
        worker.wait(0.001)
        sys.settrace(None)

    waiting = threading.Thread(target=wait, daemon=True)
    waiting.start()
    waiting.join(10)
    assert not waiting.is_alive()
    assert worker.stops == len(moments) > 2
