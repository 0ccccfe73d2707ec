"""What is said after a session, by whom ever: differing reports, listeners, lectures given directly."""

import pytest
from django.urls import reverse

from bookings.actions import direct_asking, listening, reporting
from bookings.actions.direct_asking import Quarter
from bookings.actions.moves import Actor, By
from bookings.actions.reporting import Numbers
from bookings.actions.surveying import Marks
from bookings.models import audience
from bookings.status import RequestStatus, Way
from lectures.eras import fiscal_year_range
from tests.browser.test_public_pages import SEND, key
from tests.browser.town import Everything
from tests.browser.visitor import Visitor
from tests.factories.town import NOW, at

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.once]
ROWS = "main form:has([name=form_id]) button[type=submit]"
AFTER = at("2026-12-18 09:00")


@pytest.fixture
def held(town: Everything, clock_at):
    session = town.request(status=RequestStatus.CLOSED).sessions.get()
    clock_at(AFTER)
    return session


def asked(town: Everything):
    department = town.request().lecture.department
    since, until = fiscal_year_range(2026)
    direct_asking.ask(department_id=department.pk, quarter=Quarter(since, since, until), at=NOW)
    return department


def test_a_listener_with_a_phone(held, visitor: Visitor):
    address = reverse("audience", args=[audience.code_of(held)])
    visitor.see(address, "listener")
    visitor.press(SEND)
    visitor.look("listener, nothing chosen", error=True)
    visitor.page.check("[name=understood][value='4']")
    visitor.page.check("[name=useful][value='3']")
    visitor.press(SEND)
    visitor.look("listener")

    assert visitor.complaints() == ""


def test_a_department_reports_what_it_gave_directly(town: Everything, visitor: Visitor):
    department = asked(town)
    key(visitor, direct_asking.key_of(department, at=NOW))
    visitor.look("direct")
    visitor.page.fill("[name=row1-day]", "11/2")
    visitor.press(ROWS)
    visitor.look("direct, one wrong", error=True)
    visitor.page.fill("[name=row1-lecture]", "3-07")
    visitor.page.select_option("[name=row1-kind]", "seniors")
    visitor.page.fill("[name=row1-place]", "Hall")
    for name in ("adults", "children", "minutes"):
        visitor.page.fill(f"[name=row1-{name}]", "20")
    visitor.press(ROWS)
    visitor.look("direct")

    assert visitor.complaints() == ""


def test_the_office_reads_settles_and_types_papers(town: Everything, held, clerk: Visitor):
    numbers = Numbers(adults=25, children=0, minutes=60)
    by = By(Actor.DEPARTMENT, Way.EMAIL)
    reporting.report(session_id=held.pk, numbers=numbers, by=by, at=AFTER, words="25")
    for _number in range(5):
        listening.answer(session_id=held.pk, marks=Marks(4, 3), words="!", at=AFTER)
    clerk.see(f"/desk/requests/{held.request.public_id}/", "request, differing")
    clerk.see(f"/desk/sessions/{held.public_id}/settle/", "settle")
    clerk.press(SEND)
    clerk.look("settle, nothing chosen", error=True)
    clerk.see(f"/desk/sessions/{held.public_id}/papers/", "papers")
    clerk.press(SEND)
    clerk.look("papers, nothing typed", error=True)
    clerk.see("/desk/opinions/", "opinions")
    department = asked(town)
    clerk.see("/desk/direct/", "direct, all departments")
    clerk.see(f"/desk/direct/{department.public_id}/", "direct, by telephone")

    assert clerk.complaints() == ""
