"""The next candidate and absences, at the desk."""

import pytest

from bookings.actions import answering
from bookings.actions.allocating import lecturers_of
from bookings.actions.moves import Refused
from bookings.models import Assignment
from bookings.rules import Slot
from bookings.status import AssignmentState
from lectures.models import Absence, NextDepartment
from tests.bookings.desk.pressing import done, errors, press, step_url
from tests.factories.replies import asked
from tests.factories.town import DEPARTMENT, NOW, at, make_department

SLOT = Slot(at("2026-12-17 10:00"), at("2026-12-17 11:00"))


@pytest.fixture
def ask(town) -> Assignment:
    return asked(town)


def following(town):
    department = make_department(
        town.site, code="0306", name="危機管理課", email="kiki@city.example"
    )
    NextDepartment.objects.create(site=town.site, lecture=town.lecture, department=department)
    return department


def test_after_a_refusal_one_click_asks_the_next_department(office, town, ask):
    department = following(town)
    answering.decline(assignment_id=ask.pk, version=0, by=DEPARTMENT, at=NOW)

    page = office.get(step_url("ask", ask, "next")).content.decode()
    done(press(office, "ask", ask, "next", department=department.pk), ask.request)

    assert "危機管理課" in page
    assert "checked" in page

    new = Assignment.objects.get(department=department)
    assert (new.state, new.starts_at) == (AssignmentState.ASKED, ask.starts_at)
    assert office.get(step_url("ask", ask, "next")).status_code == 409


def test_another_department_than_a_candidate_is_not_asked(office, town, ask):
    following(town)

    refused = press(office, "ask", ask, "next", department=town.department.pk)

    assert refused.status_code == 422
    assert errors(refused) == ["課をえらんでください。"]


def test_without_a_candidate_the_step_is_closed(office, ask):
    assert office.get(step_url("ask", ask, "next")).status_code == 409


def test_an_absent_lecturer_cannot_be_named_and_the_desk_shows_it(office, town, ask):
    away = town.lecturers[0]
    Absence.objects.create(
        site=town.site, lecturer=away, starts_on="2026-12-17", ends_on="2026-12-18"
    )

    page = office.get(step_url("ask", ask, "accept")).content.decode()
    refused = press(office, "ask", ask, "accept", which="asked", way="phone", lecturers=[away.pk])

    assert "田中 一郎（この日は不在）" in page
    assert refused.status_code == 422
    assert Assignment.objects.get().state == AssignmentState.ASKED
    with pytest.raises(Refused, match="田中 一郎は、その日は不在です"):
        lecturers_of(town.department, ids=[away.pk], slot=SLOT)
    assert lecturers_of(town.department, ids=[town.lecturers[1].pk], slot=SLOT)


def test_the_departments_page_shows_who_is_away(client, town, ask):
    Absence.objects.create(
        site=town.site, lecturer=town.lecturers[0], starts_on="2026-12-01", ends_on="2026-12-31"
    )
    grant = ask.grants.get(purpose="answer")
    url = client.get(f"/k/{grant.token}/").headers["Location"]

    pages = [client.get(url), client.get(f"{url}accept/")]

    assert any("田中 一郎（不在です）" in page.content.decode() for page in pages)
