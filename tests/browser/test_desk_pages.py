"""Every page of the office, in each of its states; on a desk's screen and on a phone."""

import re
from datetime import date

import pytest

from bookings.actions import asking, filing, receiving
from bookings.models import ApplicantGroup, BookingRequest, Consultation, Duty, FileContent
from bookings.status import RequestStatus
from lectures.reorganising import Change, Fate, Move, move_lecturers, reorganise
from lectures.zones import local
from notifications.inbox.receiving import receive
from notifications.models import OutgoingEmail
from notifications.status import State
from tests.browser.town import Everything
from tests.browser.visitor import Visitor
from tests.factories.replies import FORGED, raw_reply, reply
from tests.factories.town import NOW, OFFICE, make_department

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.once]
LISTS = (
    "", "requests/", "replies/", "mails/", "results/", "results/targets/", "turn/", "turn/departments/",
    "turn/lecturers/", "duty/",
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
    for path in (
        "?status=all&sort=-when&department=0305&way=web",
        "?matter=past-due",
        "?month=2027-01",
    ):
        clerk.see(f"/desk/requests/{path}", f"inbox {path}")
    clerk.page.locator("details summary").last.click()
    clerk.page.locator("form[action*=views] button").click()
    clerk.look("inbox, a view without a name", error=True)
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
    clerk.press("main form.entry button.button[type=submit]:not([name])")
    clerk.look("entry, errors", error=True)

    assert clerk.complaints() == ""


def test_consultations(town: Everything, clerk: Visitor):
    clerk.see("/desk/consultations/", "consultations, none")
    clerk.see("/desk/consultations/new/", "consultation, new")
    clerk.press("main form.entry button.button[type=submit]")
    clerk.look("consultation, new, errors", error=True)
    page = clerk.page
    page.check("[name=about][value=off_menu]")
    page.fill("[name=wish]", town.say("空き家のかたづけ方", "Empty houses"))
    page.fill("[name=words]", town.say("近所の人と聞きたい。", "With my neighbours."))
    page.fill("[name=contact_name]", town.say("林 みさ子", "Hayashi Misako"))
    page.check("[name=notify_by][value=phone]")
    page.fill("[name=phone]", "0277-12-3456")
    clerk.press("main form.entry button.button[type=submit]")
    clerk.look("consultation")
    clerk.press("form[action$='/tell/'] button")
    clerk.look("consultation, answer without words", error=True)
    row = Consultation.objects.get()
    clerk.see(f"/desk/requests/new/?consultation={row.public_id}", "entry, of a consultation")
    page.fill("[name=people]", "6")
    clerk.press("main form.entry button.button[type=submit]:not([name])")
    clerk.look("entry, a rule that can be let go", error=True)
    clerk.see("/desk/consultations/?show=all", "consultations, all")

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


def test_what_a_department_leaves_behind_that_ends_without_a_successor(
    town: Everything, clerk: Visitor, site
):
    session = town.request(status=RequestStatus.CONFIRMED).sessions.get()
    town.request(status=RequestStatus.ASKING)
    code = session.department.code
    reorganise([Change(Fate.END, code)], day=date(2026, 12, 1), today=NOW.date())
    make_department(site, code="0409", name=town.say("福祉課", "Welfare"), email="f@city.example")
    clerk.see("/desk/turn/", "turn, without a successor")
    clerk.page.locator("main select[name=successor]").select_option("0409")
    clerk.press("main form:has(select[name=successor]) button[type=submit]")
    clerk.look("turn, taken over")

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


def test_what_a_group_writes_back_and_what_is_tried_again(town: Everything, clerk: Visitor):
    request = town.request(status=RequestStatus.SUBMITTED)
    mail = OutgoingEmail.objects.get(kind="group_received")
    mail.subject = town.say(mail.subject, "Received")
    mail.state, mail.handoff_at, mail.last_error = State.FAILED, NOW, "SMTP 550"
    mail.smtp_code, mail.smtp_reply = 550, "5.1.1 no such user"
    mail.save()
    raw = raw_reply(
        town.say("よろしくお願いします。", "Thank you."), to=mail.from_address,
        sender=mail.to_address, subject=f"Re: {mail.subject}", in_reply_to=mail.message_id,
    )  # fmt: skip
    inbound = receive(raw, envelope_to=[mail.from_address], at=NOW)
    waiting = receiving.take(inbound.pk, at=NOW)
    clerk.see("/desk/replies/", "a group's reply among those that wait")
    clerk.see(f"/desk/replies/{waiting.public_id}/", "a group's reply")
    clerk.see(f"/desk/requests/{request.public_id}/", "a request with a group's reply")
    clerk.see(f"/desk/mails/{mail.public_id}/resend/", "resend to what does not exist")
    clerk.press("main form .actions button[type=submit]")
    clerk.look("resend to what does not exist, asked", error=True)

    assert clerk.complaints() == ""


def test_a_transfer_that_can_be_taken_back(town: Everything, clerk: Visitor):
    move = Move(town.town.lecturers[0])
    move_lecturers([move], day=date(2026, 12, 10), today=date(2026, 11, 22))
    clerk.see("/desk/turn/", "turn with a transfer")

    assert clerk.complaints() == ""


def test_what_is_past_its_date_is_listed(town: Everything, clerk: Visitor):
    row = town.request(status=RequestStatus.CLOSED)
    filing.put(
        request_id=row.pk,
        name=town.say("地図", "map"),
        kind="pdf",
        data=b"%PDF-",
        by=OFFICE,
        at=NOW,
    )
    FileContent.objects.update(keep_until=date(2026, 4, 1))
    ApplicantGroup.objects.update(keep_until=date(2026, 4, 1))
    clerk.see("/desk/overdue/", "overdue")
    clerk.page.locator("main [name=seen]").evaluate("box => box.value = 'x'")
    clerk.press("main form .actions button")
    clerk.look("overdue, another list", error=True)

    assert clerk.complaints() == ""


def test_a_typhoon_takes_a_day_out_and_is_taken_back(town: Everything, clerk: Visitor):
    town.request(status=RequestStatus.CONFIRMED)
    session = town.request(status=RequestStatus.CONFIRMED).sessions.get()
    day = f"{local(session.starts_at):%Y-%m-%d}"
    clerk.open("/desk/duty/")
    clerk.press("main form [type=submit]")
    clerk.look("duty, errors", error=True)
    clerk.see(f"/desk/duty/?first={day}&who=all", "duty, sessions")
    clerk.press("main form .actions button")
    clerk.look("duty, sessions, errors", error=True)
    clerk.page.locator("main [name=cause][value=disaster]").check()
    clerk.page.locator("main [name=fate][value=postpone]").check()
    clerk.press("main form .actions button")
    clerk.see(f"/desk/duty/{Duty.objects.get().public_id}/?still=1", "duty, decided")
    OutgoingEmail.objects.filter(kind="group_duty_off").update(state=State.FAILED)
    clerk.see(f"/desk/duty/{Duty.objects.get().public_id}/", "duty, to call")
    clerk.press("main form[action$='take-back/'] button")
    clerk.see(f"/desk/duty/{Duty.objects.get().public_id}/?still=1", "duty, taken back")
    clerk.see("/desk/duty/", "duty, with a record")

    assert clerk.complaints() == ""
