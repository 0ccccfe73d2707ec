"""A wish that is a part of a day, taken without a time: the system asks back, once."""

from datetime import date, time

import pytest

from bookings import doctor
from bookings.actions import answering, asking, undoing
from bookings.models import Assignment, RequestEvent
from bookings.rules import Wish, is_exact
from bookings.status import AssignmentState, Verb
from notifications.models import OutgoingEmail
from tests.factories.replies import asked, reply
from tests.factories.town import DEPARTMENT, Town, at, make_town

LATER = at("2026-11-24 09:00")
WISHES = (
    Wish(date(2026, 12, 17), "", time(10), time(11)),
    Wish(date(2026, 12, 21), "", time(14), time(15)),
    Wish(date(2026, 12, 24), "morning"),
)


@pytest.fixture
def town(site) -> Town:
    return make_town(site)


@pytest.fixture
def ask(town) -> Assignment:
    return asked(town, wishes=WISHES)


def ask_back(ask: Assignment, *, rank: int = 3, moment=LATER) -> bool:
    text = f"{rank} をお願いします {ask.events.count()} {rank}"
    inbound = reply(text, assignment=ask, message_id=f"<{ask.events.count()}-{rank}@city.example>")
    return asking.ask_back(assignment_id=ask.pk, rank=rank, inbound=inbound, at=moment)


def asked_back_mails():
    return OutgoingEmail.objects.filter(kind="department_asked_back")


def test_the_question_is_one_line_to_answer_in_the_thread(ask):
    assert ask_back(ask)

    mail, first = asked_back_mails().get(), OutgoingEmail.objects.get(kind="department_asked")
    assert mail.subject == (
        "【始まる時刻を教えてください】R8-0001 わが家の防災マップづくり 12月24日（木）午前"
    )
    lines = mail.text.split("\n")
    assert lines[2:4] == [
        "第3希望（12月24日（木）午前）でうかがえるとのこと、ありがとうございます。",
        "何時から始めますか。まだ決まっていませんので、もう一度お返事ください。",
    ]
    assert any(line.startswith("　3 10:00　") for line in lines)
    assert "■ 第3希望：2026年12月24日（木）午前（9:00〜12:00のあいだ）" in lines
    assert len(lines) <= 30
    assert mail.in_reply_to.endswith("-3@city.example>")
    assert mail.references == f"{first.message_id} {mail.in_reply_to}"
    assert (mail.reply_to, mail.calendar) == (first.reply_to, "")


def test_nothing_moves_while_we_ask_back(ask):
    ask_back(ask)

    ask.refresh_from_db()
    assert (ask.state, ask.version, ask.sequence) == (AssignmentState.ASKED, 0, 0)
    assert list(doctor.checks(at=LATER)) == []


def test_asked_back_once_then_a_person_decides(ask):
    assert ask_back(ask)

    assert not ask_back(ask)
    assert asked_back_mails().count() == 1


def test_an_undone_answer_may_be_asked_back_about_again(ask):
    ask_back(ask)
    answering.accept(assignment_id=ask.pk, version=0, by=DEPARTMENT, at=LATER)
    undoing.undo(assignment_id=ask.pk, version=1, by=DEPARTMENT, at=LATER)

    assert ask_back(ask)
    assert RequestEvent.objects.filter(verb=Verb.ASKED_BACK).count() == 2


@pytest.mark.parametrize("rank", [1, 2, 4])
def test_a_wish_that_is_asked_exact_or_unknown_is_not_asked_back_about(ask, rank):
    assert not ask_back(ask, rank=rank)


def test_an_ask_that_has_its_answer_is_not_asked_back_about(ask):
    answering.decline(assignment_id=ask.pk, version=0, by=DEPARTMENT, at=LATER)

    assert not ask_back(ask)


def test_a_wish_that_has_passed_is_not_asked_back_about(ask):
    assert not ask_back(ask, moment=at("2026-12-24 11:00"))


def test_the_asked_part_of_a_day_has_its_time_from_the_ask(town):
    ask = asked(town, wishes=(Wish(date(2026, 12, 17), "morning"),))

    assert not ask_back(ask, rank=1)


def test_only_a_wish_with_times_is_exact():
    assert [is_exact(wish) for wish in WISHES] == [True, True, False]
