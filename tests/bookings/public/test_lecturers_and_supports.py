"""What a group's page says of lecturers who are not sure yet, and of help beside the lecture."""

import pytest

from bookings.actions import consenting, sessions, supporting
from bookings.desk import matters
from bookings.rules import Slot
from tests.factories.bookings import make_request
from tests.factories.town import LECTURER, NOW, OFFICE, at

DAY = Slot(at("2026-12-17 10:00"), at("2026-12-17 11:00"))
NAMED = "講師が決まりました"


@pytest.fixture
def asking_town(citizen):
    citizen.town.office.lecturers_answer = True
    citizen.town.office.save()
    return citizen.town


def page(citizen, request) -> str:
    return citizen.open_page(request).content.decode()


def named_later(town, **changes):
    request = make_request(town, status="confirmed", lecturers=False, **changes)
    sessions.name_lecturers(
        session_id=request.sessions.get().pk,
        lecturer_ids=[town.lecturers[0].pk],
        by=OFFICE,
        at=NOW,
    )
    return request


def test_a_lecturer_is_shown_only_after_the_own_yes(citizen, asking_town):
    request = named_later(asking_town)
    before = page(citizen, request)

    consenting.say_yes(
        session_id=request.sessions.get().pk,
        lecturer_id=asking_town.lecturers[0].pk,
        by=LECTURER,
        at=NOW,
    )

    after = page(citizen, request)
    assert ("田中 一郎" in before, NAMED in before) == (False, False)
    assert "日時は決まりました。講師は後日お知らせします。" in before
    assert ("田中 一郎" in after, after.count(NAMED)) == (True, 1)


def test_where_nobody_is_asked_the_name_shows_at_once(citizen):
    request = named_later(citizen.town)

    shown = page(citizen, request)

    assert ("田中 一郎" in shown, NAMED in shown) == (True, True)


def test_help_beside_the_lecture_stands_with_its_date(citizen):
    request = make_request(citizen.town, status="confirmed")
    supporting.ask_support(
        request_id=request.pk,
        support="captioning",
        department_id=citizen.town.department.pk,
        slot=DAY,
        by=OFFICE,
        at=NOW,
    )

    shown = page(citizen, request)

    assert "要約筆記" in shown
    assert "返事を待っています。決まったらお知らせします" in shown


def test_a_group_without_mail_is_called_only_once_the_name_is_sure(citizen, asking_town):
    request = named_later(asking_town)
    request.group.notify_by = "phone"
    request.group.save()
    named = request.events.get(verb="lecturer_named")

    assert named not in matters.events_to_tell()
