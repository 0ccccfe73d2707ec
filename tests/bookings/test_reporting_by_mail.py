"""25 3 60 in reply to the morning-after mail: recorded, confirmed, corrected, or left to a person."""

import pytest

from accounts import secrets
from bookings import doctor, tasks
from bookings.actions import queue, receiving, reminding, sessions
from bookings.actions.moves import Refused
from bookings.actions.replies import reports
from bookings.actions.reporting import Numbers, report, report_grant
from bookings.emails import facts
from bookings.models import Grant, RequestEvent, SessionReport, WaitingReply
from lectures.models import DepartmentMember
from notifications.inbox.receiving import receive
from notifications.models import OutgoingEmail
from tests.factories.bookings import make_request
from tests.factories.replies import DEPARTMENT, FORGED, raw_reply
from tests.factories.town import OFFICE, at

OVER = at("2026-12-17 11:00")
MORNING = at("2026-12-18 09:00")
TANAKA = "tanaka@city.mikagami.example"


@pytest.fixture
def session(town):
    """Held on 17 December from 10 to 11; the department was asked the next morning."""
    session = make_request(town, status="confirmed").sessions.get()
    assert reminding.want_report(session_id=session.pk, at=MORNING)
    return session


def mails(kind: str) -> list[OutgoingEmail]:
    return list(OutgoingEmail.objects.filter(kind=kind).order_by("pk"))


def written(session, text: str, *, lecturer=None, moment=MORNING, **mail):
    """The mail comes in and is pulled: its entry in the queue, or None."""
    grant = Grant.objects.get(purpose="report", session=session, lecturer=lecturer)
    to = secrets.fill(facts.reply_address(grant))
    inbound = receive(raw_reply(text, to=to, **mail), envelope_to=[to], at=moment)
    receiving.pull(at=moment)
    return WaitingReply.objects.filter(inbound=inbound).first()


def figures() -> list[tuple[int, int, int]]:
    rows = SessionReport.objects.order_by("version")
    return list(rows.values_list("adults", "children", "minutes"))


def quoted() -> str:
    sent = secrets.fill(mails("department_report_wanted")[0].text)
    return "\n".join(f"> {line}" for line in sent.splitlines())


def test_the_morning_after_the_shared_mailbox_is_asked_once(town):
    session = make_request(town, status="confirmed").sessions.get()

    asked = [
        reminding.want_report(session_id=session.pk, at=moment)
        for moment in (OVER, at("2026-12-18 08:59"), MORNING, at("2026-12-18 09:01"))
    ]

    assert asked == [False, False, True, False]
    (mail,) = mails("department_report_wanted")
    grant = Grant.objects.get(purpose="report", session=session)
    assert (mail.to_address, mail.reply_to) == (DEPARTMENT, facts.reply_address(grant))
    assert "R8-0001" in mail.subject
    assert mails("lecturer_report_wanted") == []


def test_a_lecturer_who_was_asked_personally_gets_a_mail_of_their_own(town):
    town.office.lecturers_answer = True
    town.office.save()
    session = make_request(town, status="confirmed").sessions.get()

    reminding.want_report(session_id=session.pk, at=MORNING)

    assert [mail.to_address for mail in mails("lecturer_report_wanted")] == [TANAKA]
    assert written(session, "25 3 60", lecturer=town.lecturers[0], sender=TANAKA) is None
    assert SessionReport.objects.get().lecturer == town.lecturers[0]
    assert [mail.to_address for mail in mails("lecturer_report_recorded")] == [TANAKA]


def test_three_figures_and_words_are_recorded_and_confirmed(session):
    assert written(session, f"25 3 60 とても好評でした\n\n{quoted()}") is None

    session.refresh_from_db()
    stored = SessionReport.objects.get()
    assert (session.state, figures(), stored.way) == ("delivered", [(25, 3, 60)], "email")
    assert stored.inbound is not None
    event = RequestEvent.objects.get(verb="delivered")
    assert (event.actor, event.way, event.note.text) == ("department", "email", "とても好評でした")
    (confirmed,) = mails("department_report_recorded")
    assert confirmed.to_address == DEPARTMENT
    assert "大人25人、子ども3人、60分" in confirmed.text
    assert list(doctor.checks(at=MORNING)) == []


def test_the_confirmation_is_answered_with_a_correction(session):
    written(session, "25 3 60")

    assert written(session, "27 3 60") is None

    assert figures() == [(25, 3, 60), (27, 3, 60)]
    assert len(mails("department_report_recorded")) == 2
    assert RequestEvent.objects.filter(verb="report_corrected").count() == 1


def test_the_same_report_again_changes_nothing_and_tells_nobody(session):
    written(session, "25 3 60 好評")

    assert written(session, "大人25人 子ども3人 60分 好評") is None
    assert written(session, "25 3 60") is None

    assert figures() == [(25, 3, 60)]
    assert len(mails("department_report_recorded")) == 1


def test_thanks_for_the_confirmation_wait_for_nobody(session):
    written(session, "25 3 60")

    entry = written(session, "ありがとうございました。")

    assert entry.decision == "settled"


@pytest.mark.parametrize(
    ("text", "mail", "why", "understood"),
    [
        ("中止 雨のため", {}, "unclear", None),
        ("25 60", {}, "unclear", (25, None, None)),
        ("25 3 60", {"results": FORGED}, "unauthenticated", (25, 3, 60)),
        (
            "25 3 60",
            {
                "sender": "who@example.com",
                "results": "mx.kouza.mikagami.example; dmarc=pass header.from=example.com",
            },
            "stranger",
            (25, 3, 60),
        ),
    ],
)
def test_a_doubt_waits_for_a_person_with_what_was_understood(session, text, mail, why, understood):
    entry = written(session, text, **mail)

    session.refresh_from_db()
    said = entry.understood.get("partly") or entry.understood
    assert (entry.why, entry.session, session.state) == (why, session, "planned")
    if understood:
        assert (said["adults"], said["children"], said["minutes"]) == understood
    assert (figures(), mails("department_report_recorded")) == ([], [])


def test_somebody_of_the_departments_list_may_report(session, town):
    sato = "sato@city.mikagami.example"
    DepartmentMember.objects.create(
        site=town.site, department=town.department, name="佐藤", email=sato
    )

    assert written(session, "25 3 60", sender=sato) is None
    assert mails("department_report_recorded")[0].to_address == DEPARTMENT


def test_a_session_that_was_called_off_takes_no_report(session):
    sessions.cancel_session(session_id=session.pk, reason="disaster", by=OFFICE, at=MORNING)

    entry = written(session, "25 3 60")

    assert (entry.why, figures()) == ("closed", [])


def test_after_five_working_days_it_is_asked_for_once_more(session):
    """18 December is a Friday; the fifth working day after it is the 25th."""
    asked = [
        reminding.want_report(session_id=session.pk, at=at(moment))
        for moment in ("2026-12-25 08:59", "2026-12-25 09:00", "2026-12-28 09:00", "2027-01-20 09:00")
    ]  # fmt: skip

    assert asked == [False, True, False, False]
    assert len(mails("department_report_wanted")) == len(mails("department_report_reminded")) == 1


def test_nobody_is_reminded_of_a_report_that_came(session):
    written(session, "25 3 60")

    assert not reminding.want_report(session_id=session.pk, at=at("2026-12-28 09:00"))


def test_one_mail_is_counted_once_whatever_is_pulled_again(session):
    written(session, "25 3 60")
    receiving.pull(at=MORNING)

    assert figures() == [(25, 3, 60)]


LATER = at("2026-12-18 15:00")
EARLY = {"date": "Fri, 18 Dec 2026 09:05:00 +0900"}


def test_an_older_mail_does_not_overrule_what_the_office_entered(session):
    written(session, "25 3 60")
    report(session_id=session.pk, numbers=Numbers(30, 5, 60), by=OFFICE, at=at("2026-12-18 11:00"))

    entry = written(session, "27 3 60", moment=LATER, **EARLY)

    assert (entry.why, entry.understood["adults"]) == ("unclear", 27)
    assert "大人30人、子ども5人、60分" in entry.detail
    assert figures() == [(25, 3, 60), (30, 5, 60)]


def test_of_two_mails_the_one_written_last_counts_whichever_is_read_first(session):
    newer = {"date": "Fri, 18 Dec 2026 10:00:00 +0900"}
    written(session, "30 5 60", moment=at("2026-12-18 10:01"), **newer)

    entry = written(session, "25 3 60", moment=LATER, **EARLY)

    assert entry.why == "unclear"
    assert "前に書かれた" in entry.detail
    assert figures() == [(30, 5, 60)]


def test_a_mail_written_after_the_last_one_corrects_it_though_read_late(session):
    written(session, "25 3 60", moment=LATER, **EARLY)

    corrected = {"date": "Fri, 18 Dec 2026 09:30:00 +0900"}
    assert written(session, "30 5 60", moment=LATER, **corrected) is None
    assert figures() == [(25, 3, 60), (30, 5, 60)]


def test_without_the_look_at_who_said_it_when_an_older_mail_would_count(session, monkeypatch):
    """The twin: the guard taken away shows what it guards."""
    monkeypatch.setattr(reports, "_overrules", lambda *_what: None)
    written(session, "30 5 60", moment=at("2026-12-18 10:01"))

    written(session, "25 3 60", moment=LATER, **EARLY)

    assert figures() == [(30, 5, 60), (25, 3, 60)]


def test_what_a_clerk_decided_is_not_overruled_by_a_mail_written_before(session):
    waiting = written(session, "25 3 60 たぶん")
    queue.apply_report(
        waiting_id=waiting.pk, numbers=Numbers(24, 3, 60), by=OFFICE, at=at("2026-12-18 11:00")
    )

    entry = written(session, "27 3 60", moment=LATER, date="Fri, 18 Dec 2026 10:30:00 +0900")

    assert entry.why == "unclear"
    assert figures() == [(24, 3, 60)]


def test_a_report_that_came_while_a_mail_was_read_is_not_overruled(session):
    report(session_id=session.pk, numbers=Numbers(25, 3, 60), by=OFFICE, at=MORNING)

    with pytest.raises(Refused):
        report(session_id=session.pk, numbers=Numbers(30, 3, 60), by=OFFICE, at=LATER, over=0)

    assert figures() == [(25, 3, 60)]


@pytest.mark.parametrize("first", ["department", "lecturer"])
def test_another_partys_figures_wait_beside_those_that_stand(town, first):
    town.office.lecturers_answer = True
    town.office.save()
    session = make_request(town, status="confirmed").sessions.get()
    reminding.want_report(session_id=session.pk, at=MORNING)
    sides = [{}, {"lecturer": town.lecturers[0], "sender": TANAKA}]
    if first == "lecturer":
        sides.reverse()
    written(session, "25 3 60", **sides[0])

    same = written(session, "25 3 60", moment=LATER, **sides[1])
    entry = written(session, "27 3 60", moment=LATER, **sides[1])

    assert same is None
    assert (entry.why, entry.understood["adults"]) == ("unclear", 27)
    assert "大人25人、子ども3人、60分" in entry.detail
    assert figures() == [(25, 3, 60)]


@pytest.mark.parametrize(
    "subject",
    [
        "Re: 【報告のお願い】R8-0999 わが家の防災マップづくり",
        "Re: 報告のお願い 12月24日",
        "Re: R8-0001 12/24の報告",
        "Re: R8-0001 2回目",
        "Re: R8-0001 午後の部",
        "Re: R8-0001 12月17日 14:00〜15:00",
        "Re: R8-0001 2025年12月17日",
        "報告 R8-0001 R8-0002",
    ],
)
def test_a_subject_that_names_another_case_or_day_waits(session, subject):
    assert written(session, "25 3 60", subject=subject).why == "no_tag"
    assert figures() == []


def test_our_own_subject_stops_nothing(session):
    subject = f"Re: {mails('department_report_wanted')[0].subject}"

    assert written(session, "25 3 60", subject=subject) is None


def test_an_answer_to_another_sessions_mail_waits(session, town):
    other = make_request(town, status="confirmed", lecturers=False).sessions.get()
    assert reminding.want_report(session_id=other.pk, at=MORNING)
    mail = OutgoingEmail.objects.get(
        kind="department_report_wanted", event_mail__event__session=other
    )

    entry = written(session, "25 3 60", in_reply_to=mail.message_id)

    assert entry.why == "no_tag"
    assert figures() == []


def test_a_report_on_the_page_sends_no_mail(session):
    grant = report_grant(session, lecturer=None, at=MORNING)
    assert grant.lecturer is None

    report(session_id=session.pk, numbers=Numbers(25, 3, 60), by=OFFICE, at=MORNING)

    assert mails("department_report_recorded") == []


def test_without_the_look_at_the_sender_a_forged_report_would_count(session, monkeypatch):
    """The twin: the guard taken away shows what it guards."""
    monkeypatch.setattr(reports, "_stop", lambda *_what, **_when: None)

    written(session, "25 3 60", results=FORGED)

    assert figures() == [(25, 3, 60)]


def test_the_periodic_work_asks_department_and_group_once_each(town, clock_at):
    session = make_request(town, status="confirmed").sessions.get()
    for moment in ("2026-12-18 08:50", "2026-12-18 09:00", "2026-12-18 09:01"):
        clock_at(at(moment))
        tasks.remind_sessions()
    assert len(mails("department_report_wanted")) == 1

    written(session, "25 3 60")
    for moment in ("2026-12-18 09:02", "2026-12-18 09:03"):
        clock_at(at(moment))
        tasks.send_surveys()

    assert len(mails("group_survey_wanted")) == 1
    assert list(doctor.checks(at=at("2026-12-18 09:03"))) == []
