"""Every step that is not offered says why, on the request's page and on its own."""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from bookings.desk.steps import ASK_STEPS, REQUEST_STEPS, SESSION_STEPS, open_steps, shut_steps
from bookings.desk.views.requests import whole
from bookings.models import Assignment, LectureSession
from bookings.status import RequestStatus
from tests.bookings.desk.pressing import step_url
from tests.factories.bookings import make_request
from tests.factories.town import NOW

R = RequestStatus
STATES = [status for status in R if status != R.DRAFT]


@pytest.mark.parametrize("status", STATES)
def test_a_step_is_either_offered_or_its_reason_is_told(office, town, status):
    row = make_request(town, status=status)

    page = office.get(reverse("desk:request", args=[row.public_id])).content.decode()

    fetched = whole(row.public_id)
    shut = shut_steps(REQUEST_STEPS, fetched, at=NOW)
    offered = open_steps(REQUEST_STEPS, fetched, at=NOW)
    concerned = [step for step in REQUEST_STEPS if step.concerns(fetched)]
    assert {str(step.title) for step in concerned} <= {str(one.title) for one in [*offered, *shut]}
    assert all(str(one.title) in page and str(one.why) in page for one in shut)
    assert all(step_url("request", row, step.name) in page for step in offered)


@pytest.mark.parametrize("status", STATES)
def test_the_page_of_a_shut_step_says_the_same_and_pressing_it_changes_nothing(
    office, town, status
):
    row = make_request(town, status=status)
    about = [("request", row, REQUEST_STEPS)]
    about += [("ask", one, ASK_STEPS) for one in Assignment.objects.filter(request=row)]
    about += [("session", one, SESSION_STEPS) for one in LectureSession.objects.filter(request=row)]

    for noun, one, steps in about:
        for step in steps:
            why = step.why_not(one, at=NOW)
            page = office.get(step_url(noun, one, step.name))
            assert page.status_code == (409 if why else 200), step.name
            if why:
                assert str(why) in page.content.decode()
                again = office.post(step_url(noun, one, step.name), {"version": row.version})
                assert again.status_code in (409, 422), step.name
    version = row.version
    row.refresh_from_db()
    assert row.version == version


def test_what_decides_another_way_names_that_way(office, town):
    row = make_request(town, status=R.CONFIRMED)

    page = office.get(step_url("request", row, "refuse"))

    assert "もう決定" not in page.content.decode()
    assert "日時が決まっています。やめるときは「市の都合で中止する」を使ってください。" in (
        page.content.decode()
    )


def test_a_begun_session_forbids_ending_the_whole(office, town, clock_at, clerk):
    row = make_request(town, status=R.CONFIRMED)
    clock_at(row.sessions.get().starts_at)
    office.force_login(clerk)

    page = office.get(step_url("request", row, "cancel"))

    assert page.status_code == 409
    assert "もう始まった回があります" in page.content.decode()


def test_undo_stands_beside_the_newest_line_only(office, town):
    row = make_request(town, status=R.CONFIRMED)
    ask = Assignment.objects.get()

    page = office.get(reverse("desk:request", args=[row.public_id]))

    links = BeautifulSoup(page.content, "html.parser").select(".timeline a")
    assert [link["href"] for link in links] == [step_url("ask", ask, "undo")]


def test_steps_for_classes_are_not_named_to_other_groups(office, town):
    row = make_request(town, status=R.CONFIRMED)

    page = office.get(reverse("desk:request", args=[row.public_id])).content.decode()

    assert "このあとのクラスも" not in page
