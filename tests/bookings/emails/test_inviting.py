"""The ask in the department's calendar, through every move: one UID, a growing SEQUENCE, one mail."""

import icalendar
import pytest

from bookings import doctor
from bookings.actions import answering, asking, deciding, sessions, undoing
from bookings.models import Assignment, EventMail, LectureSession
from bookings.rules import Slot
from bookings.status import Reason
from lectures.models import Department
from notifications.models import OutgoingEmail
from tests.factories.replies import asked
from tests.factories.town import DEPARTMENT, GROUP, OFFICE, Town, at, make_town

LATER = at("2026-11-24 09:00")
OTHER = Slot(at("2026-12-18 14:00"), at("2026-12-18 15:00"))
ADDRESS = "bousai@city.mikagami.example"


@pytest.fixture
def town(site) -> Town:
    return make_town(site)


@pytest.fixture
def ask(town) -> Assignment:
    return asked(town)


def parts(ask: Assignment) -> list[tuple[str, str, int, str, str]]:
    """(kind of mail, method, SEQUENCE, STATUS, start) of all that was sent for the ask's UID."""
    found = []
    for mail in OutgoingEmail.objects.exclude(calendar="").order_by("pk"):
        event = icalendar.Calendar.from_ical(mail.calendar).events[0]
        if str(event["UID"]).startswith(str(ask.public_id)):
            starts = event.decoded("DTSTART")
            found.append(
                (mail.kind, mail.calendar_method, int(event["SEQUENCE"]), str(event["STATUS"]),
                 f"{starts:%m-%d %H:%M}")
            )  # fmt: skip
    return found


def event_of(mail: OutgoingEmail) -> icalendar.Event:
    return icalendar.Calendar.from_ical(mail.calendar).events[0]


def accept(ask: Assignment, **how):
    ask.refresh_from_db()
    return answering.accept(
        assignment_id=ask.pk, version=ask.version, by=DEPARTMENT, at=LATER, **how
    )


def undo(ask: Assignment) -> Assignment:
    ask.refresh_from_db()
    return undoing.undo(assignment_id=ask.pk, version=ask.version, by=DEPARTMENT, at=LATER)


ASKED = ("department_asked", "REQUEST", 0, "TENTATIVE", "12-17 10:00")


def test_an_ask_is_an_invitation_from_a_tagged_organizer_to_the_exact_recipient(ask):
    mail = OutgoingEmail.objects.get(kind="department_asked")

    event = event_of(mail)
    assert parts(ask) == [ASKED]
    assert str(event["UID"]) == f"{ask.public_id}@kouza.mikagami.example"
    assert str(event["SUMMARY"]) == "【回答待ち】R8-0001 わが家の防災マップづくり"
    assert str(event["ORGANIZER"]) == f"mailto:{mail.reply_to}"
    assert event["ORGANIZER"].params["SENT-BY"] == "mailto:uketsuke@kouza.mikagami.example"
    assert event["ORGANIZER"].params["CN"] == "みかがみ市 出前講座"
    assert str(event["ATTENDEE"]) == f"mailto:{mail.to_address}" == f"mailto:{ADDRESS}"
    assert event["ATTENDEE"].params["PARTSTAT"] == "NEEDS-ACTION"
    assert Assignment.objects.get(pk=ask.pk).invited_address == ADDRESS


def test_a_calendar_that_many_people_open_holds_no_link_and_no_telephone_number(ask):
    calendar = OutgoingEmail.objects.get(kind="department_asked").calendar

    assert "http" not in calendar
    assert ask.request.group.phone not in calendar


def test_acceptance_at_another_time_moves_the_event_and_asks_no_more(ask):
    accept(ask, starts_at=at("2026-12-17 11:00"))

    mail = OutgoingEmail.objects.get(kind="department_answer_recorded")
    assert parts(ask) == [
        ASKED,
        ("department_answer_recorded", "REQUEST", 1, "CONFIRMED", "12-17 11:00"),
    ]
    attendee = event_of(mail)["ATTENDEE"]
    assert (attendee.params["PARTSTAT"], attendee.params["RSVP"]) == ("ACCEPTED", "FALSE")
    assert str(event_of(mail)["SUMMARY"]) == "R8-0001 わが家の防災マップづくり"


def test_an_undone_answer_asks_the_calendar_again(ask):
    accept(ask)

    undo(ask)

    assert [part[1:4] for part in parts(ask)] == [
        ("REQUEST", 0, "TENTATIVE"),
        ("REQUEST", 1, "CONFIRMED"),
        ("REQUEST", 2, "TENTATIVE"),
    ]
    attendee = event_of(OutgoingEmail.objects.get(kind="department_answer_undone"))["ATTENDEE"]
    assert attendee.params["PARTSTAT"] == "NEEDS-ACTION"


def test_declining_empties_the_calendar_and_undoing_it_is_a_new_ask(ask):
    answering.decline(assignment_id=ask.pk, version=0, by=DEPARTMENT, at=LATER)

    again = undo(ask)

    assert parts(ask) == [
        ASKED,
        ("department_answer_recorded", "CANCEL", 1, "CANCELLED", "12-17 10:00"),
    ]
    assert parts(again) == [ASKED]


def test_a_proposal_empties_the_calendar_and_the_date_that_is_taken_fills_it_again(ask):
    answer = answering.counter(
        assignment_id=ask.pk, version=0, slots=[OTHER], by=DEPARTMENT, at=LATER
    )
    deciding.take_counter(
        request_id=ask.request_id, slot_id=answer.slots.get().pk, by=GROUP, at=LATER
    )

    assert parts(ask) == [
        ASKED,
        ("department_answer_recorded", "CANCEL", 1, "CANCELLED", "12-17 10:00"),
        ("department_counter_taken", "REQUEST", 2, "CONFIRMED", "12-18 14:00"),
    ]


def test_recalling_a_proposal_cancels_nothing_twice(ask):
    answering.counter(assignment_id=ask.pk, version=0, slots=[OTHER], by=DEPARTMENT, at=LATER)

    deciding.refuse_counter(request_id=ask.request_id, by=GROUP, at=LATER)

    assert [part[:2] for part in parts(ask)] == [
        ("department_asked", "REQUEST"),
        ("department_answer_recorded", "CANCEL"),
    ]


@pytest.mark.parametrize(
    ("kind", "end"),
    [
        ("department_recalled",
         lambda ask: asking.recall(assignment_id=ask.pk, by=OFFICE, at=LATER)),
        ("department_expired",
         lambda ask: asking.expire(assignment_id=ask.pk, at=at("2026-12-17 10:00"))),
        ("department_recalled",
         lambda ask: deciding.withdraw(request_id=ask.request_id, by=GROUP, at=LATER)),
        ("department_recalled",
         lambda ask: deciding.cancel(
             request_id=ask.request_id, by=OFFICE, at=LATER, reason=Reason.DISASTER)),
    ],
)  # fmt: skip
def test_an_ask_that_ends_leaves_the_calendar_with_the_mail_that_says_so(ask, kind, end):
    before = OutgoingEmail.objects.filter(to_address=ADDRESS).count()

    end(ask)

    assert parts(ask) == [ASKED, (kind, "CANCEL", 1, "CANCELLED", "12-17 10:00")]
    assert OutgoingEmail.objects.filter(to_address=ADDRESS).count() == before + 1
    assert list(doctor.checks(at=LATER)) == []


def test_a_rescheduled_postponed_and_rescheduled_session_stays_one_event(ask):
    accept(ask)
    session = LectureSession.objects.get()

    sessions.reschedule(session_id=session.pk, slot=OTHER, by=OFFICE, at=LATER)
    sessions.postpone(session_id=session.pk, reason=Reason.DISASTER, by=OFFICE, at=LATER)
    sessions.reschedule(session_id=session.pk, slot=OTHER, by=OFFICE, at=LATER)
    sessions.cancel_session(session_id=session.pk, reason=Reason.DISASTER, by=OFFICE, at=LATER)

    assert [part[1:] for part in parts(ask)][2:] == [
        ("REQUEST", 2, "CONFIRMED", "12-18 14:00"),
        ("CANCEL", 3, "CANCELLED", "12-18 14:00"),
        ("REQUEST", 4, "CONFIRMED", "12-18 14:00"),
        ("CANCEL", 5, "CANCELLED", "12-18 14:00"),
    ]
    assert list(doctor.checks(at=LATER)) == []


def test_a_request_that_ends_after_its_session_moved_cancels_the_new_time(ask):
    accept(ask)
    sessions.reschedule(session_id=LectureSession.objects.get().pk, slot=OTHER, by=OFFICE, at=LATER)

    deciding.withdraw(request_id=ask.request_id, by=GROUP, at=LATER)

    recalled = OutgoingEmail.objects.get(kind="department_recalled")
    assert "■ 日時：2026年12月18日（金）14:00〜15:00" in recalled.text
    assert parts(ask)[-1][1:] == ("CANCEL", 3, "CANCELLED", "12-18 14:00")


def test_a_second_session_of_the_request_does_not_move_the_event_of_the_ask(ask):
    accept(ask)
    second = sessions.add(
        request_id=ask.request_id, slot=OTHER, lecturer_ids=[], by=OFFICE, at=LATER
    )
    before = parts(ask)

    sessions.postpone(session_id=second.pk, reason=Reason.DISASTER, by=OFFICE, at=LATER)

    assert parts(ask) == before


def test_the_cancel_reaches_the_address_that_was_invited_not_only_the_new_one(ask):
    Department.objects.update(email="kiki@city.mikagami.example")

    asking.recall(assignment_id=ask.pk, by=OFFICE, at=LATER)

    told = {
        (mail.to_address, mail.kind, mail.calendar_method)
        for mail in OutgoingEmail.objects.filter(created_at=LATER)
    }
    assert told == {
        (ADDRESS, "department_calendar_off", "CANCEL"),
        ("kiki@city.mikagami.example", "department_recalled", ""),
    }
    assert list(doctor.checks(at=LATER)) == []


def test_a_changed_address_is_invited_anew_and_the_old_one_let_go(ask):
    Department.objects.update(email="kiki@city.mikagami.example")

    accept(ask)

    assert [part[:3] for part in parts(ask)] == [
        ("department_asked", "REQUEST", 0),
        ("department_calendar_off", "CANCEL", 1),
        ("department_answer_recorded", "REQUEST", 2),
    ]
    assert list(doctor.checks(at=LATER)) == []


def test_a_department_without_an_address_is_told_by_nobody_and_invited_nowhere(town):
    Department.objects.update(email="")

    ask = asked(town)

    assert (ask.sequence, ask.invited_address, parts(ask)) == (0, "", [])


def test_an_address_that_no_calendar_can_name_still_gets_the_mail(town):
    Department.objects.update(email='"bou;sai"@city.mikagami.example')

    ask = asked(town)

    mail = OutgoingEmail.objects.get(kind="department_asked")
    assert (mail.calendar, ask.invited_address) == ("", "")


def test_copies_go_to_each_other_address_once_and_hold_no_invitation(town):
    from bookings.emails import to_department

    ask = asked(town)
    event = ask.request.events.get(verb="asked")
    event = type(event).objects.create(
        site=event.site, request=event.request, verb="reminded", actor="system", way="system",
        at=LATER, from_status=event.to_status, to_status=event.to_status, assignment=ask,
    )  # fmt: skip

    to_department.reminded(
        event, ask, copies=["fuku@city.mikagami.example", "FUKU@city.mikagami.example",
                            ADDRESS.upper(), ""]
    )  # fmt: skip

    mails = OutgoingEmail.objects.filter(kind="department_reminded").order_by("pk")
    assert [mail.to_address for mail in mails] == [ADDRESS, "FUKU@city.mikagami.example"]
    assert all("FUKU@city.mikagami.example にも送りました" in mail.text for mail in mails)
    assert not any(mail.calendar for mail in mails)


def test_the_later_mails_of_an_ask_follow_it_in_one_thread(ask):
    asking.remind(assignment_id=ask.pk, at=LATER)
    accept(ask)

    first = OutgoingEmail.objects.get(kind="department_asked")
    later = OutgoingEmail.objects.filter(
        kind__in=["department_reminded", "department_answer_recorded"]
    )
    assert (first.in_reply_to, first.references) == ("", "")
    assert {(mail.in_reply_to, mail.references) for mail in later} == {
        (first.message_id, first.message_id)
    }


def test_the_doctor_sees_a_calendar_that_was_not_told_of_the_end(ask):
    Assignment.objects.update(state="declined")

    assert list(doctor.checks(at=LATER)) == [
        f"Assignment {ask.pk}: no longer stands, but its calendar got no CANCEL"
    ]


def test_the_doctor_sees_a_sequence_that_stands_still(ask):
    accept(ask)
    mail = OutgoingEmail.objects.get(kind="department_answer_recorded")
    OutgoingEmail.objects.filter(pk=mail.pk).update(
        calendar=mail.calendar.replace("SEQUENCE:1", "SEQUENCE:0")
    )

    assert [line for line in doctor.checks(at=LATER) if "SEQUENCE" in line] == [
        f"OutgoingEmail {mail.pk}: SEQUENCE of {ask.public_id}@kouza.mikagami.example does not grow"
    ]


def test_every_mail_of_an_event_is_one(ask):
    accept(ask)
    undo(ask)

    rows = EventMail.objects.values_list("event", "recipient", "kind")
    assert len(rows) == len(set(rows))
