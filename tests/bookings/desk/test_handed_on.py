"""A session whose department handed it on: whoever gives it now names and reports, nobody else."""

import pytest

from accounts.models import Role
from bookings.actions import answering, asking, supporting, undoing
from bookings.actions.allocating import lecturers_on
from bookings.models import Assignment, BookingRequest, LectureSession
from bookings.rules import Slot
from lectures.models import Department
from tests.bookings.desk.test_own import signed_in
from tests.factories.bookings import make_request
from tests.factories.town import DEPARTMENT, NOW, OFFICE, Town, make_department, make_lecturer


@pytest.fixture
def welfare(town) -> Department:
    found = make_department(town.site, code="0410", name="福祉課", email="fukushi@city.example")
    make_lecturer(found, name="高橋 三郎")
    return found


def handed_on(town: Town, *, to: Department) -> LectureSession:
    request = make_request(town, status="confirmed")
    ask = request.assignments.get()
    undoing.undo(assignment_id=ask.pk, version=ask.version, by=DEPARTMENT, at=NOW)
    ask.refresh_from_db()
    answering.decline(assignment_id=ask.pk, version=ask.version, by=DEPARTMENT, at=NOW)
    accepted(request, ask, to=to)
    return request.sessions.get()


def accepted(request: BookingRequest, ask: Assignment, *, to: Department) -> None:
    slot = Slot(ask.starts_at, ask.ends_at)
    (row,) = asking.ask(
        request_id=request.pk, by=OFFICE, at=NOW, slot=slot, department_id=to.pk, part=ask.part
    )
    answering.accept(assignment_id=row.pk, version=row.version, by=DEPARTMENT, at=NOW)


def test_the_session_is_of_the_department_that_gives_it_now(town, welfare):
    assert handed_on(town, to=welfare).department == welfare


def test_who_handed_it_on_names_nobody_any_more(town, welfare):
    session = handed_on(town, to=welfare)
    former = signed_in(town.site, Role.DEPARTMENT, department=town.department)[0]

    page = f"/reports/{session.public_id}/lecturers/"
    answers = [former.get(page), former.post(page, {"lecturers": [str(town.lecturers[0].pk)]})]

    assert [answer.status_code for answer in answers] == [404, 404]
    assert former.get(f"/reports/{session.public_id}/").status_code == 404
    assert lecturers_on(session) == []


def test_who_took_it_on_names(town, welfare):
    session = handed_on(town, to=welfare)
    present = signed_in(town.site, Role.DEPARTMENT, department=welfare)[0]

    page = present.get(f"/reports/{session.public_id}/lecturers/", follow=True)

    assert page.status_code == 200
    assert "高橋 三郎" in page.content.decode()


def test_an_old_row_that_still_names_the_former_department_opens_nothing_for_it(town, welfare):
    """Sessions that were handed on before the row followed."""
    session = handed_on(town, to=welfare)
    LectureSession.objects.filter(pk=session.pk).update(department=town.department)
    former = signed_in(town.site, Role.DEPARTMENT, department=town.department)[0]

    assert former.get(f"/reports/{session.public_id}/lecturers/").status_code == 404
    assert former.get(f"/desk/own/sessions/{session.public_id}/").status_code == 404


def test_who_helps_sees_the_session_and_neither_names_nor_reports(town, welfare):
    request = make_request(town, status="confirmed")
    session = request.sessions.get()
    ask = supporting.ask_support(
        request_id=request.pk,
        support="sign_language",
        department_id=welfare.pk,
        slot=Slot(session.starts_at, session.ends_at),
        by=OFFICE,
        at=NOW,
    )
    answering.accept(assignment_id=ask.pk, version=ask.version, by=DEPARTMENT, at=NOW)
    helper = signed_in(town.site, Role.DEPARTMENT, department=welfare)[0]

    assert (
        f"/desk/own/sessions/{session.public_id}/"
        in helper.get("/desk/", follow=True).content.decode()
    )
    assert helper.get(f"/desk/own/sessions/{session.public_id}/").status_code == 200
    assert helper.get(f"/reports/{session.public_id}/lecturers/").status_code == 404
    assert helper.get(f"/reports/{session.public_id}/").status_code == 404
