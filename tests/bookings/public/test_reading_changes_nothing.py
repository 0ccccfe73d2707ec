"""A look changes no row, however often; and costs the same for few rows and for many."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bookings.actions import sessions
from bookings.models import Grant
from bookings.rules import Slot
from bookings.status import RequestStatus
from lectures.models import Centre
from tests.bookings.public.snapshots import everything
from tests.factories.bookings import group_grant, make_request
from tests.factories.town import OFFICE, at

METHODS = ["get", "head"]


@pytest.mark.parametrize("method", METHODS)
def test_looking_at_a_draft_changes_nothing(citizen, method) -> None:
    citizen.start()
    citizen.fill()
    look = getattr(citizen.client, method)
    token = Grant.objects.get(purpose=Grant.Purpose.DRAFT).token
    before = everything()

    for _time in range(3):
        look(f"/apply/{citizen.town.lecture.public_id}/")
        look(f"/k/{token}/")
        for step in ("resume", "who", "when", "where", "contact", "check", "done"):
            look(citizen.url(step))

    assert everything() == before


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("status", sorted(set(RequestStatus) - {RequestStatus.DRAFT}))
def test_looking_at_a_request_changes_nothing(citizen, status, method) -> None:
    request = make_request(citizen.town, status=status)
    look = getattr(citizen.client, method)
    look(f"/k/{group_grant(request).token}/")
    before = everything()

    for _time in range(3):
        look(f"/k/{group_grant(request).token}/")
        for path in ("", "withdraw/", "counter/", "change/", "calendar/1/"):
            look(f"/requests/{request.public_id}/{path}")
        look("/requests/")
        look(f"/apply/{request.public_id}/who/")

    assert everything() == before


def queries(citizen, url: str) -> int:
    citizen.client.get(url)  # what Django keeps from a first visit
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert citizen.client.get(url).status_code == 200
    return len(captured)


def test_more_centres_and_months_cost_no_more_queries(citizen) -> None:
    citizen.start()
    citizen.fill()
    few = {step: queries(citizen, citizen.url(step)) for step in ("when", "where", "check")}
    for number in range(2, 32):
        Centre.objects.create(
            site=citizen.town.site, code=f"{number:02}", name=f"第{number}センター", address="市内"
        )

    assert {step: queries(citizen, citizen.url(step)) for step in few} == few
    assert max(few.values()) <= 25


def test_more_sessions_cost_no_more_queries(citizen) -> None:
    request = make_request(citizen.town, status=RequestStatus.CONFIRMED)
    citizen.open_page(request)
    url = f"/requests/{request.public_id}/"
    few = queries(citizen, url)
    for day in range(10, 20):
        sessions.add(
            request_id=request.pk,
            slot=Slot(at(f"2027-01-{day} 10:00"), at(f"2027-01-{day} 11:00")),
            lecturer_ids=[citizen.town.lecturers[0].pk],
            by=OFFICE,
            at=at("2026-11-25 09:00"),
        )

    assert queries(citizen, url) == few
    assert few <= 25
