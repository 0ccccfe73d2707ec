"""Every page of the office, in each of its states; on a desk's screen and on a phone."""

import re

import pytest

from bookings.actions import asking, receiving
from bookings.models import Assignment, BookingRequest
from bookings.status import RequestStatus
from notifications.models import OutgoingEmail
from notifications.status import State
from tests.browser.town import Everything
from tests.browser.visitor import Visitor
from tests.factories.replies import FORGED, reply
from tests.factories.town import NOW, OFFICE

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.once]
SEND = "main form:not(.noprint) button[type=submit]"


def test_what_the_desk_lists(town: Everything, clerk: Visitor):
    for name in ("home", "requests", "replies", "mails", "results"):
        clerk.see(f"/desk/{'' if name == 'home' else name + '/'}", f"{name}, empty")
    town.request()
    town.request(status=RequestStatus.CONFIRMED)
    OutgoingEmail.objects.filter(kind="group_received").update(state=State.BOUNCED)
    for name in ("home", "requests", "mails", "results"):
        clerk.see(f"/desk/{'' if name == 'home' else name + '/'}", f"{name}, full")
    mail = OutgoingEmail.objects.filter(state=State.BOUNCED).first()
    clerk.see(f"/desk/mails/{mail.public_id}/", "mail")

    assert clerk.complaints() == ""


def test_entering_a_request_for_somebody(town: Everything, clerk: Visitor):
    clerk.see("/desk/requests/new/", "entry")
    clerk.press("main form.entry button[type=submit]")
    clerk.look("entry, errors", error=True)

    assert clerk.complaints() == ""


def test_a_reply_that_a_person_decides(town: Everything, clerk: Visitor, settings):
    settings.AUTHSERV_ID = "mx.kouza.mikagami.example"
    row = asked(town)
    text = town.say("承諾 10:00 田中", "yes, gladly")
    waiting = receiving.take(reply(text, assignment=row, results=FORGED).pk, at=NOW)
    clerk.see("/desk/replies/", "replies, full")
    clerk.see(f"/desk/replies/{waiting.public_id}/", "reply")

    assert clerk.complaints() == ""


def asked(town: Everything) -> Assignment:
    request = town.request()
    return asking.ask(request_id=request.pk, by=OFFICE, at=NOW)[0]


@pytest.mark.parametrize(
    "status", [state for state in RequestStatus if state != RequestStatus.DRAFT]
)
def test_a_request_and_every_step_that_it_offers(town: Everything, clerk: Visitor, status: str):
    request = town.request(status=status)
    clerk.see(f"/desk/requests/{request.public_id}/", f"request, {status}")
    for address in steps_of(clerk, request):
        clerk.see(address, f"step {'/'.join(address.split('/')[2::2])}")

    assert clerk.complaints() == ""


def steps_of(clerk: Visitor, request: BookingRequest) -> list[str]:
    """The buttons of the request's page, each once."""
    links = [link.get_attribute("href") for link in clerk.page.locator("main .actions a").all()]
    own = rf"/desk/(requests/{request.public_id}|asks|sessions)"
    return sorted({link for link in links if re.match(own, link)})
