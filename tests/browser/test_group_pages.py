"""What a group does on its own page, and the department's answer to it, as a browser shows them.

In Japanese: no finding of axe, no sideways scroll at 320 px, no mistake of HTML, light, no script.
In English: no Japanese left but data.
"""

import pytest

from bookings.actions import talking
from bookings.models import ChangeWish
from bookings.status import RequestStatus
from tests.browser.test_public_pages import key
from tests.browser.town import Everything
from tests.browser.visitor import Visitor
from tests.factories.bookings import group_grant
from tests.factories.town import NOW, OFFICE

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.once]
LAST = "main form .actions button[type=submit]"


def test_writing_changing_and_asking_again(town: Everything, visitor: Visitor):
    page = visitor.page
    request = town.request(status=RequestStatus.CONFIRMED)
    address = f"/requests/{request.public_id}/"
    key(visitor, group_grant(request))
    visitor.see(f"{address}messages/", "messages")
    visitor.press(LAST)
    visitor.look("messages, error", error=True)
    page.fill("[name=words]", town.say("いすは足りますか。", "Are there enough chairs?"))
    visitor.press(LAST)
    visitor.look("messages, sent")
    words = town.say("足ります。", "Yes, there are.")
    talking.reply(request_id=request.pk, words=words, by=OFFICE, at=NOW)
    visitor.see(address, "page, answered")
    visitor.see(f"{address}details/", "details")
    page.fill("[name=people]", "")
    visitor.press(LAST)
    visitor.look("details, error", error=True)
    visitor.see(f"{address}move/1/", "move")
    visitor.press(LAST)
    visitor.look("move, error", error=True)
    visitor.press(".month td button")
    visitor.look("move, a day")
    page.locator(".wish [value=morning]").first.check()
    visitor.press(LAST)
    visitor.look("page, change wished")
    wish = ChangeWish.objects.get()
    key(visitor, wish.assignment.grants.get(purpose="answer"))
    visitor.look("answer, change wished")
    visitor.press("main .notice a.button")
    visitor.look("change")
    visitor.press(LAST)
    visitor.look("change, error", error=True)
    visitor.see(f"{address}postpone/1/", "postpone")
    visitor.press(LAST)
    visitor.look("page, postponed")
    visitor.see(f"{address}days/1/", "new days")
    visitor.press(LAST)
    visitor.look("new days, error", error=True)
    fresh = town.request()
    key(visitor, group_grant(fresh))
    visitor.see(f"/requests/{fresh.public_id}/move/", "move, before a date")
    over = town.request(status=RequestStatus.WITHDRAWN)
    key(visitor, group_grant(over))
    visitor.see(f"/requests/{over.public_id}/again/", "again")
    visitor.press(LAST)
    visitor.look("again, error", error=True)

    assert visitor.complaints() == ""
