"""The year's turn played through: thirty departments renamed, merged and moved on 1 April.

The clock walks from February to May by working days. Every mail of that time is judged by the
plan's own table of mailboxes: it must have gone to somebody who was in charge on that day.
"""

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta

import pytest
import time_machine

from bookings import doctor, tasks
from bookings.actions import receiving, turning
from bookings.models import Assignment, LectureSession, RequestEvent, WaitingReply
from bookings.status import AssignmentState, SessionState, Verb
from lectures import reorganising
from lectures.models import Department
from lectures.reorganising import Move
from lectures.working_days import WorkingDays
from lectures.zones import local
from notifications.models import OutgoingEmail
from tests.factories import replies
from tests.factories.town import at
from tests.journeys import turning_town as plan
from tests.journeys.turning_town import TURN, TurningTown, nine

pytestmark = pytest.mark.slow
REORGANISED = date(2027, 3, 8)
CHANGED = date(2027, 4, 5)


@pytest.fixture
def made(site, settings) -> Iterator[TurningTown]:
    settings.AUTHSERV_ID = replies.SERVER
    with time_machine.travel(at("2027-02-01 09:00"), tick=False) as traveller:
        made = plan.make_turning_town(site)
        made.traveller = traveller
        yield made


def test_nobody_is_lost_and_every_mail_reaches_who_is_in_charge(made):
    plan.fill(made, moment=at("2027-02-01 09:00"))

    walk(made, date(2027, 2, 1), date(2027, 5, 28))

    assert misdirected() == []
    assert digests_astray() == []
    assert left_behind() == []
    assert made.orphaned == [plan.code_of(plan.ENDED)]
    assert calendars_let_go() == {"CANCEL"}
    assert "department_reminded" in kinds_to(plan.DEPUTY)
    assert list(doctor.checks(at=at("2027-05-31 18:00"))) == []
    assert WaitingReply.objects.count() == 0
    assert kinds_after_the_turn() >= {
        "department_digest", "department_reminded",
        "department_lecturer_wanted", "department_successor_wanted", "department_report_wanted",
        "department_answer_recorded", "lecturer_invited", "lecturer_reminder_7",
    }  # fmt: skip


def test_without_following_successors_mails_go_to_mailboxes_that_are_gone(made, monkeypatch):
    plan.fill(made, moment=at("2027-02-01 09:00"))
    monkeypatch.setattr(Department, "line", lambda self, *, on: [self])
    monkeypatch.setattr(Department, "in_charge", lambda self, *, on: self)

    walk(made, date(2027, 3, 8), date(2027, 4, 9))

    lost = misdirected()
    assert {kind for kind, *_rest in lost} >= {"department_reminded", "lecturer_reminder_7"}
    assert all(day >= TURN for _kind, day, *_rest in lost)


def walk(made: TurningTown, first: date, last: date) -> None:
    """Each working day: the machines do what is due, then the departments answer what they got.

    In February only the days of the weekly digests: nothing else is due yet.
    """
    days, day = WorkingDays(), first
    while day <= last:
        quiet = day < date(2027, 3, 1) and day.weekday() != 1
        if days.is_open(day) and not quiet:
            moment = nine(day)
            made.traveller.move_to(moment)
            if day == REORGANISED:
                turn(made, today=day)
            if day == date(2027, 3, 24):
                plan.ask_late(made, moment=moment)
            if day == CHANGED:
                made.orphaned = orphaned(moment)
                plan.change_after(made, moment=moment)
            work()
            answer(made, day=day)
        day += timedelta(days=1)


def turn(made: TurningTown, *, today: date) -> None:
    reorganising.reorganise(plan.changes(), day=TURN, today=today)
    goal = made.departments[30]
    moves = [Move(made.first[number], goal) for number in plan.LEAVING]
    reorganising.move_lecturers(moves, day=TURN, today=today)


def work() -> None:
    tasks.remind_departments()
    tasks.remind_sessions()
    tasks.send_digests()
    tasks.chase_lecturers()
    tasks.ask_successors()


def answer(made: TurningTown, *, day: date) -> None:
    """Departments take their time; after 1 April some still write from the mailbox they had."""
    moment = nine(day) + timedelta(hours=1)
    made.traveller.move_to(moment)
    for ask, wait in open_matters():
        number = int(ask.department.code[1:3])
        if local(asked_last(ask)).date() + timedelta(days=wait) > day:
            continue
        sender = plan.mailbox_on(number, day) if ask.pk % 2 else plan.mailbox_before(number)
        replies.reply(
            f"講師 {made.second[number].name}"
            if ask.state == AssignmentState.ACCEPTED
            else f"承諾 {made.second[number].name}",
            assignment=ask, moment=moment, sender=sender,
        )  # fmt: skip
    receiving.pull(limit=100, at=moment)


def open_matters() -> Iterator[tuple[Assignment, int]]:
    """What a department has been asked, and how many days it takes over it."""
    for ask in Assignment.objects.filter(state=AssignmentState.ASKED).select_related("department"):
        yield ask, 9
    for care in turning.cares(at=at("2027-02-01 09:00")):
        if care.leaving and care.asked:
            far = care.session.starts_at >= nine(date(2027, 4, 20))
            yield care.session.request.accepted[0], 32 if far else 2 + care.session.pk % 8
    unnamed = LectureSession.objects.filter(state=SessionState.PLANNED)
    for event in RequestEvent.objects.filter(verb=Verb.LECTURER_CHASED, session__in=unnamed):
        if not event.session.allocations.filter(state="confirmed").exists():
            yield event.assignment, 1


def asked_last(ask: Assignment) -> datetime:
    verbs = [Verb.SUCCESSOR_WANTED, Verb.LECTURER_CHASED]
    event = ask.events.filter(verb__in=verbs).order_by("pk").first()
    return event.at if event else ask.asked_at


def misdirected() -> list[tuple[str, date, str, str]]:
    """(kind, day, where it went, where it should have gone) of each mail that nobody reads."""
    found = []
    for mail in OutgoingEmail.objects.select_related("event_mail__event").order_by("pk"):
        day, tie = local(mail.created_at).date(), getattr(mail, "event_mail", None)
        key = tie.recipient if tie else ""
        if ":copy" in key:
            allowed = {plan.DEPUTY}
        elif key.startswith("department:"):
            code = Department.objects.get(pk=key.split(":")[1]).code
            allowed = {plan.mailbox_on(int(code[1:3]), day)}
        elif mail.kind == "department_digest":
            continue  # judged by what stands in it
        else:
            allowed = {plan.OFFICE_BOX, "sato@mail.example"}
        if mail.to_address not in allowed:
            found.append((mail.kind, day, mail.to_address, "/".join(sorted(allowed)[:2])))
    return found


def digests_astray() -> list[tuple[date, str, str]]:
    """Weekly digests that tell somebody of a request that is not theirs to answer that day."""
    found = []
    givers = list(Assignment.objects.select_related("request", "department"))
    for mail in OutgoingEmail.objects.filter(kind="department_digest").order_by("pk"):
        day = local(mail.created_at).date()
        for reference in set(re.findall(r"R\d+-\d{4}", mail.text)):
            theirs = [row for row in givers if row.request.reference == reference]
            allowed = {plan.mailbox_on(int(row.department.code[1:3]), day) for row in theirs} | {
                plan.DEPUTY
            }
            if mail.to_address not in allowed:
                found.append((day, reference, mail.to_address))
    return found


def orphaned(moment: datetime) -> list[str]:
    """The departments of what nobody gives any more, as the office is shown it."""
    rows = [care for care in turning.cares(at=moment) if care.orphan]
    assert all(not care.asked for care in rows)
    return [department.code for care in rows for department in care.orphans]


def calendars_let_go() -> set[str]:
    rows = OutgoingEmail.objects.filter(
        kind="department_session_changed", event_mail__event__verb=Verb.SESSION_CANCELLED
    )
    return set(rows.values_list("calendar_method", flat=True))


def kinds_to(address: str) -> set[str]:
    """After the turn."""
    rows = OutgoingEmail.objects.filter(to_address=address, created_at__gte=nine(TURN))
    return set(rows.values_list("kind", flat=True))


def left_behind() -> list[str]:
    """Sessions without anybody who would have gone, and asks that nobody has answered.

    Not those called off, nor those whose department the office has seen to be without successor.
    """
    planned = LectureSession.objects.exclude(state=SessionState.CANCELLED)
    ended = plan.code_of(plan.ENDED)
    lacking = [
        f"{session} {session.starts_at:%m-%d}"
        for session in planned.exclude(department__code=ended).order_by("pk")
        if not goes(session)
    ]
    waiting = Assignment.objects.filter(state=AssignmentState.ASKED)
    return [*lacking, *(str(row) for row in waiting)]


def goes(session: LectureSession) -> bool:
    """Somebody is confirmed who belongs, on that day, to whom the plan gave the session's work."""
    day = local(session.starts_at).date()
    number = int(session.department.code[1:3])
    mailbox = plan.mailbox_on(number, day)
    for row in session.allocations.filter(state="confirmed", resource__lecturer__isnull=False):
        for membership in row.resource.lecturer.memberships.filter(since__lte=day):
            there = membership.until is None or membership.until >= day
            if there and membership.department.email == mailbox:
                return True
    return False


def kinds_after_the_turn() -> set[str]:
    rows = OutgoingEmail.objects.filter(created_at__gte=nine(TURN) - timedelta(hours=9))
    return set(rows.values_list("kind", flat=True))
