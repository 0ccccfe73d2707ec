"""Words that were written to an earlier ask never answer the one that stands now."""

from datetime import timedelta
from email.utils import format_datetime

import pytest

from bookings.actions import answering, asking, sessions, supporting, undoing
from bookings.actions.replies import consents, naming, standing
from bookings.models import Answer, LecturerConsent
from bookings.rules import Slot
from bookings.status import AssignmentState
from notifications.models import OutgoingEmail
from tests.bookings.replying import from_lecturer, taken
from tests.factories.bookings import make_request
from tests.factories.calendars import pressed
from tests.factories.town import DEPARTMENT, NOW, OFFICE, at, make_department

DAY = Slot(at("2026-12-17 10:00"), at("2026-12-17 11:00"))
LATER_DAY = Slot(at("2026-12-22 14:00"), at("2026-12-22 15:00"))
MOVED = at("2026-11-26 10:00")
AFTER = at("2026-11-26 15:00")
WELFARE = "shogai@city.mikagami.example"
BEFORE_IT = "いまの依頼より前に書かれた返事です。"
OTHER_TIME = "前にお願いした日時への返事です。"


@pytest.fixture
def moved(town):
    """Sign language asked for the 17th; then the session, and the help with it, moved."""
    request = make_request(town, status="confirmed")
    welfare = make_department(town.site, code="0410", name="障がい福祉課", email=WELFARE)
    support = supporting.ask_support(
        request_id=request.pk, support="sign_language", department_id=welfare.pk, slot=DAY,
        by=OFFICE, at=NOW,
    )  # fmt: skip
    sessions.reschedule(session_id=request.sessions.get().pk, slot=LATER_DAY, by=OFFICE, at=MOVED)
    support.refresh_from_db()
    return support


def first_mail(ask) -> OutgoingEmail:
    return OutgoingEmail.objects.filter(event_mail__event__assignment=ask).order_by("pk")[0]


def written(text: str, ask, *, to_first: bool = False, sent=AFTER, **mail):
    """Written at `sent`, arrived after the move."""
    if to_first:
        mail["in_reply_to"] = first_mail(ask).message_id
    return taken(text, ask, date=format_datetime(sent), moment=AFTER, pulled=AFTER, **mail)


def stopped(outcome, ask) -> str:
    assert ask.state == AssignmentState.ASKED
    assert not Answer.objects.filter(assignment=ask).exists()
    return outcome.detail


def quoted_first(ask) -> str:
    return "\n".join(f"> {line}" for line in first_mail(ask).text.splitlines())


def test_a_yes_to_the_mail_of_the_old_day_waits(moved):
    outcome = written("承諾", moved, to_first=True, sender=WELFARE)

    assert stopped(outcome, moved).startswith(OTHER_TIME)
    assert outcome.why == "unclear"


def test_a_yes_written_before_the_day_moved_waits(moved):
    outcome = written("承諾", moved, sent=MOVED - timedelta(hours=1), sender=WELFARE)

    assert stopped(outcome, moved).startswith(BEFORE_IT)


def test_a_yes_under_the_subject_of_the_old_day_waits(moved):
    outcome = written("承諾", moved, sender=WELFARE, subject=f"RE: {first_mail(moved).subject}")

    assert stopped(outcome, moved).startswith(OTHER_TIME)


def test_a_yes_above_the_quoted_mail_of_the_old_day_waits(moved):
    text = f"承諾\n\n{quoted_first(moved)}"

    assert stopped(written(text, moved, sender=WELFARE), moved).startswith(OTHER_TIME)


def test_a_refusal_of_the_old_day_waits_too(moved):
    outcome = written("辞退 都合がつかないため", moved, to_first=True, sender=WELFARE)

    assert stopped(outcome, moved).startswith(OTHER_TIME)


def test_a_yes_to_the_new_day_counts(moved):
    newest = OutgoingEmail.objects.filter(event_mail__event__assignment=moved).order_by("-pk")[0]
    quote = "\n".join(f"> {line}" for line in newest.text.splitlines())

    written(
        f"承諾\n\n{quote}", moved, sender=WELFARE, subject=f"Re: {newest.subject}",
        in_reply_to=newest.message_id,
    )  # fmt: skip

    answer = Answer.objects.get(assignment=moved)
    assert (answer.kind, answer.starts_at) == ("accept", LATER_DAY.starts_at)


def test_without_the_check_the_old_yes_would_fix_the_new_day(moved, monkeypatch):
    monkeypatch.setattr(standing, "outdated", lambda *args: None)

    written("承諾", moved, to_first=True, sender=WELFARE)

    answer = Answer.objects.get(assignment=moved)
    assert answer.starts_at == LATER_DAY.starts_at


# An answer that is taken back


def accepted_and_undone(ask, **said):
    answering.accept(assignment_id=ask.pk, version=0, by=DEPARTMENT, at=NOW, **said)
    ask.refresh_from_db()
    undoing.undo(assignment_id=ask.pk, version=ask.version, by=DEPARTMENT, at=MOVED)
    ask.refresh_from_db()


def test_an_undone_yes_to_another_wish_asks_for_the_first_wish_again(ask):
    accepted_and_undone(ask, rank=2)

    told = OutgoingEmail.objects.filter(kind="department_answer_undone").get()
    assert (ask.rank, ask.starts_at, ask.ends_at) == (1, DAY.starts_at, DAY.ends_at)
    assert "12月17日（木）10:00〜11:00" in told.subject
    assert "DTSTART;TZID=Asia/Tokyo:20261217T100000" in told.calendar
    assert ask.grants.get(purpose="answer").expires_at == DAY.ends_at


def test_an_undone_yes_at_another_hour_asks_for_the_hour_that_was_asked(ask):
    accepted_and_undone(ask, starts_at=at("2026-12-17 10:30"))

    assert (ask.rank, ask.starts_at) == (1, DAY.starts_at)


def test_a_colleagues_earlier_yes_does_not_answer_the_ask_that_was_undone(ask):
    subject = f"Re: {first_mail(ask).subject}"
    accepted_and_undone(ask, rank=2)

    outcome = written("承諾", ask, sent=NOW + timedelta(hours=1), subject=subject)

    assert (ask.state, outcome.detail[:18]) == (AssignmentState.ASKED, BEFORE_IT)
    assert not Answer.objects.filter(undone_at__isnull=True).exists()


def test_a_yes_after_the_undo_counts_for_the_day_that_is_asked_now(ask):
    accepted_and_undone(ask, rank=2)

    answer = written("承諾", ask, to_first=True)

    assert (answer.kind, answer.starts_at) == ("accept", DAY.starts_at)


def test_a_yes_to_the_confirmation_of_the_wish_that_was_undone_waits(ask):
    accepted_and_undone(ask, rank=2)
    recorded = OutgoingEmail.objects.get(kind="department_answer_recorded")

    outcome = written("承諾", ask, in_reply_to=recorded.message_id)

    assert outcome.detail.startswith(OTHER_TIME)


def test_what_the_partner_accepted_meanwhile_stays_the_time_that_is_asked(ask, town):
    other = make_department(town.site, code="0401", name="福祉課", email="f@city.mikagami.example")
    second = asking.ask(
        request_id=ask.request_id, by=OFFICE, at=NOW, department_id=other.pk, part=2
    )[0]  # fmt: skip
    answering.accept(assignment_id=second.pk, version=0, by=DEPARTMENT, at=NOW, rank=2)
    second.refresh_from_db()

    accepted_and_undone(ask, rank=2)

    assert (ask.rank, ask.starts_at) == (2, second.starts_at)


def test_after_the_office_moved_the_day_the_undo_asks_for_that_day(ask):
    answering.accept(assignment_id=ask.pk, version=0, by=DEPARTMENT, at=NOW, rank=2)
    session = ask.request.sessions.get()
    sessions.reschedule(session_id=session.pk, slot=LATER_DAY, by=OFFICE, at=MOVED)
    ask.refresh_from_db()

    undoing.undo(assignment_id=ask.pk, version=ask.version, by=DEPARTMENT, at=MOVED)

    ask.refresh_from_db()
    assert ask.starts_at == LATER_DAY.starts_at


def test_a_button_keeps_its_own_rule(ask):
    old = pressed(ask)
    accepted_and_undone(ask)

    assert written("", ask, calendar=old).why == "calendar"


# Who goes


def test_a_name_written_before_the_day_moved_waits(ask):
    answering.accept(assignment_id=ask.pk, version=0, by=DEPARTMENT, at=NOW)
    session = ask.request.sessions.get()
    sessions.reschedule(session_id=session.pk, slot=LATER_DAY, by=OFFICE, at=MOVED)
    ask.refresh_from_db()

    outcome = written("講師 田中", ask, sent=MOVED - timedelta(hours=1))

    assert outcome.detail.startswith(BEFORE_IT)
    assert not session.allocations.exists()


def test_a_name_in_reply_to_a_mail_of_the_old_day_waits(ask):
    answering.accept(assignment_id=ask.pk, version=0, by=DEPARTMENT, at=NOW)
    session = ask.request.sessions.get()
    sessions.reschedule(session_id=session.pk, slot=LATER_DAY, by=OFFICE, at=MOVED)
    ask.refresh_from_db()

    outcome = written("講師 田中", ask, to_first=True)

    assert outcome.detail.startswith(BEFORE_IT)
    assert not session.allocations.exists()


def test_without_that_look_the_name_would_be_taken_for_the_new_day(ask, monkeypatch):
    monkeypatch.setattr(naming, "moved_since", lambda *args, **rest: False)
    answering.accept(assignment_id=ask.pk, version=0, by=DEPARTMENT, at=NOW)
    session = ask.request.sessions.get()
    sessions.reschedule(session_id=session.pk, slot=LATER_DAY, by=OFFICE, at=MOVED)
    ask.refresh_from_db()

    written("講師 田中", ask, sent=MOVED - timedelta(hours=1))

    assert session.allocations.exists()


# A lecturer's own answer


@pytest.fixture
def session(town):
    """田中 was asked for the 17th, and again when the day moved."""
    town.office.lecturers_answer = True
    town.office.save()
    session = make_request(town, status="confirmed").sessions.get()
    sessions.reschedule(session_id=session.pk, slot=LATER_DAY, by=OFFICE, at=MOVED)
    return session


def asking_mails() -> list[OutgoingEmail]:
    return list(OutgoingEmail.objects.filter(kind="lecturer_asked").order_by("pk"))


@pytest.mark.parametrize("text", ["承諾", "辞退 出張のため"])
@pytest.mark.parametrize("sign", ["thread", "subject", "date"])
def test_a_lecturers_answer_to_the_old_day_waits(session, text, sign):
    first = asking_mails()[0]
    mail = {
        "thread": {"in_reply_to": first.message_id},
        "subject": {"subject": f"Re: {first.subject}"},
        "date": {"date": format_datetime(MOVED - timedelta(hours=1))},
    }[sign]

    outcome = from_lecturer(session, text, moment=AFTER, **mail)

    assert (outcome.why, outcome.session) == ("unclear", session)
    assert LecturerConsent.objects.order_by("-pk")[0].state == "asked"


@pytest.mark.parametrize(("text", "state"), [("承諾", "yes"), ("辞退 出張のため", "no")])
def test_a_lecturers_answer_to_the_new_day_counts(session, text, state):
    newest = asking_mails()[-1]

    from_lecturer(
        session, text, moment=AFTER, in_reply_to=newest.message_id,
        subject=f"Re: {newest.subject}", date=format_datetime(AFTER),
    )  # fmt: skip

    assert LecturerConsent.objects.order_by("-pk")[0].state == state


def test_without_the_look_the_old_yes_would_stand_for_the_new_day(session, monkeypatch):
    monkeypatch.setattr(consents, "_is_outdated", lambda *args: False)

    from_lecturer(session, "承諾", moment=AFTER, in_reply_to=asking_mails()[0].message_id)

    assert LecturerConsent.objects.order_by("-pk")[0].state == "yes"
