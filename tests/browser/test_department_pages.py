"""What a department and a lecturer meet after the date was fixed, and when the next menu is made.

In Japanese: no finding of axe, no sideways scroll at 320 px, no mistake of HTML, no script, light.
In English: no Japanese left but data.
"""

import pytest

from bookings.actions import day_keys
from bookings.models import Grant
from bookings.status import RequestStatus
from cms.rollover import asking, opening
from cms.rollover.models import MenuAsk
from lectures.models import OfficeSettings
from tests.browser.test_public_pages import SEND, key
from tests.browser.town import Everything
from tests.browser.visitor import Visitor
from tests.factories.rollover import DUE, JANUARY
from tests.factories.town import NOW

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.once]


def test_who_goes_is_said_later(town: Everything, visitor: Visitor):
    session = town.request(status=RequestStatus.CONFIRMED, lecturers=False).sessions.get()
    ask = session.request.assignments.get()
    key(visitor, ask.grants.get(purpose=Grant.Purpose.ANSWER))
    visitor.look("answer, nobody named")
    visitor.see(f"/answers/{ask.public_id}/lecturers/", "naming")
    visitor.press(SEND)
    visitor.look("naming, nobody", error=True)
    visitor.page.locator("[name=lecturers]").first.check()
    visitor.press(SEND)
    visitor.look("naming, named")

    assert visitor.complaints() == ""


def test_a_lecturers_own_yes(town: Everything, visitor: Visitor):
    OfficeSettings.objects.update(lecturers_answer=True)
    session = town.request(status=RequestStatus.CONFIRMED).sessions.get()
    key(visitor, session.grants.get(purpose=Grant.Purpose.LECTURER))
    visitor.look("own yes")
    visitor.press(SEND)
    visitor.look("own yes, nothing chosen", error=True)
    visitor.page.check("[name=choice][value=yes]")
    visitor.press(SEND)
    visitor.look("own yes, said")

    assert visitor.complaints() == ""


def test_what_both_sides_must_know_on_the_day(town: Everything, visitor: Visitor):
    session = town.request(status=RequestStatus.CONFIRMED).sessions.get()
    key(visitor, day_keys.issue(session, at=NOW))
    visitor.look("the day")
    visitor.press(SEND)
    visitor.look("the day, written")

    assert visitor.complaints() == ""


def test_the_next_years_menu_is_confirmed(town: Everything, visitor: Visitor, clock_at):
    page = visitor.page
    clock_at(JANUARY)
    rollover = opening.open_next(town.menu, due_on=DUE, by=None, at=JANUARY)
    opening.carry(rollover, at=JANUARY)
    asking.ask_departments(rollover.pk, at=JANUARY)
    ask = MenuAsk.objects.get()
    key(visitor, ask.grant)
    visitor.look("next menu")
    visitor.press("main .cards h2 a")
    visitor.look("next menu, one lecture")
    page.fill("[name=title]", "")
    visitor.press("main form button[name=answer][value=changed]")
    visitor.look("next menu, without a title", error=True)
    visitor.see(f"/menu-answers/{ask.grant.public_id}/new/", "next menu, a new lecture")
    visitor.press(SEND)
    visitor.look("next menu, new without words", error=True)
    visitor.see(f"/menu-answers/{ask.grant.public_id}/", "next menu")
    visitor.press("main button[name=same]")
    visitor.look("next menu, all answered")

    assert visitor.complaints() == ""
