"""Our invitation, its update and its CANCEL, as other people's programs read them."""

import json
import re
import subprocess
from datetime import datetime
from email import message_from_bytes, policy
from pathlib import Path
from urllib.parse import unquote

import pytest
import vobject

from bookings.actions import answering, asking, deciding
from bookings.models import Assignment
from notifications import mime
from notifications.models import OutgoingEmail
from tests.factories.replies import asked
from tests.factories.town import DEPARTMENT, OFFICE, at, make_town
from tests.servers import libical
from tests.servers.caldav import CalDav

pytestmark = pytest.mark.django_db
LATER = at("2026-11-24 09:00")
ICAL_JS = Path(__file__).parents[2] / "vendored" / "ical.js" / "ical.js"
READ_BY_ICAL_JS = """
const read = (text) => {
  const calendar = new ICAL.Component(ICAL.parse(text));
  for (const zone of calendar.getAllSubcomponents("vtimezone")) {
    ICAL.TimezoneService.register(new ICAL.Timezone(zone));
  }
  const component = calendar.getFirstSubcomponent("vevent");
  const event = new ICAL.Event(component);
  const attendee = component.getFirstProperty("attendee");
  return {
    method: calendar.getFirstPropertyValue("method"), uid: event.uid,
    sequence: event.sequence, status: component.getFirstPropertyValue("status"),
    summary: event.summary, starts: event.startDate.toUnixTime(),
    attendee: [attendee.getFirstValue(), attendee.getParameter("partstat")],
  };
};
document.body.dataset.read = encodeURIComponent(JSON.stringify(TEXTS.map(read)));
"""


@pytest.fixture
def ask(site) -> Assignment:
    return asked(make_town(site))


@pytest.fixture
def three(ask) -> list[bytes]:
    """REQUEST, update (accepted at 11), CANCEL: as they leave, secrets filled in."""
    answering.accept(
        assignment_id=ask.pk, version=0, by=DEPARTMENT, at=LATER,
        starts_at=at("2026-12-17 11:00"),
    )  # fmt: skip
    deciding.cancel(request_id=ask.request_id, by=OFFICE, at=LATER, reason="disaster")
    return parts_of(ask)


def parts_of(ask: Assignment) -> list[bytes]:
    mails = OutgoingEmail.objects.filter(
        calendar__contains=str(ask.public_id)[:20], kind__startswith="department_"
    ).order_by("pk")
    return [part(mail) for mail in mails]


def part(mail: OutgoingEmail) -> bytes:
    message = message_from_bytes(mime.render(mail), policy=policy.default)
    (found,) = [
        one for one in message.walk() if one.get_content_type() == "text/calendar"
    ]  # fmt: skip
    return found.get_payload(decode=True)


EXPECTED = [
    ("REQUEST", 0, "TENTATIVE", "【回答待ち】R8-0001 わが家の防災マップづくり", 10),
    ("REQUEST", 1, "CONFIRMED", "R8-0001 わが家の防災マップづくり", 11),
    ("CANCEL", 2, "CANCELLED", "R8-0001 わが家の防災マップづくり", 11),
]


def test_vobject_reads_the_three(three):
    found = []
    for content in three:
        calendar = vobject.readOne(content.decode())
        event = calendar.vevent
        found.append((calendar.method.value, int(event.sequence.value), event.status.value,
                      event.summary.value, event.dtstart.value.hour))  # fmt: skip

    assert found == EXPECTED


def test_libical_reads_the_three_and_finds_every_rule_of_itip_kept(three, ask):
    read = [libical.read(content) for content in three]

    assert [
        (one.method, one.sequence, one.status, one.summary, one.starts_at.hour) for one in read
    ] == EXPECTED
    assert {(one.uid, one.errors, one.follows_rules, one.location) for one in read} == {
        (f"{ask.public_id}@kouza.mikagami.example", 0, True, "桜が丘公民館 みかがみ市桜が丘2-3")
    }
    assert read[0].zone.endswith("Asia/Tokyo")
    assert read[0].starts_at == datetime(2026, 12, 17, 10)
    assert ":mailto:a-" in read[0].properties["ORGANIZER"]
    assert 'SENT-BY="mailto:uketsuke@kouza.mikagami.example"' in read[0].properties["ORGANIZER"]
    assert read[0].properties["ATTENDEE"].endswith(":mailto:bousai@city.mikagami.example")


def test_libical_would_see_a_broken_calendar(three):
    broken = three[0].replace(b"UID:", b"X-UID:")

    assert not libical.read(broken).follows_rules


def read_by_ical_js(calendars: list[bytes], *, chromium: str, folder: Path) -> list[dict]:
    """In a browser of its own, started for this page and gone with it."""
    library = ICAL_JS.read_text().replace("export { ICALmodule as default };", "")
    texts = json.dumps([content.decode() for content in calendars])
    page = folder / "reader.html"
    page.write_text(
        f"<!doctype html><meta charset=utf-8><body><script type=module>{library}"
        f"const ICAL = ICALmodule, TEXTS = {texts};{READ_BY_ICAL_JS}</script>"
    )
    command = [chromium, "--headless", "--no-sandbox", "--disable-gpu", "--dump-dom",
               "--virtual-time-budget=20000", f"--user-data-dir={folder}", page.as_uri()]  # fmt: skip
    dom = subprocess.run(command, capture_output=True, text=True, timeout=120).stdout
    return json.loads(unquote(re.search(r'data-read="([^"]+)"', dom)[1]))


@pytest.mark.browser
def test_ical_js_reads_the_three(three, chromium, tmp_path):
    read = read_by_ical_js(three, chromium=chromium, folder=tmp_path)

    assert [(one["method"], one["sequence"], one["status"], one["summary"]) for one in read] == [
        expected[:4] for expected in EXPECTED
    ]
    assert [one["starts"] for one in read] == [
        at(f"2026-12-17 {expected[4]}:00").timestamp() for expected in EXPECTED
    ]
    assert [one["attendee"] for one in read][:2] == [
        ["mailto:bousai@city.mikagami.example", "NEEDS-ACTION"],
        ["mailto:bousai@city.mikagami.example", "ACCEPTED"],
    ]
    assert len({one["uid"] for one in read}) == 1


def test_a_caldav_server_keeps_request_update_and_cancel_as_one_event(three, ask, tmp_path):
    with CalDav(tmp_path) as server:
        for content, (_method, sequence, status, *_rest) in zip(three, EXPECTED, strict=True):
            assert server.put(content, name="ask") == (204 if sequence else 201)

            (kept,) = server.events()
            assert f"SEQUENCE:{sequence}" in kept
            assert f"STATUS:{status}" in kept

        # It is the UID that makes them one: under another name it is refused.
        assert server.put(three[0], name="other") == 409
        assert len(server.events()) == 1


def test_two_asks_are_two_events(three, ask, tmp_path):
    other = asked_again(ask)

    with CalDav(tmp_path) as server:
        server.put(three[0], name="one")
        server.put(parts_of(other)[0], name="two")

        assert len(server.events()) == 2


def asked_again(ask: Assignment) -> Assignment:
    """Another request of the same group for the same lecture."""
    from tests.factories.town import Town, submitted

    town = Town(ask.site, None, ask.department, [], ask.request.lecture, None)
    request = submitted(town)
    return asking.ask(request_id=request.pk, by=OFFICE, at=LATER)[0]
