"""Many who want the same at once: threads on PostgreSQL, processes on SQLite."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from random import Random
from threading import Barrier

import pytest
from django.db import connection

from circles.contract import NoInvitationsLeft
from circles.models import Circle, Membership
from tests.comparte_ride.joining import outcome_of, outcome_of_joining
from tests.comparte_ride.people import add_member, circles, make_circle, make_invitation
from trebol import ServiceError

CROWD = 12
ROOT = Path(__file__).resolve().parents[2]


def at_once(acts: Sequence[Callable[[], str]]) -> Counter[str]:
    """Run each in a thread with a connection of its own, started together; count what comes of them."""
    gate = Barrier(len(acts))

    def run(act: Callable[[], str]) -> str:
        try:
            connection.ensure_connection()
            gate.wait(timeout=20)
            return act()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as threads:
        return Counter(threads.map(run, acts))


@pytest.mark.postgres_only
@pytest.mark.django_db(transaction=True)
class TestThreadsOnPostgreSQL:
    def test_one_code_admits_one(self) -> None:
        circle = make_circle()
        code = make_invitation(add_member(circle, "0")).code
        crowd = [(str(number), circle.slug, code) for number in range(1, CROWD + 1)]
        came = at_once([partial(outcome_of_joining, *wish) for wish in crowd])
        assert came == {"joined": 1, "InvitationUsed": CROWD - 1}
        assert_counted(circle, members=2)

    def test_a_limit_holds(self) -> None:
        circle = make_circle(members_limit=10, members_count=6)
        issuer = add_member(circle, "0", invitations_granted=CROWD)
        codes = [make_invitation(issuer).code for _ in range(CROWD)]
        crowd = [(str(number), circle.slug, code) for number, code in enumerate(codes, 1)]
        came = at_once([partial(outcome_of_joining, *wish) for wish in crowd])
        assert came == {"joined": 3, "CircleFull": CROWD - 3}
        circle.refresh_from_db()
        assert circle.members_count == 10

    def test_one_person_with_many_codes_joins_once(self) -> None:
        circle = make_circle()
        issuer = add_member(circle, "0", invitations_granted=CROWD)
        codes = [make_invitation(issuer).code for _ in range(CROWD)]
        came = at_once([lambda code=code: outcome_of_joining("1", circle.slug, code) for code in codes])  # type: ignore[misc]
        assert came == {"joined": 1, "AlreadyMember": CROWD - 1}
        assert_counted(circle, members=2)

    def test_no_more_invitations_than_granted(self) -> None:
        circle = make_circle()
        add_member(circle, "0", invitations_granted=5)
        came = at_once([partial(outcome_of_issuing, "0", circle.slug)] * CROWD)
        assert came == {"issued": 5, "none left": CROWD - 5}

    def test_one_who_leaves_many_times_leaves_once(self) -> None:
        circle = make_circle()
        for account_id in ("0", "1"):
            add_member(circle, account_id, role="administrator")
        came = at_once([partial(outcome_of_leaving, "1", circle.slug)] * CROWD)
        assert came == {"left": 1, "PermissionDenied": CROWD - 1}
        assert_counted(circle, members=1)

    def test_of_two_administrators_who_leave_at_once_one_stays_with_the_others(self) -> None:
        circle = make_circle()
        for account_id, role in (("0", "administrator"), ("1", "administrator"), ("2", "member")):
            add_member(circle, account_id, role=role)
        leaving = [partial(outcome_of_leaving, who, circle.slug) for who in ("0", "1")]
        assert at_once(leaving) == {"left": 1, "LastAdministrator": 1}
        assert_counted(circle, members=2)

    def test_of_two_administrators_who_put_each_other_out_one_stays(self) -> None:
        circle = make_circle()
        for account_id in ("0", "1"):
            add_member(circle, account_id, role="administrator")
        pairs = (("0", "1"), ("1", "0"))
        came = at_once(
            [partial(outcome_of, "deactivate_member", who, circle.slug, whom) for who, whom in pairs]
        )
        assert came == {"done": 1, "PermissionDenied": 1}
        assert_counted(circle, members=1)

    def test_a_member_is_put_out_once(self) -> None:
        circle = make_circle()
        add_member(circle, "0", role="administrator")
        add_member(circle, "1")
        came = at_once([partial(outcome_of, "deactivate_member", "0", circle.slug, "1")] * CROWD)
        assert came == {"done": 1, "MemberUnknown": CROWD - 1}
        assert_counted(circle, members=1)

    def test_a_member_is_taken_back_once(self) -> None:
        circle = make_circle()
        add_member(circle, "0", role="administrator")
        Membership.objects.filter(pk=add_member(circle, "1").pk).end(deactivated=True)
        Circle.objects.filter(pk=circle.pk).free_place()
        came = at_once([partial(outcome_of, "reactivate_member", "0", circle.slug, "1")] * CROWD)
        assert came == {"done": 1, "MemberUnknown": CROWD - 1}
        assert_counted(circle, members=2)

    def test_the_last_administrator_leaves_only_once_another_is_one(self) -> None:
        circle = make_circle()
        add_member(circle, "0", role="administrator")
        add_member(circle, "1")
        acts = [
            partial(outcome_of, "promote_member", "0", circle.slug, "1"),
            partial(outcome_of, "leave_circle", "0", circle.slug),
        ]
        came = at_once(acts)
        assert came in ({"done": 2}, {"done": 1, "LastAdministrator": 1})
        assert Membership.objects.active().administrators().filter(circle=circle).exists()

    @pytest.mark.parametrize("turn", range(5))
    def test_a_circle_always_has_an_administrator(self, turn: int) -> None:
        circle = make_circle()
        for account_id, role in zip("0123456", ["administrator"] * 4 + ["member"] * 3, strict=True):
            add_member(circle, account_id, role=role)
        storms = [storm(circle.slug, turn * 4 + number) for number in range(4)]
        came = at_once([lambda wishes=wishes: " ".join(outcome_of(*w) for w in wishes) for wishes in storms])  # type: ignore[misc]
        assert {word for words in came for word in words.split()} <= STORMY
        active = Membership.objects.active().filter(circle=circle)
        assert_counted(circle, members=active.count())
        assert active.administrators().exists()


STORMY = {"done", "PermissionDenied", "LastAdministrator", "MemberUnknown", "AlreadyAdministrator"}


def storm(slug: str, number: int) -> list[list[str]]:
    """What somebody who means ill does, one act after another; nobody touches account 6."""
    random = Random(number)
    operations = ("promote_member", "deactivate_member", "reactivate_member")
    acts = [
        [random.choice(operations), random.choice("0123"), slug, random.choice("012345")] for _ in range(30)
    ]
    return [*acts, *(["leave_circle", who, slug] for who in random.sample("0123", 4))]


def outcome_of_issuing(account_id: str, circle_slug: str) -> str:
    try:
        circles(account_id).issue_invitation(circle_slug)
    except NoInvitationsLeft:
        return "none left"
    return "issued"


def outcome_of_leaving(account_id: str, circle_slug: str) -> str:
    try:
        circles(account_id).leave_circle(circle_slug)
    except ServiceError as error:
        return type(error).__name__
    return "left"


def assert_counted(circle: Circle, members: int) -> None:
    """The count and the rows agree."""
    circle.refresh_from_db()
    rows = Membership.objects.active().filter(circle=circle).count()
    assert (circle.members_count, rows) == (members, members)


SEED = """
import django; django.setup()
from tests.comparte_ride.people import add_member, make_circle, make_invitation
circle = make_circle(members_limit=10, members_count=6)
issuer = add_member(circle, "0", invitations_granted=60)
print(circle.slug, *[make_invitation(issuer).code for _ in range({codes})])
"""
COUNT = """
import django; django.setup()
from circles.models import Circle, Membership
print(Circle.objects.get().members_count, Membership.objects.active().count())
"""


SEED_ADMINISTRATORS = """
import django; django.setup()
from tests.comparte_ride.people import add_member, make_circle
circle = make_circle()
for account_id, role in zip("0123456", ["administrator"] * 4 + ["member"] * 3):
    add_member(circle, account_id, role=role)
print(circle.slug)
"""
COUNT_ADMINISTRATORS = """
import django; django.setup()
from circles.models import Circle, Membership
active = Membership.objects.active()
print(Circle.objects.get().members_count, active.count(), active.administrators().count())
"""


class TestProcessesOnSQLite:
    """A file, since SQLite in memory is one process's; the settings are the application's own."""

    @pytest.fixture
    def environment(self, tmp_path: Path) -> dict[str, str]:
        paths = [str(ROOT / part) for part in ("src", "examples/comparte_ride", "")]
        return os.environ | {
            "PYTHONPATH": os.pathsep.join([*paths, os.environ.get("PYTHONPATH", "")]),
            "DJANGO_SETTINGS_MODULE": "comparte_ride.settings",
            "DATABASE_URL": f"sqlite:///{tmp_path}/crowd.sqlite3",
            "SECRET_KEY": "of these tests, which keep nothing secret",
            "DEVELOPMENT_TOKEN_KEY": "true",
        }

    def run(self, environment: dict[str, str], *arguments: str) -> str:
        seen = subprocess.run(
            [sys.executable, *arguments],
            env=environment,
            capture_output=True,
            text=True,
            timeout=60,
            cwd=ROOT,
        )
        assert seen.returncode == 0, seen.stderr
        return seen.stdout

    def at_once(self, environment: dict[str, str], wishes: list[list[list[str]]]) -> Counter[str]:
        """Let each process of a crowd try its wishes, all started together; count what comes of them."""
        crowd = [
            subprocess.Popen(
                [sys.executable, "-m", "tests.comparte_ride.crowd"],
                env=environment, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
            )
            for _ in wishes
        ]  # fmt: skip
        for process, own in zip(crowd, wishes, strict=True):
            tell(process, json.dumps(own))
        assert [heard(process) for process in crowd] == ["ready"] * len(crowd)
        for process in crowd:
            tell(process, "go")
        outcomes: Counter[str] = Counter()
        for process in crowd:
            outcomes.update(json.loads(heard(process)))
            process.communicate(timeout=30)
        return outcomes

    def test_one_code_admits_one_and_a_limit_holds(self, environment: dict[str, str]) -> None:
        manage = str(ROOT / "examples/comparte_ride/manage.py")
        self.run(environment, manage, "migrate", "--verbosity", "0")
        slug, *codes = self.run(environment, "-c", SEED.format(codes=21)).split()
        shared, own = codes[0], codes[1:]
        numbers = [str(number) for number in range(1, 25)]
        came = self.at_once(
            environment, [[["join_circle", account, slug, shared]] for account in numbers[:4]]
        )
        assert came == {"done": 1, "InvitationUsed": 3}
        wishes = [
            ["join_circle", account, slug, code] for account, code in zip(numbers[4:], own, strict=True)
        ]
        came = self.at_once(environment, [wishes[start::4] for start in range(4)])
        assert came == {"done": 2, "CircleFull": 18}
        assert self.run(environment, "-c", COUNT).split() == ["10", "4"]

    @pytest.mark.slow
    def test_a_circle_always_has_an_administrator(self, environment: dict[str, str]) -> None:
        self.run(environment, str(ROOT / "examples/comparte_ride/manage.py"), "migrate", "--verbosity", "0")
        slug = self.run(environment, "-c", SEED_ADMINISTRATORS).strip()
        came = self.at_once(environment, [storm(slug, number) for number in range(4)])
        assert set(came) <= STORMY
        members, rows, administrators = map(int, self.run(environment, "-c", COUNT_ADMINISTRATORS).split())
        assert members == rows > 0
        assert administrators > 0


def tell(process: subprocess.Popen[str], line: str) -> None:
    assert process.stdin is not None
    process.stdin.write(line + "\n")
    process.stdin.flush()


def heard(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()
