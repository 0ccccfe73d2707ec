"""Every page of the office, in each of its states; on a desk's screen and on a phone."""

import re

import pytest

from bookings.actions import asking, receiving
from bookings.models import BookingRequest
from bookings.status import RequestStatus
from notifications.models import OutgoingEmail
from notifications.status import State
from tests.browser.town import Everything
from tests.browser.visitor import Visitor
from tests.factories.replies import FORGED, reply
from tests.factories.town import NOW, OFFICE

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.once]
LISTS = (
    "", "requests/", "replies/", "mails/", "results/", "turn/", "turn/departments/",
    "turn/lecturers/",
)  # fmt: skip


def test_what_the_desk_lists_empty_and_full(town: Everything, clerk: Visitor, settings):
    settings.AUTHSERV_ID = "mx.kouza.mikagami.example"
    for path in LISTS:
        clerk.see(f"/desk/{path}", f"{path or 'home'} empty")
    town.request(status=RequestStatus.CONFIRMED)
    ask = asking.ask(request_id=town.request().pk, by=OFFICE, at=NOW)[0]
    text = town.say("承諾 10:00 田中", "yes, gladly")
    mail = reply(text, assignment=ask, results=FORGED, subject="Re: lecture")
    waiting = receiving.take(mail.pk, at=NOW)
    received = OutgoingEmail.objects.filter(kind="group_received")
    received.update(
        state=State.BOUNCED, handoff_at=NOW, sent_at=NOW, subject="Received", text="Received"
    )
    for path in LISTS:
        clerk.see(f"/desk/{path}", f"{path or 'home'} full")
    for path in ("?show=automatic", "?show=open", f"?department={ask.department.public_id}"):
        clerk.see(f"/desk/mails/{path}", f"mails {path}")
    clerk.see(f"/desk/mails/{received[0].public_id}/", "mail")
    clerk.see(f"/desk/mails/in/{mail.public_id}/", "mail that came")
    clerk.see(f"/desk/mails/{received[0].public_id}/resend/", "resend")
    clerk.page.locator("main form [name=address]").fill("nobody")
    clerk.press("main form .actions button[type=submit]")
    clerk.look("resend, errors", error=True)
    wanted = OutgoingEmail.objects.filter(
        kind="department_asked", event_mail__event__assignment=ask
    )
    wanted.update(state=State.FAILED, subject="Asked")
    clerk.see(f"/desk/mails/{wanted[0].public_id}/resend/", "resend an ask")
    clerk.see(f"/desk/requests/{received[0].event_mail.event.request.public_id}/", "bounced")
    clerk.see(f"/desk/replies/{waiting.public_id}/", "reply")
    fixed = town.request(status=RequestStatus.CONFIRMED).assignments.get()
    text = town.say("辞退", "we must decline")
    late = reply(text, assignment=fixed, results=FORGED, subject="Re: lecture")
    answered = receiving.take(late.pk, at=NOW)
    clerk.see(f"/desk/replies/{answered.public_id}/", "reply to what is fixed")
    clerk.see("/desk/requests/new/", "entry")
    clerk.press("main form.entry button[type=submit]")
    clerk.look("entry, errors", error=True)

    assert clerk.complaints() == ""


def test_what_a_turn_of_the_year_would_change(town: Everything, clerk: Visitor):
    """Looked at before it is decided, then listed as decided."""
    clerk.see("/desk/turn/departments/", "turn, departments")
    for number, word in enumerate(("new_code", "name", "email")):
        clerk.page.locator(f"main [name={word}-new0]").fill(
            ("99", "Crisis", "c@city.example")[number]
        )
    clerk.press("main button[value=look]")
    clerk.look("turn, departments, effects")
    clerk.press("main button[value=apply]")
    clerk.look("turn, decided")
    clerk.see("/desk/turn/lecturers/", "turn, lecturers")
    clerk.page.locator("main [name^=leaves-]").first.check()
    clerk.press("main button[value=look]")
    clerk.look("turn, lecturers, effects")
    clerk.page.locator("main [name^=leaves-]").first.uncheck()
    clerk.press("main button[value=look]")
    clerk.look("turn, lecturers, errors", error=True)

    assert clerk.complaints() == ""


def test_a_request_in_every_state_and_every_step_that_it_offers(town: Everything, clerk: Visitor):
    steps: dict[str, str] = {}
    for status in RequestStatus:
        if status == RequestStatus.DRAFT:
            continue
        request = town.request(status=status)
        clerk.see(f"/desk/requests/{request.public_id}/", f"request, {status}")
        for address in offered(clerk, request):
            steps.setdefault("/".join(address.split("/")[2::2]), address)
    for name, address in steps.items():
        clerk.see(address, f"step {name}")

    assert clerk.complaints() == ""
    assert len(steps) > 15


def offered(clerk: Visitor, request: BookingRequest) -> list[str]:
    """Where the buttons of the request's page lead."""
    links = [link.get_attribute("href") for link in clerk.page.locator("main .actions a").all()]
    own = rf"/desk/(requests/{request.public_id}|asks|sessions)/"
    return [link for link in links if re.match(own, link)]
