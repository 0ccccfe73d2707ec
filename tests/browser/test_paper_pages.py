"""Pages about paper, calls and the day: for the office, the department and the group."""

import pytest

from bookings.actions import day_keys
from bookings.actions.submitting import GroupFacts
from bookings.models import Grant, IssuedPaper
from bookings.status import RequestStatus
from tests.browser.town import Everything
from tests.browser.visitor import Visitor
from tests.factories.bookings import group_grant
from tests.factories.town import NOW

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.once]
SEND = "main form .actions button[type=submit]"


def test_papers_are_made_and_calls_are_ticked(town: Everything, clerk: Visitor):
    group = town.words["group"]
    assert isinstance(group, GroupFacts)
    told = {"phone": {}, "post": {"address": town.say("みかがみ市1-1", "1-1 Mikagami")}}
    requests = [
        town.request(
            status=RequestStatus.CONFIRMED,
            group=GroupFacts(
                name=group.name, contact_name=group.contact_name, phone=group.phone,
                notify_by=way, **facts,
            ),
        )
        for way, facts in told.items()
    ]  # fmt: skip
    first = requests[0]
    clerk.see(f"/desk/requests/{first.public_id}/", "request")
    for kind in ("decision", "dispatch", "approval", "day", "letter", "fax"):
        clerk.see(f"/desk/requests/{first.public_id}/papers/{kind}/", f"paper {kind}")
    clerk.see(f"/desk/requests/{first.public_id}/papers/refusal/", "no paper yet")
    clerk.see(f"/desk/requests/{first.public_id}/papers/decision/", "decision again")
    clerk.page.fill("[name=dated]", "2/30")
    clerk.press(f"{SEND}[value=issue]")
    clerk.look("paper, error", error=True)
    clerk.page.fill("[name=dated]", "11/25")
    clerk.press(f"{SEND}[value=issue]")
    clerk.look("paper, issued")
    clerk.see(f"/desk/papers/{IssuedPaper.objects.get().public_id}/", "issued paper")
    clerk.see("/desk/calls/", "calls")
    clerk.press("main form[action$='/missed/'] button")
    clerk.look("calls, nobody there")
    clerk.see("/desk/mail-texts/paper_decision/ja/", "words of a paper")
    clerk.see(f"/desk/sessions/{first.sessions.get().public_id}/day/", "day")
    clerk.page.fill("[name=people]", town.say("たくさん", "many"))
    clerk.press(SEND)
    clerk.look("day, error", error=True)

    assert clerk.complaints() == ""


def test_department_and_group_write_about_the_day(town: Everything, visitor: Visitor):
    session = town.request(status=RequestStatus.CONFIRMED).sessions.get()
    day_keys.issue(session, at=NOW)
    visitor.open(f"/k/{Grant.objects.get(purpose=Grant.Purpose.DAY).token}/")
    visitor.look("day of the department")
    visitor.page.fill("[name=people]", "27")
    visitor.press(SEND)
    visitor.look("day of the department, written")
    visitor.open(f"/k/{group_grant(session.request).token}/")
    visitor.look("page")
    visitor.see(f"/requests/{session.request.public_id}/day/1/", "day of the group")
    visitor.page.fill("[name=group_phone]", "12")
    visitor.press(SEND)
    visitor.look("day of the group, error", error=True)

    assert visitor.complaints() == ""
