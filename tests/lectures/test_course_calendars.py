"""Calendars of other houses: repetitions, changes of one, odd zones, whole days, hostile files."""

import time
from datetime import UTC, date, datetime

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import vRecur

from lectures.courses import calendars
from lectures.courses.recurring import Budget, starts_of
from lectures.zones import local
from tests.lectures.course_files import calendar

AT = datetime(2026, 11, 22, 1, tzinfo=UTC)


def courses(*events):
    found = calendars.courses_in(calendar(*events), at=AT)
    assert found.problems == []
    return found.courses


def days(course):
    return [f"{local(each.starts_at):%m-%d %H:%M}" for each in course.meetings]


def sentences(data):
    return [f"{each.place} {each.sentence}" for each in calendars.courses_in(data, at=AT).problems]


def test_a_repeated_event_is_one_course_with_its_exceptions_and_changes():
    weekly = """UID:a@u.example
        SUMMARY:鏡川の歴史
        DTSTART;TZID=Asia/Tokyo:20261205T133000
        DTEND;TZID=Asia/Tokyo:20261205T150000
        RRULE:FREQ=WEEKLY;COUNT=4
        EXDATE;TZID=Asia/Tokyo:20261212T133000"""
    moved = """UID:a@u.example
        RECURRENCE-ID;TZID=Asia/Tokyo:20261219T133000
        SUMMARY:鏡川の歴史
        DTSTART;TZID=Asia/Tokyo:20261220T100000
        DTEND;TZID=Asia/Tokyo:20261220T113000"""
    off = """UID:a@u.example
        RECURRENCE-ID:20261226T043000Z
        SUMMARY:鏡川の歴史
        STATUS:CANCELLED
        DTSTART:20261226T043000Z
        DTEND:20261226T060000Z"""

    for order in ((weekly, moved, off), (off, moved, weekly)):
        (course,) = courses(*order)
        assert days(course) == ["12-05 13:30", "12-20 10:00", "12-26 13:30"]
        assert [each.cancelled for each in course.meetings] == [False, False, True]


@pytest.mark.parametrize(
    "start",
    [
        "DTSTART;TZID=Asia/Tokyo:20261205T133000",
        "DTSTART;TZID=Tokyo Standard Time:20261205T133000",
        "DTSTART;TZID=/citadel.org/20190914_1/Asia/Tokyo:20261205T133000",
        "DTSTART;TZID=Nowhere/Land:20261205T133000",
        "DTSTART:20261205T133000",
        "DTSTART:20261205T043000Z",
    ],
)
def test_whatever_the_zone_is_called_it_is_half_past_one_here(start):
    (course,) = courses(f"UID:a\nSUMMARY:川\n{start}\nDURATION:PT90M")

    assert days(course) == ["12-05 13:30"]


def test_titles_that_differ_in_a_counter_only_are_one_course():
    river = [f"UID:{n}\nSUMMARY:鏡川（{n}/3）{t}\nDTSTART:2026120{n}T100000" for n, t in ((1, "上流"), (2, "中流"), (3, "河口"))]  # fmt: skip
    sea = [f"UID:s{n}\nSUMMARY:海 第{n}回\nDTSTART:2026121{n}T100000" for n in (1, 2)]

    found = {course.title: course for course in courses(*river, *sea)}

    assert {title: len(course.meetings) for title, course in found.items()} == {"鏡川": 3, "海": 2}
    assert [each.title for each in found["鏡川"].meetings] == ["上流", "中流", "河口"]


def test_what_is_related_to_an_event_is_its_course():
    (course,) = courses(
        "UID:a\nSUMMARY:開講式\nDTSTART:20261201T100000",
        "UID:b\nSUMMARY:実習\nRELATED-TO:a\nDTSTART:20261208T100000",
    )

    assert (course.title, len(course.meetings)) == ("開講式", 2)


def test_whole_days_have_no_hours_and_end_on_the_last_of_them():
    (course,) = courses(
        "UID:a\nSUMMARY:展示\nDTSTART;VALUE=DATE:20261201\nDTEND;VALUE=DATE:20261204"
    )

    (only,) = course.meetings
    assert only.all_day is True
    assert [local(at).date() for at in (only.starts_at, only.ends_at)] == [date(2026, 12, 1), date(2026, 12, 3)]  # fmt: skip


def test_a_repetition_without_an_end_stops_after_two_years_or_two_hundred():
    weekly, daily = (
        courses(f"UID:a\nSUMMARY:x\nDTSTART:20261205T100000\nRRULE:FREQ={often}")[0]
        for often in ("WEEKLY", "DAILY")
    )

    assert len(weekly.meetings) == 103
    assert len(daily.meetings) == 200


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=SECONDLY", "FREQ=DAILY;BYHOUR=1,2,3", "FREQ=YEARLY;BYEASTER=0", "FREQ=WEEKLY;INTERVAL=0",
        "FREQ=MONTHLY;BYMONTHDAY=99", "FREQ=DAILY;BYSETPOS=1", "FREQ=WEEKLY;BYDAY=9MO",
    ],
)  # fmt: skip
def test_rules_that_no_course_needs_are_named(rule):
    (said,) = sentences(calendar(f"UID:a\nSUMMARY:川\nDTSTART:20261205T100000\nRRULE:{rule}"))

    assert said.startswith("1番目の予定 「川」")


@pytest.mark.parametrize(
    "data,words",
    [
        (b"", "iCalendar"),
        (b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT", "切れて"),
        (b"BEGIN:VCALENDAR\r\n" * 9 + b"END:VCALENDAR\r\n" * 9, "こみいり"),
        (calendar(*["SUMMARY:x"] * 6_001), "多すぎ"),
        (b"BEGIN:VCALENDAR" + b"x" * 5_000_000, "大きすぎ"),
        (calendar("UID:a\nSUMMARY:x\nDTSTART:99999999T000000"), "日時"),
        (calendar("UID:a\nSUMMARY:x\nDTSTART:00010101T000000Z"), "日時"),
        (calendar("UID:a\nSUMMARY:x\nDTSTART:20261205T100000\nSEQUENCE:abc"), "日時"),
    ],
)
def test_broken_and_hostile_files_are_refused_in_words(data, words):
    assert words in sentences(data)[0]


def test_ten_thousand_repetitions_are_refused_soon():
    many = [f"UID:{n}\nSUMMARY:x{n}\nDTSTART:20000105T100000\nRRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30" for n in range(3000)]  # fmt: skip
    begun = time.monotonic()

    assert sentences(calendar(*many))

    assert time.monotonic() - begun < 30


_RULES = st.one_of(
    st.tuples(st.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"]), st.just("")),
    st.tuples(st.just("WEEKLY"), st.sampled_from([";BYDAY=MO,TH", ";BYDAY=SU;WKST=SU", ";BYDAY=SU;WKST=MO"])),
    st.tuples(st.just("MONTHLY"), st.sampled_from([";BYDAY=2SA", ";BYDAY=-1FR", ";BYMONTHDAY=31", ";BYMONTHDAY=-1", ";BYDAY=SA,SU;BYSETPOS=1", ";BYDAY=FR;BYMONTHDAY=13", ";BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1"])),
    st.tuples(st.just("YEARLY"), st.sampled_from([";BYMONTH=2,4", ";BYMONTHDAY=1", ";BYMONTH=5;BYDAY=2SU", ";BYDAY=20MO", ";BYMONTH=2;BYMONTHDAY=29"])),
    st.tuples(st.just("DAILY"), st.sampled_from([";BYDAY=SA,SU", ";BYMONTH=2;BYMONTHDAY=28"])),
)  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(_RULES, st.integers(1, 3), st.none() | st.integers(1, 12), st.dates(date(2024, 1, 1), date(2026, 12, 31)))  # fmt: skip
def test_days_are_those_of_an_independent_reader(rule, every, count, first):
    often, more = rule
    begin = datetime.combine(first, datetime.min.time())
    words = f"FREQ={often};INTERVAL={every}{more}" + (f";COUNT={count}" if count else "")
    until = datetime(2028, 1, 1)

    ours = list(starts_of(vRecur.from_ical(words), begin, until=until, budget=Budget()))

    assert ours == list(rrulestr(words, dtstart=begin).between(begin, until, inc=True))


@settings(max_examples=150, deadline=None)
@given(st.lists(st.text(max_size=60), max_size=8))
def test_no_text_at_all_breaks_the_reader(lines):
    calendars.courses_in(calendar("\n".join(["UID:a", "SUMMARY:x", *lines])), at=AT)


@pytest.mark.parametrize("until", ["20270131T145959Z", "20270131T090000Z", "20270131T180000", "20270131"])  # fmt: skip
def test_the_last_meeting_is_one_however_the_end_is_written(until):
    (course,) = courses(f"""UID:1
        SUMMARY:夜の講座
        DTSTART;TZID=Asia/Tokyo:20270110T180000
        DTEND;TZID=Asia/Tokyo:20270110T193000
        RRULE:FREQ=WEEKLY;UNTIL={until}""")

    assert days(course) == ["01-10 18:00", "01-17 18:00", "01-24 18:00", "01-31 18:00"]


def test_letters_that_nothing_can_carry_are_refused_or_left_out():
    event = "UID:1\nSUMMARY:川{}の話\nDTSTART:20261205T040000Z\nDTEND:20261205T050000Z"

    assert "こわれていて" in sentences(calendar(event.format("\0")))[0]
    assert courses(event.format("\x01"))[0].title == "川の話"
