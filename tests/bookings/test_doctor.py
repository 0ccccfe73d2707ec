"""`doctor` finds nothing on a healthy town, and each breach that somebody plants."""

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from wagtail.models import Site

from bookings import doctor
from bookings.actions import answering, asking, reporting, sessions
from bookings.actions.reporting import Numbers
from bookings.management.commands.doctor import all_breaches
from bookings.models import (
    Allocation,
    BookingRequest,
    EventMail,
    LectureSession,
    RequestEvent,
    SessionReport,
)
from bookings.rules import Slot
from lectures.models import FiscalYear, LectureTally, OfficeSettings
from notifications.models import OutgoingEmail
from tests.factories.town import (
    DEPARTMENT,
    LECTURER,
    NOW,
    OFFICE,
    at,
    make_lecturer,
    make_town,
    submitted,
)


@pytest.fixture
def town(site):
    town = make_town(site)
    for index in (0, 1):
        request = submitted(town)
        (assignment,) = asking.ask(request_id=request.pk, by=OFFICE, at=NOW)
        answering.accept(
            assignment_id=assignment.pk,
            version=0,
            by=DEPARTMENT,
            at=NOW,
            lecturer_ids=[town.lecturers[index].pk],
        )
    session = LectureSession.objects.order_by("pk").first()
    reporting.report(
        session_id=session.pk, numbers=Numbers(20, 0, 60), by=LECTURER, at=at("2026-12-17 12:00")
    )
    return town


def found() -> list[str]:
    return list(doctor.checks(at=NOW))


def test_a_healthy_town_has_nothing_to_report(town):
    assert found() == []


def test_an_overlap_that_the_constraint_missed(town):
    with connection.cursor() as cursor:
        _drop_guard(cursor)
        cursor.execute(
            "UPDATE bookings_allocation SET resource_id = (SELECT min(id) FROM bookings_resource)"
        )
    confirmed = Allocation.objects.filter(state="confirmed").order_by("pk").last()

    lines = found()

    assert "bookings.Allocation: the database no longer refuses overlaps" in lines
    assert (
        f"Allocation {confirmed.pk}: its resource {confirmed.resource_id} is taken twice at that time"
        in lines
    )


def test_a_place_taken_at_another_time_than_its_session(town):
    row = Allocation.objects.filter(state="confirmed").first()
    Allocation.objects.filter(pk=row.pk).update(ends_at=row.ends_at + timedelta(minutes=5))

    assert found() == [f"Allocation {row.pk}: not at its session's time"]


def test_a_status_that_no_event_led_to(town):
    request = BookingRequest.objects.filter(status="confirmed").first()
    BookingRequest.objects.filter(pk=request.pk).update(status="asking")

    assert found() == [f"BookingRequest {request.pk}: stands at asking, events at confirmed"]


def test_an_event_that_the_table_of_moves_forbids(town):
    request = BookingRequest.objects.filter(status="confirmed").first()
    last = request.events.order_by("pk").last()
    RequestEvent.objects.create(
        site=request.site,
        request=request,
        verb="message",
        actor="office",
        way="desk",
        at=NOW,
        from_status=last.to_status,
        to_status="refused",
    )

    assert f"BookingRequest {request.pk}: its events are no path (confirmed → refused)" in found()


def test_an_event_that_told_nobody(town):
    mail = EventMail.objects.filter(kind="department_asked").first()
    mail.delete()

    assert found() == [
        f"RequestEvent {mail.event_id}: asked has no mail department_asked in the outbox"
    ]


def test_a_lecturer_who_was_replaced_without_a_cancel(town):
    OfficeSettings.objects.update(lecturers_answer=True)
    session = LectureSession.objects.get(state="planned")
    lecturer = make_lecturer(town.department, name="高橋 実", email="minoru@mail.example").pk
    sessions.name_lecturers(session_id=session.pk, lecturer_ids=[lecturer], by=OFFICE, at=NOW)
    Allocation.objects.filter(session=session, state="confirmed").update(state="released")

    assert found() == [
        f"LectureSession {session.pk}: lecturer:{lecturer} is no longer taken but got no CANCEL"
    ]


def test_a_sequence_that_shrinks(town):
    session = LectureSession.objects.get(state="planned")
    sessions.reschedule(
        session_id=session.pk,
        slot=Slot(at("2026-12-18 10:00"), at("2026-12-18 11:00")),
        by=OFFICE,
        at=NOW,
    )
    mails = OutgoingEmail.objects.filter(event_mail__event__request=session.request)
    first, second, *_later = mails.exclude(calendar="").order_by("pk")
    OutgoingEmail.objects.filter(pk=first.pk).update(
        calendar=first.calendar.replace("SEQUENCE:0", "SEQUENCE:5", 1)
    )

    (line,) = found()
    assert line.startswith(f"OutgoingEmail {second.pk}: SEQUENCE of ")


def test_a_session_counted_in_the_wrong_year(town):
    session = LectureSession.objects.get(state="delivered")
    wrong = FiscalYear.objects.create(site=town.site, year=2025)
    LectureSession.objects.filter(pk=session.pk).update(fiscal_year=wrong)

    assert f"LectureSession {session.pk}: counted in 2025, held in 2026" in found()


def test_a_tally_that_differs_from_a_recount(town):
    LectureTally.objects.update(delivered=7)

    assert found() == [
        f"LectureTally of lecture {town.lecture.pk}: shows (7, 1), a recount finds (1, 1)"
    ]


def test_a_delivered_session_without_a_report(town):
    session = LectureSession.objects.get(state="delivered")
    SessionReport.objects.all().delete()

    assert found() == [f"LectureSession {session.pk}: delivered without a report"]


def test_rows_of_two_towns_tied_together(town):
    other = Site.objects.create(hostname="other.test", root_page=town.site.root_page)
    department = town.department
    type(department).objects.with_scopes_disabled().filter(pk=department.pk).update(site=other)

    lines = list(all_breaches(at=NOW))

    assert any(line.endswith("department belongs to another town") for line in lines)


def test_the_command_exits_with_1_and_a_line_for_each_breach(town, capsys):
    LectureTally.objects.update(delivered=7)

    with pytest.raises(CommandError) as problem:
        call_command("doctor")

    assert problem.value.returncode == 1
    assert "LectureTally of lecture" in capsys.readouterr().out


def _drop_guard(cursor) -> None:
    if connection.vendor == "sqlite":
        for event in ("insert", "update"):
            cursor.execute(f"DROP TRIGGER allocation_no_overlap_{event}")
    else:
        # Checks of foreign keys still wait for the commit; the table is free once they are done.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE bookings_allocation DROP CONSTRAINT allocation_no_overlap")
