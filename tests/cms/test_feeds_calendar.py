"""The calendars of public courses, read by two independent readers."""

from datetime import datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import icalendar
import pytest
import vobject

from lectures.models import CoursePage
from lectures.models.pages.programme import ProgrammeEntry, ProgrammePage
from tests.factories import lectures as make
from tests.servers import libical

TOKYO = ZoneInfo("Asia/Tokyo")
ALL = "/feeds/courses.ics"


def events(client, address=ALL):
    calendar = icalendar.Calendar.from_ical(client.get(address).content)
    assert calendar.errors == []
    return calendar.walk("VEVENT")


def course(catalogue, **fields):
    facts = {
        "title": "鏡川の歴史, 文化; 自然", "place": "みかがみ大学 3号館", "capacity": 30,
        "fee_note": "全2回で3,000円", "contact": "0277-12-3456", "apply_url": "https://u.example/k",
    }  # fmt: skip
    return catalogue.course(**(facts | fields))


def test_every_meeting_is_an_event_with_all_one_needs(client, catalogue):
    page = course(catalogue)

    first, second = events(client)

    assert first["SUMMARY"] == "鏡川の歴史, 文化; 自然（1/2）"
    assert first["DTSTART"].dt == datetime(2026, 12, 5, 13, 30, tzinfo=TOKYO)
    assert first["DTSTART"].params["TZID"] == "Asia/Tokyo"
    assert second["DTEND"].dt == datetime(2026, 12, 12, 15, 0, tzinfo=TOKYO)
    assert first["LOCATION"] == "みかがみ大学 3号館"
    assert first["URL"] == page.full_url
    for words in ("受講料：全2回で3,000円", "会場：みかがみ大学 3号館", "定員：30人",
                  "申込み：0277-12-3456 https://u.example/k"):  # fmt: skip
        assert words in first["DESCRIPTION"].split("\n")


def test_a_second_reader_reads_the_same(client, catalogue):
    course(catalogue)

    calendar = vobject.readOne(client.get(ALL).content.decode())

    assert [event.summary.value for event in calendar.vevent_list] == [
        "鏡川の歴史, 文化; 自然（1/2）", "鏡川の歴史, 文化; 自然（2/2）",
    ]  # fmt: skip
    assert calendar.vevent_list[0].dtstart.value.utcoffset() == timedelta(hours=9)
    assert calendar.vevent_list[0].description.value == events(client)[0]["DESCRIPTION"]


def test_a_change_keeps_the_name_and_raises_the_number(client, catalogue, clock_at):
    page = course(catalogue)
    before = events(client)[0]
    clock_at("2026-11-25 10:00")
    page.place = "北鏡地域交流センター"
    page.save_revision().publish()

    after = events(client)[0]

    assert after["UID"] == before["UID"]
    assert after["SEQUENCE"] > before["SEQUENCE"]
    assert after["LAST-MODIFIED"].dt == datetime(2026, 11, 25, 10, 0, tzinfo=TOKYO)
    assert after["LOCATION"] == "北鏡地域交流センター"


def test_a_draft_of_a_change_changes_nothing(client, catalogue, clock_at):
    page = course(catalogue)
    before = client.get(ALL)
    clock_at("2026-11-25 10:00")
    page.place = "まだ内緒"
    page.save_revision()

    assert client.get(ALL).content == before.content
    assert client.get(ALL, headers={"if-none-match": before["ETag"]}).status_code == 304


def test_one_course_has_a_calendar_of_its_own(client, catalogue):
    page, _other = course(catalogue), course(catalogue, slug="other")

    found = events(client, f"/feeds/courses/{page.course.public_id}.ics")

    assert [event["URL"] for event in found] == [page.full_url] * 2
    assert client.get(f"/feeds/courses/{uuid4()}.ics").status_code == 404


def test_neither_withdrawn_courses_nor_another_towns_are_told(client, catalogue, next_town):
    page = course(catalogue)
    page.unpublish()

    assert events(client) == []
    assert client.get(f"/feeds/courses/{page.course.public_id}.ics").status_code == 404
    assert "となりの公開講座" in client.get(ALL, headers={"host": "tonari.test"}).content.decode()


def test_lines_stay_short_and_end_as_they_must(client, catalogue):
    course(catalogue, summary="あ" * 119)

    lines = client.get(ALL).content.split(b"\r\n")

    assert max(map(len, lines)) <= 75
    assert not any(b"\n" in line for line in lines)
    assert all(line.decode() is not None for line in lines)


def test_in_english_the_frame_words_are_english(client, catalogue):
    course(catalogue)

    assert client.get(f"{ALL}?lang=en")["Content-Language"] == "en"
    assert len(events(client, f"{ALL}?lang=en")) == 2


def test_one_more_meeting_before_the_first_renames_no_event(client, catalogue):
    page = course(catalogue)
    before = {event["DTSTART"].dt: event["UID"] for event in events(client)}
    draft = page.get_latest_revision_as_object()
    lines = draft.dates()
    earlier = make.course_page(catalogue.courses, days=("2026-11-28",), slug="other").dates()[0]
    earlier.pk, earlier.public_id, earlier.page = None, None, draft
    draft.meetings = [*lines, earlier]
    draft.save_revision().publish()
    CoursePage.objects.get(slug="other").unpublish()

    after = {event["DTSTART"].dt: event["UID"] for event in events(client)}

    assert len(after) == 3
    assert before.items() <= after.items()


def test_what_is_cancelled_says_so_and_whole_days_have_no_hours(client, catalogue):
    course(catalogue, standing="cancelled", days=("2026-12-05",))
    exhibition = catalogue.course(slug="tenji", title="土器展", days=("2026-12-10",))
    draft = exhibition.get_latest_revision_as_object()
    draft.meetings = lines = draft.dates()
    lines[0].all_day = True
    draft.save_revision().publish()

    found = {event["SUMMARY"].partition("（")[0]: event for event in events(client)}

    assert found["鏡川の歴史, 文化; 自然"]["STATUS"] == "CANCELLED"
    assert found["土器展"]["STATUS"] == "CONFIRMED"
    assert str(found["土器展"]["DTSTART"].dt) == "2026-12-10"
    assert str(found["土器展"]["DTEND"].dt) == "2026-12-11"


def college(catalogue, *pages):
    page = ProgrammePage(title="シティカレッジ", slug="college")
    page.entries = [ProgrammeEntry(course_page=each, sort_order=n) for n, each in enumerate(pages)]
    catalogue.courses.refresh_from_db()
    return catalogue._published(catalogue.courses.add_child(instance=page))


def test_a_programme_has_a_calendar_of_all_its_courses(client, catalogue):
    page = college(catalogue, course(catalogue), catalogue.course(slug="two", title="生物"))
    catalogue.course(slug="three", title="ほか")

    answer = client.get(f"/feeds/programmes/{page.translation_key}.ics")

    calendar = vobject.readOne(answer.content.decode())
    assert calendar.x_wr_calname.value == "シティカレッジ"
    titles = {event.summary.value.partition("（")[0] for event in calendar.vevent_list}
    assert titles == {"鏡川の歴史, 文化; 自然", "生物"}
    assert f"/feeds/programmes/{page.translation_key}.ics" in client.get(page.url).content.decode()
    page.unpublish()
    assert client.get(f"/feeds/programmes/{page.translation_key}.ics").status_code == 404


@pytest.mark.skipif(not libical.present(), reason="libical is not installed")
def test_a_third_reader_reads_a_cancelled_meeting(client, catalogue):
    page = course(catalogue, standing="cancelled", days=("2026-12-05",))

    read = libical.read(client.get(f"/feeds/courses/{page.course.public_id}.ics").content)

    assert (read.status, read.errors, read.starts_at) == (
        "CANCELLED",
        0,
        datetime(2026, 12, 5, 13, 30),
    )
