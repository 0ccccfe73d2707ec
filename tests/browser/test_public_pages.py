"""Every page that a citizen, a department or a lecturer meets, in each of its states.

In Japanese: no finding of axe, no sideways scroll at 320 px, no mistake of HTML, no script, light.
In English: no Japanese left but data.
"""

from datetime import timedelta

import pytest

from bookings.actions import answering, asking, reporting
from bookings.models import Assignment, Grant
from bookings.rules import Slot
from bookings.status import RequestStatus
from cms import tasks
from notifications.models import KeptMail
from tests.browser.town import Everything
from tests.browser.visitor import Visitor
from tests.factories.bookings import group_grant
from tests.factories.notifications import AT
from tests.factories.town import DEPARTMENT, NOW, OFFICE

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.once]
NEXT = "button[name=next]:not([aria-hidden])"
SEND = "main form button[type=submit]:not([tabindex='-1'])"


def key(visitor: Visitor, grant: Grant) -> None:
    visitor.open(f"/k/{grant.token}/")


def test_pages_that_anybody_finds(town: Everything, visitor: Visitor):
    visitor.see("/", "home")
    visitor.see("/menu-2026/", "menu")
    visitor.see("/menu-2026/?q=zzz", "menu, nothing found")
    visitor.see("/menu-2026/map/", "lecture")
    visitor.see("/search/", "search")
    visitor.see("/search/?kind=lecturepage", "search, narrowed")
    visitor.see("/search/?q=zzz", "search, nothing found")
    visitor.see("/courses/", "courses")
    visitor.see("/courses/rivers/", "course")
    visitor.see("/courses/college/", "programme")
    visitor.see("/how/", "article")
    visitor.see("/results/", "results")
    visitor.see("/open-data/", "open data")
    visitor.see(f"/paper/menus/{town.menu.pk}/", "booklet")
    visitor.press(SEND)
    visitor.look("booklet, waiting")
    tasks.make_papers()
    visitor.see(f"/paper/menus/{town.menu.pk}/", "booklet, ready")
    visitor.see("/nowhere/", "404")
    visitor.see("/k/wrong/", "key refused")
    visitor.see("/requests/", "lookup")
    visitor.press(SEND)
    visitor.look("lookup, error", error=True)
    request = town.request()
    visitor.page.fill("[name=reference]", request.reference)
    visitor.page.fill("[name=last_four]", "0001")
    visitor.press(SEND)
    visitor.look("lookup, found")
    page = town.lecture_page
    page.accepting = False
    page.save_revision().publish()

    visitor.see("/menu-2026/map/", "lecture, resting")
    visitor.see(f"/apply/{page.lecture.public_id}/", "start, closed")

    assert visitor.complaints() == ""


def test_an_application_from_start_to_end(town: Everything, visitor: Visitor):
    page = visitor.page
    visitor.see(f"/apply/{town.lecture_page.lecture.public_id}/", "start")
    visitor.press(SEND)
    visitor.look("who")
    visitor.press(NEXT)
    visitor.look("who, error", error=True)
    page.fill("[name=group_name]", town.say("桜が丘自治会", "Residents"))
    page.fill("[name=people]", "25")
    page.locator("[name=connection]").first.check()
    page.select_option("[name=kind]", "school")
    visitor.press(NEXT)
    visitor.look("classes")
    page.fill("[name=classes]", "5-1")
    visitor.press(NEXT)
    visitor.look("classes, error", error=True)
    page.fill("[name=classes]", "")
    visitor.press(NEXT)
    when(visitor)
    visitor.press(NEXT)
    where(visitor)
    visitor.press("button[name=save]")
    visitor.look("resume")
    visitor.press("main a.button")
    contact(town, visitor)
    visitor.press(NEXT)
    visitor.look("check")
    address = page.url
    visitor.press(SEND)
    visitor.look("check, nothing promised", error=True)
    page.check("[name=pledged]")
    visitor.press(SEND)
    visitor.look("done")
    visitor.press("main a.button")
    visitor.look("page, submitted")
    key(visitor, Grant.objects.get(purpose=Grant.Purpose.MAIL))
    visitor.look("mail")
    page.goto(address)
    visitor.look("already sent")

    assert visitor.complaints() == ""


def when(visitor: Visitor) -> None:
    page = visitor.page
    visitor.look("when, empty")
    visitor.press(NEXT)
    visitor.look("when, error", error=True)
    page.locator("details.agreed summary").click()
    page.check("[name=agreed][value=yes]")
    visitor.press(NEXT)
    visitor.look("when, nothing agreed", error=True)
    page.check("[name=agreed][value=no]")
    visitor.press(".month td button")
    visitor.look("when, chosen")
    visitor.press(NEXT)
    visitor.look("when, part missing", error=True)
    page.check("[name=wish1_part][value=morning]")
    page.locator("details summary").last.click()
    page.fill("[name=typed_day]", "2/30")
    visitor.press("button[name=add]")
    visitor.look("when, no such day", error=True)
    page.fill("[name=typed_day]", "12/21")
    visitor.press("button[name=add]")
    visitor.look("when, two wishes")
    visitor.press("button[name=up][value='2']")
    visitor.look("when, changed places")
    visitor.press("button[name=remove][value='1']")


def where(visitor: Visitor) -> None:
    page = visitor.page
    visitor.look("where")
    page.check("[name=place][value=other]")
    visitor.press(NEXT)
    visitor.look("where, error", error=True)
    visitor.press("button[name=centres]")
    visitor.look("centres")
    page.locator("main details summary").first.click()
    page.locator("[name=kit]").first.check()
    visitor.press(".filter button[type=submit]")
    visitor.look("centres, none fits")
    visitor.press("main a.back")
    page.locator("details.apart summary").first.click()
    page.check("[name=care][value=sign_language]")
    visitor.press(NEXT)
    visitor.look("where, help", error=True)
    page.uncheck("[name=care][value=sign_language]")
    page.check("[name=place][value='01']")
    page.check("[name=booked][value=yes]")


def contact(town: Everything, visitor: Visitor) -> None:
    page = visitor.page
    visitor.look("contact")
    page.check("[name=notify_by][value=post]")
    page.uncheck("[name=same_person]")
    visitor.press(NEXT)
    visitor.look("contact, errors", error=True)
    page.check("[name=same_person]")
    page.fill("[name=representative]", town.say("佐藤 花子", "Sato Hanako"))
    page.fill("[name=contact_kana]", "さとう はなこ")
    page.fill("[name=phone]", "090-0000-0000")
    page.check("[name=notify_by][value=email]")
    page.fill("[name=email]", "hanako@mail.example")


def test_a_consultation(town: Everything, visitor: Visitor):
    page = visitor.page
    visitor.see(f"/consult/?lecture={town.town.lecture.public_id}", "consult")
    visitor.press(SEND)
    visitor.look("consult, errors", error=True)
    page.check("[name=about][value=few]")
    page.fill("[name=words]", town.say("6人でも聞けますか。", "We are six people."))
    page.fill("[name=contact_name]", town.say("林 みさ子", "Hayashi Misako"))
    page.check("[name=notify_by][value=phone]")
    page.fill("[name=phone]", "0277-12-3456")
    visitor.press(SEND)
    visitor.look("consult, done")
    visitor.press(SEND)
    visitor.look("consult, errors of a message", error=True)
    page.fill("[name=words]", town.say("8人になりました。", "We are eight now."))
    visitor.press(SEND)
    visitor.look("consult, written")
    address = page.url.removeprefix(visitor.base_url).partition("?")[0]
    visitor.see(f"{address}withdraw/", "consult, withdraw")

    assert visitor.complaints() == ""


def test_the_groups_page_in_every_state_and_its_moves(town: Everything, visitor: Visitor):
    for status in RequestStatus:
        if status in (RequestStatus.DRAFT, RequestStatus.PROPOSING, RequestStatus.NEEDS_CHANGE):
            continue
        key(visitor, group_grant(town.request(status=status)))
        visitor.look(f"page, {status.value}")
    later = town.request(status=RequestStatus.CONFIRMED, lecturers=False)
    key(visitor, group_grant(later))
    visitor.look("page, lecturer later")
    visitor.see(f"/requests/{later.public_id}/withdraw/", "withdraw")
    proposed = town.request(status=RequestStatus.PROPOSING)
    key(visitor, group_grant(proposed))
    visitor.look("page, proposing")
    visitor.see(f"/requests/{proposed.public_id}/counter/", "counter")
    visitor.page.locator("[name=choice]").first.click()
    visitor.look("page, counter taken")
    wrong = town.request(status=RequestStatus.NEEDS_CHANGE)
    key(visitor, group_grant(wrong))
    visitor.look("page, needs change")
    visitor.press(SEND)
    visitor.look("correction")

    assert visitor.complaints() == ""


def ask(town: Everything) -> Assignment:
    request = town.request()
    return asking.ask(request_id=request.pk, by=OFFICE, at=NOW)[0]


def test_a_departments_answer_and_its_undo(town: Everything, visitor: Visitor):
    page, row = visitor.page, ask(town)
    key(visitor, row.grants.get(purpose=Grant.Purpose.ANSWER))
    visitor.look("answer, open")
    visitor.press(SEND)
    visitor.look("answer, error", error=True)
    page.check("[name=choice][value=counter]")
    visitor.press(SEND)
    visitor.look("answer, counter without a day", error=True)
    page.check("[name=choice][value=decline]")
    visitor.press(SEND)
    visitor.look("answer, decline without a reason", error=True)
    page.locator("[name=choice]").first.check()
    page.locator("[name=lecturers]").first.check()
    page.fill("[name=responder]", "Kato")
    visitor.press(SEND)
    visitor.look("answer, accepted")
    key(visitor, Grant.objects.get(assignment=row, purpose=Grant.Purpose.UNDO))
    visitor.look("undo")
    visitor.press(SEND)
    visitor.look("answer, undone")
    recalled, declined, countered = ask(town), ask(town), ask(town)
    asking.recall(assignment_id=recalled.pk, by=OFFICE, at=NOW)
    answering.decline(
        assignment_id=declined.pk, version=0, by=DEPARTMENT, at=NOW, reason="lecturer_busy"
    )
    slots = [two_months_later(countered)]
    answering.counter(assignment_id=countered.pk, version=0, by=DEPARTMENT, at=NOW, slots=slots)
    for row in (recalled, declined, countered):
        key(visitor, row.grants.get(purpose=Grant.Purpose.ANSWER))
        row.refresh_from_db()
        visitor.look(f"answer, {row.state}")

    assert visitor.complaints() == ""


def two_months_later(row: Assignment) -> Slot:
    return Slot(row.starts_at + timedelta(days=60), row.ends_at + timedelta(days=60))


def test_a_lecturers_report(town: Everything, visitor: Visitor, clock_at):
    session = town.request(status=RequestStatus.CONFIRMED).sessions.get()
    grant = reporting.report_grant(session, lecturer=town.town.lecturers[0], at=NOW)
    key(visitor, grant)
    visitor.look("report, too early")
    clock_at("2026-12-20 12:00")
    visitor.page.reload()
    visitor.look("report, open")
    visitor.press(SEND)
    visitor.look("report, error", error=True)
    visitor.page.fill("[name=adults]", "20")
    visitor.page.fill("[name=children]", "3")
    visitor.page.fill("[name=minutes]", "60")
    visitor.press(SEND)
    visitor.look("report, done")
    visitor.see("/results/", "results with one session")
    key(visitor, group_grant(session.request))
    visitor.look("group page, survey offered")
    visitor.press("main a.button[href*='/survey/']")
    visitor.look("survey, open")
    visitor.press(SEND)
    visitor.look("survey, error", error=True)
    visitor.page.locator("[name=understood][value='4']").check()
    visitor.page.locator("[name=useful][value='3']").check()
    visitor.press(SEND)
    visitor.look("survey, answered")

    assert visitor.complaints() == ""


def test_the_demos_pages(town: Everything, visitor: Visitor, settings):
    settings.DEMO = settings.CLOCK_MAY_MOVE = True
    settings.AUTHSERV_ID = "mx.mikagami.example"
    town.request(status=RequestStatus.CONFIRMED)
    kept = KeptMail.objects.create(
        site=town.town.site,
        message_id="<1@example>",
        envelope_from="b-1@kouza.mikagami.example",
        to_address=town.town.department.email,
        raw=b"From: a@example\r\nTo: b@example\r\nSubject: Hello\r\n\r\nSee http://127.0.0.1/k/x/ \r\n",
        kept_at=AT,
    )
    visitor.see("/mailbox/", "mailbox")
    visitor.see(f"/mailbox/{kept.pk}/", "letter")
    visitor.press(SEND)
    visitor.look("letter, error", error=True)
    visitor.see("/demo/", "clock")
    visitor.press("button[name=step][value='24']")
    visitor.look("clock, moved")

    assert visitor.complaints() == ""
