"""The application deployed with Celery: its own start lines, a real broker, workers that are killed."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import cast

import pytest

from rides.contract import Ride, State
from tests.comparte_ride.journey.mailbox import Mailbox
from tests.comparte_ride.journey.people import Person
from tests.comparte_ride.journey.rest import Rest
from tests.comparte_ride.journey.site import Site
from tests.comparte_ride.live import APP, ROOT, await_connection
from tests.comparte_ride.place import Place
from tests.comparte_ride.test_killed_workers import RIDES, assert_counted, assert_once, assert_told
from tests.runtime.worker.brokers import BROKERS, clear
from tests.runtime.worker.processes import kill, own_database
from trebol.factors.procfile import of_procfile, process_types
from trebol.processes import environment_of, words

pytestmark = [pytest.mark.slow, pytest.mark.needs_postgres, pytest.mark.timeout(240)]
LINES = of_procfile((APP / "Procfile.celery").read_text())
ENOUGH = 6  # tasks that have run when the first workers are killed
IN_STATE = "SELECT count(*) FROM trebol_storedtask WHERE state = '{}'"
EARLIER = "UPDATE trebol_schedule SET due_at = due_at - interval '2 minutes' WHERE path = '{}' RETURNING path"
ARRIVED = (
    "UPDATE rides_ride SET departs_at = now() - interval '30 minutes', "
    "arrives_at = now() - interval '1 minute' WHERE id = {} RETURNING id"
)


class Deploy(Place):
    """The application by the lines of `Procfile.celery`, with a broker; `mail` is what it sent."""

    def __init__(self, database: str, folder: Path, broker: str) -> None:
        self.mail, self.broker = Mailbox(), broker
        super().__init__(database, folder, concurrency=2)
        self.env |= {
            "EMAIL_URL": self.mail.url,
            "HOST": "127.0.0.1",
            "TASKS_URL": f"{broker}?prefix={self.prefix}&resend_seconds=2",
        }

    def begin(self, name: str) -> subprocess.Popen[bytes]:
        """Starts a process by its line, which names the settings itself."""
        port = self.address.rpartition(":")[2]
        said = environment_of(self.env, port) | {"PYTHONPATH": str(ROOT / "src")}
        del said["DJANGO_SETTINGS_MODULE"]
        with self.log.open("ab") as log:
            started = subprocess.Popen(
                words(LINES[name]), cwd=APP, env=said, stdout=log, stderr=log, start_new_session=True
            )
        self.workers.append(started)
        return started

    def close(self) -> None:
        """Ends all of it; nothing of it stays at the broker."""
        super().close()
        self.mail.shutdown()
        self.mail.server_close()
        clear(self.broker, self.prefix)


@pytest.fixture(params=BROKERS)
def deploy(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Deploy]:
    with (
        own_database("postgres", tmp_path) as database,
        closing(Deploy(database, tmp_path, request.param)) as made,
    ):
        yield made


def test_tasks_of_the_application_run_in_celerys_workers(deploy: Deploy) -> None:
    lose_nothing_and_do_nothing_twice(deploy)
    web = deploy.begin("web")
    await_connection(web, int(deploy.address.rpartition(":")[2]), deploy.log)
    with closing(Rest(deploy.address)) as wire:
        ride, driver = tell_of_a_ride(deploy, wire)
        finish_by_the_clock(deploy, ride, driver)


def lose_nothing_and_do_nothing_twice(deploy: Deploy) -> None:
    """A busy day, and Celery's worker is killed in the middle of it."""
    deploy.told("tests.comparte_ride.busy", str(RIDES))
    deploy.begin("worker")
    doomed = deploy.begin("celery")
    deploy.wait(lambda: deploy.count(IN_STATE.format("done")) >= ENOUGH)
    kill(doomed)
    assert deploy.count(IN_STATE.format("sent")) > 0, "it was killed while tasks were at the broker"
    deploy.begin("celery")
    deploy.wait(lambda: deploy.unfinished() == 0)
    assert deploy.said("task_done") >= deploy.count(IN_STATE.format("done")) // 2, (
        "Celery's worker says what it does"
    )
    assert_once(deploy)
    assert_counted(deploy)
    assert_told(deploy, deploy.mail.kept)


def tell_of_a_ride(deploy: Deploy, wire: Rest) -> tuple[Ride, Person]:
    """Two people sign up by the e-mail's link; one takes a seat of the other and is told of a change."""
    site = cast(Site, deploy)  # a person reads the mail of it
    ana, bea = Person(site, wire).arrive(), Person(site, wire, "es").arrive()
    circle = ana.circles().create_circle("Ciudad Universitaria", "", public=False, members_limit=10)
    bea.circles().join_circle(circle.slug, ana.circles().issue_invitation(circle.slug).code)
    departs = datetime.now(UTC) + timedelta(hours=2)
    ride = ana.rides().offer_ride(circle.slug, "Coyoacán", "CU", departs, departs + timedelta(hours=1), 2)
    bea.rides().take_ride(ride.id)
    ana.rides().update_ride(ride.id, notes="En la puerta 3")
    assert "En la puerta 3" in deploy.mail.read(bea.email, "tu viaje cambió")
    return ride, ana


def finish_by_the_clock(deploy: Deploy, ride: Ride, driver: Person) -> None:
    """A ride that arrived is finished by the periodic task, as soon as that is due."""
    worker = deploy.workers[0]
    worker.terminate()
    assert worker.wait(30) == 0
    assert deploy.rows(ARRIVED.format(ride.id))
    assert deploy.rows(EARLIER.format("rides.tasks.finish_arrived_rides"))
    deploy.begin("worker")
    deploy.wait(lambda: driver.rides().get_ride(ride.id).state is State.FINISHED)


def test_the_lines_with_celery_are_those_without_it_and_one_more() -> None:
    others = {name: type.command for name, type in LINES.items() if name != "celery"}
    assert others == {name: type.command for name, type in process_types(APP).items()}
    assert "celery" in LINES
