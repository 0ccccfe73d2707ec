"""The office's calendars, another day for a session, letters beforehand, files and notes."""

import pytest

from bookings.actions import asking, filing, noting
from bookings.status import RequestStatus, Verb
from lectures.models import Absence
from tests.browser.town import Everything
from tests.browser.visitor import Visitor
from tests.factories.town import NOW, OFFICE

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.once]


def test_calendars_and_moving_a_session(town: Everything, clerk: Visitor):
    session = town.request(status=RequestStatus.CONFIRMED).sessions.get()
    asking.ask(request_id=town.request().pk, by=OFFICE, at=NOW)
    day = session.starts_at.date()
    Absence.objects.create(
        site=town.town.site, lecturer=town.town.lecturers[0], starts_on=day, ends_on=day
    )
    for view in ("month", "week", "list"):
        clerk.see(f"/desk/calendar/?view={view}&day={day}", f"calendar, {view}")
    clerk.see(f"/desk/calendar/?view=week&by=lecturer&day={day}", "calendar, lecturers")
    clerk.see("/desk/calendar/?view=week&day=2030-01-01", "calendar, empty week")
    clerk.see("/desk/calendar/?view=list&day=2030-01-01", "calendar, empty month")
    clerk.see(f"/desk/sessions/{session.public_id}/reschedule/", "reschedule")
    clerk.press("main .month button >> nth=8")
    clerk.look("reschedule, a day picked")
    clerk.press("main .actions button[name=look]")
    clerk.look("reschedule, looked at")
    clerk.press("main button[name=decide]")
    clerk.look("request, moved")

    assert clerk.complaints() == ""


def test_letters_beforehand_files_and_notes(town: Everything, clerk: Visitor):
    request = town.request(status=RequestStatus.CONFIRMED)
    ask = request.assignments.get()
    clerk.see(f"/desk/asks/{ask.public_id}/undo/", "step")
    clerk.press("main button[name=look]")
    clerk.look("step, looked at")
    clerk.see(f"/desk/requests/{request.public_id}/files/new/", "file, new")
    clerk.press("main form[enctype] button[type=submit]")
    clerk.look("file, errors", error=True)
    file = filing.put(request_id=request.pk, name="A", kind="pdf", data=b"%PDF-", by=OFFICE, at=NOW)
    noting.note(request_id=request.pk, words=town.say("急ぎ", "hurry"), by=OFFICE, at=NOW)
    clerk.see(f"/desk/files/{file.public_id}/", "file")
    event = request.events.get(verb=Verb.MESSAGE)
    clerk.see(f"/desk/notes/{event.public_id}/erase/", "note")
    clerk.see(f"/desk/requests/{request.public_id}/", "request with files and notes")
    refused = town.request()
    clerk.see(f"/desk/requests/{refused.public_id}/refuse/", "refuse")

    assert clerk.complaints() == ""
