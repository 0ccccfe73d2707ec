"""Thirty sessions on one day: two officers at once, and a process that dies in the middle.

Each group is told exactly once. The twin, without lock and state, tells them twice.
"""

import json
import subprocess
import sys
from collections import Counter
from datetime import time

import pytest
from django_scopes import scope
from wagtail.models import Site

from bookings.actions import duty
from bookings.actions.duty.groups import bundles
from bookings.doctor import checks
from bookings.models import DutySession, LectureSession
from bookings.rules import Wish
from bookings.status import RequestStatus, SessionState
from lectures.models import BookingRules
from notifications.models import OutgoingEmail
from tests.factories.bookings import make_request
from tests.factories.duty import DAY, EVE, choice, decide
from tests.factories.town import GroupFacts, Town, make_town
from tests.races.track import _environment, at_once
from tests.servers import templates

pytestmark = pytest.mark.django_db(transaction=True)
SESSIONS, DIES_AT = 30, 11


@pytest.fixture
def town(transactional_db):
    site = Site.objects.get(is_default_site=True)
    with scope(site=site):
        made = make_town(site)
        BookingRules.objects.update(day_from=time(8))
        for number in range(SESSIONS):
            _session(made, number)
        yield made


def _session(town: Town, number: int) -> None:
    """Of a group of its own."""
    hour, minute = 8 + number // 3, number % 3 * 15
    group = GroupFacts(
        name=f"第{number}町内会", contact_name="佐藤 花子", phone="0000000001", notify_by="email",
        email=f"group{number}@mail.example",
    )  # fmt: skip
    wish = Wish(DAY, "", time(hour, minute), time(hour + 1, minute))
    make_request(
        town, status=RequestStatus.CONFIRMED, group=group, wishes=(wish,), lecturers=False,
        usable_from=None, usable_until=None,
    )  # fmt: skip


def told() -> Counter[str]:
    rows = OutgoingEmail.objects.filter(kind="group_duty_off")
    return Counter(rows.values_list("to_address", flat=True))


def assert_told_once() -> None:
    assert sorted(told().values()) == [1] * SESSIONS
    assert LectureSession.objects.filter(state=SessionState.POSTPONED).count() == SESSIONS
    assert list(checks(at=EVE)) == []


def job(**more: object) -> dict[str, object]:
    return {"at": EVE.isoformat(), **more}


def test_of_two_officers_who_decide_at_once_each_group_is_told_once(town, tmp_path, database_url):
    seen = [str(pk) for pk in choice().seen]
    jobs = [job(day=DAY.isoformat(), seen=seen)] * 2

    results = at_once(["tests.races.officer"], jobs, folder=tmp_path, database_url=database_url)

    assert results["decided"] >= 1
    assert results["decided"] + results["Stale"] == 2
    assert DutySession.objects.exclude(state="passed").count() == SESSIONS
    assert_told_once()


def test_of_two_workers_at_one_decision_each_group_is_told_once(town, tmp_path, database_url):
    decide()

    at_once(["tests.races.officer"], [job()] * 2, folder=tmp_path, database_url=database_url)

    assert_told_once()


def test_twin_without_lock_and_state_groups_are_told_twice(town, tmp_path, database_url):
    decide()
    jobs = [job(unguarded=True, groups=bundles("waiting"))] * 2

    at_once(["tests.races.officer"], jobs, folder=tmp_path, database_url=database_url)

    assert max(told().values()) > 1


def test_a_process_that_dies_in_the_middle_leaves_no_group_half_told(town, tmp_path, database_url):
    decide()
    file = tmp_path / "dies.json"
    file.write_text(json.dumps({**job(dies_at=DIES_AT), "start": 0}))

    dead = subprocess.run(
        [sys.executable, "-m", "tests.races.officer", str(file)], cwd=templates.ROOT,
        env=_environment(tmp_path, database_url), capture_output=True, timeout=300, check=False,
    )  # fmt: skip

    assert dead.returncode == -9
    assert sum(told().values()) == DIES_AT - 1
    done = LectureSession.objects.filter(state=SessionState.POSTPONED)
    assert done.count() == DutySession.objects.filter(state="done").count() == DIES_AT - 1
    duty.carry(now=lambda: EVE)
    assert_told_once()
