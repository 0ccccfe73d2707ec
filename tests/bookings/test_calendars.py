import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import icalendar
import pytest
import vobject
from hypothesis import given, settings
from hypothesis import strategies as st

from bookings import calendars
from bookings.answers import Unclear
from bookings.calendars import CalendarFacts, CalendarReply, answer_in, reply_of

TOKYO = ZoneInfo("Asia/Tokyo")
PLACEHOLDER = "{{secret:answer_mail:abcdefghijklmnopqrstuvwxyz:12:2026a}}"
FACTS = CalendarFacts(
    uid="01jd@okigaru.example",
    sequence=2,
    dtstamp=datetime(2026, 11, 22, 5, 0, tzinfo=UTC),
    starts_at=datetime(2026, 12, 17, 1, 0, tzinfo=UTC),
    ends_at=datetime(2026, 12, 17, 2, 30, tzinfo=UTC),
    zone=TOKYO,
    summary="【R8-0123】わが家の防災マップづくり,桜が丘自治会;12月17日（木）10時〜11時30分",
    location="桜が丘公民館 2階 集会室",
    description="25人、おもに60代から80代。\n耳の遠い人が3人います。",
    organizer_address="a-abc@answers.example.jp",
    organizer_name="みどり市 生涯学習課",
    attendee_address="bosai@city.example.jp",
    attendee_name="防災課",
    url="https://demae.example.jp/a/abc/",
)
texts = st.text(
    st.one_of(
        st.sampled_from("講座あア髙🍀\r\n\t\0\x85\u2028,;:\\\"'{} "),
        st.characters(codec="utf-8", exclude_categories=["Cs"]),
    ),
    max_size=120,
)


def unfolded(calendar: str) -> list[str]:
    return re.sub(r"\r\n[ \t]", "", calendar).removesuffix("\r\n").split("\r\n")


def test_an_invitation_says_what_accept_buttons_need():
    lines = unfolded(calendars.invitation(FACTS))

    assert "METHOD:REQUEST" in lines
    assert "UID:01jd@okigaru.example" in lines
    assert "SEQUENCE:2" in lines
    assert "DTSTAMP:20261122T050000Z" in lines
    assert "DTSTART;TZID=Asia/Tokyo:20261217T100000" in lines
    assert "DTEND;TZID=Asia/Tokyo:20261217T113000" in lines
    assert "STATUS:CONFIRMED" in lines
    assert 'ORGANIZER;CN="みどり市 生涯学習課":mailto:a-abc@answers.example.jp' in lines
    assert [line for line in lines if line.startswith("ATTENDEE")] == [
        "ATTENDEE;CN=防災課;CUTYPE=INDIVIDUAL;PARTSTAT=NEEDS-ACTION;ROLE=REQ-PARTICIPANT;RSVP=TRUE"
        ":mailto:bosai@city.example.jp"
    ]
    assert "X-MICROSOFT-DISALLOW-COUNTER:FALSE" in lines
    assert "X-MICROSOFT-ISRESPONSEREQUESTED:TRUE" in lines
    assert lines.count("BEGIN:VTIMEZONE") == lines.count("BEGIN:VEVENT") == 1


def test_an_organizer_with_a_tagged_address_names_the_fixed_address_that_writes():
    facts = replace(FACTS, sent_by="uketsuke@demae.example.jp")

    organizer = vobject.readOne(calendars.invitation(facts)).vevent.organizer

    assert organizer.value == "mailto:a-abc@answers.example.jp"
    assert organizer.params["SENT-BY"] == ["mailto:uketsuke@demae.example.jp"]


def test_who_has_accepted_is_not_asked_again():
    lines = unfolded(calendars.invitation(replace(FACTS, answered=True)))

    (attendee,) = [line for line in lines if line.startswith("ATTENDEE")]
    assert "PARTSTAT=ACCEPTED;ROLE=REQ-PARTICIPANT;RSVP=FALSE" in attendee
    assert "X-MICROSOFT-ISRESPONSEREQUESTED:FALSE" in lines


@pytest.mark.parametrize("address", ["", "x", "a b@c", "a@b\r\nX:1", '"a;b"@c.example'])
def test_an_address_that_no_calendar_can_name_is_known_before(address):
    assert not calendars.can_invite(address)
    assert calendars.can_invite(FACTS.attendee_address)


def test_a_cancellation_is_the_same_event_cancelled():
    calendar = calendars.cancellation(replace(FACTS, sequence=3))

    event = vobject.readOne(calendar).vevent
    assert "METHOD:CANCEL" in unfolded(calendar)
    assert event.status.value == "CANCELLED"
    assert event.uid.value == FACTS.uid
    assert event.sequence.value == "3"
    assert event.dtstart.value == FACTS.starts_at
    assert event.attendee.value == "mailto:bosai@city.example.jp"


def test_the_file_for_a_group_asks_nobody_for_an_answer():
    lines = unfolded(calendars.file_for_group(FACTS))

    assert not [line for line in lines if re.match("METHOD|ORGANIZER|ATTENDEE|X-MICROSOFT", line)]
    assert "LOCATION:桜が丘公民館 2階 集会室" in lines


def test_two_independent_readers_read_back_the_same_facts():
    calendar = calendars.invitation(FACTS)

    ours = icalendar.Calendar.from_ical(calendar).events[0]
    theirs = vobject.readOne(calendar).vevent
    for name in ("summary", "location", "description"):
        assert str(ours[name]) == getattr(theirs, name).value == getattr(FACTS, name)
    for name, fact in (("dtstart", FACTS.starts_at), ("dtend", FACTS.ends_at)):
        assert ours.decoded(name) == getattr(theirs, name).value == fact
    assert str(ours["organizer"]) == theirs.organizer.value == "mailto:a-abc@answers.example.jp"
    assert str(ours["url"]) == theirs.url.value == FACTS.url


@given(summary=texts, location=texts, description=texts, name=texts)
@settings(deadline=None)
def test_no_text_breaks_out_of_its_line(summary, location, description, name):
    facts = replace(
        FACTS,
        summary=summary,
        location=location,
        description=description,
        organizer_name=name,
        attendee_name=name,
    )

    calendar = calendars.invitation(facts)

    names = [re.match("[A-Z-]+", line)[0] for line in unfolded(calendar)]
    assert names == [re.match("[A-Z-]+", line)[0] for line in unfolded(calendars.invitation(FACTS))]
    assert all(len(line.encode()) <= 75 for line in calendar.split("\r\n"))
    assert not re.search("(?<!\r)\n|\r(?!\n)", calendar)
    assert vobject.readOne(calendar).vevent.uid.value == FACTS.uid


@pytest.mark.parametrize("before", range(0, 70))
def test_a_secrets_placeholder_stays_in_one_piece_and_its_line_short(before):
    facts = replace(
        FACTS,
        organizer_address=f"a-{PLACEHOLDER}@answers.example.jp",
        url=f"https://example.jp/{'x' * before}/{PLACEHOLDER}/",
        description=f"{'あ' * before}{PLACEHOLDER}",
    )

    calendar = calendars.invitation(facts)

    assert calendar.count(PLACEHOLDER) == 3
    event = icalendar.Calendar.from_ical(calendar).events[0]
    assert str(event["ORGANIZER"]) == f"mailto:{facts.organizer_address}"
    assert str(event["URL"]) == facts.url
    filled = calendar.replace(PLACEHOLDER, "s" * 52)
    assert all(len(line.encode()) <= 75 for line in filled.split("\r\n"))


@pytest.mark.parametrize("address", ["", "x", "a b@c", "a@b\r\nX:1", "a@b>", "a@b;c", "a,b@c"])
def test_an_address_that_could_be_two_things_is_refused(address):
    with pytest.raises(ValueError, match="address"):
        calendars.invitation(replace(FACTS, attendee_address=address))


REPLY = """BEGIN:VCALENDAR
PRODID:Microsoft Exchange Server 2010
VERSION:2.0
METHOD:REPLY
BEGIN:VEVENT
ATTENDEE;PARTSTAT=ACCEPTED;CN=防災課:mailto:Bosai@city.example.jp
SUMMARY;LANGUAGE=ja-JP:承諾: 講師派遣
DTSTART;TZID=Tokyo Standard Time:20261217T100000
DTEND;TZID=Tokyo Standard Time:20261217T110000
UID:01jd@okigaru.example
DTSTAMP:20261123T000000Z
SEQUENCE:2
END:VEVENT
END:VCALENDAR
"""
COUNTER = REPLY.replace("METHOD:REPLY", "METHOD:COUNTER").replace("=ACCEPTED", "=TENTATIVE")
ZONE = """BEGIN:VTIMEZONE
TZID:Tokyo Standard Time
BEGIN:STANDARD
DTSTART:16010101T000000
TZOFFSETFROM:{0}
TZOFFSETTO:{0}
END:STANDARD
END:VTIMEZONE
BEGIN:VEVENT"""
PLAIN_REPLY = CalendarReply(
    uid="01jd@okigaru.example",
    method="REPLY",
    sequence=2,
    dtstamp=datetime(2026, 11, 23, tzinfo=UTC),
    partstat="ACCEPTED",
    attendee="bosai@city.example.jp",
    answered_starts_at=datetime(2026, 12, 17, 1, 0, tzinfo=UTC),
)


def data(text: str) -> bytes:
    return text.replace("\n", "\r\n").encode()


def read(text: str) -> CalendarReply | Unclear:
    return reply_of(data(text))


def test_an_accepting_reply_without_an_organizer_is_read():
    assert read(REPLY) == PLAIN_REPLY


def test_letter_case_does_not_matter():
    text = REPLY.replace("METHOD:REPLY", "method:reply").replace("ACCEPTED", "Declined")

    assert read(text.replace("mailto:", "MAILTO:")) == replace(PLAIN_REPLY, partstat="DECLINED")


def test_a_comment_goes_to_a_person():
    reply = read(REPLY.replace("SEQUENCE:2", "SEQUENCE:2\nCOMMENT:11時半からなら"))

    assert reply.comment == "11時半からなら"
    assert reply.needs_person
    assert not PLAIN_REPLY.needs_person


def test_an_empty_comment_is_none():
    assert read(REPLY.replace("SEQUENCE:2", "SEQUENCE:2\nCOMMENT:\\n")) == PLAIN_REPLY


def test_a_counter_proposes_its_own_times():
    reply = read(COUNTER.replace("20261217T100000", "20261217T093000"))

    assert reply.method == "COUNTER"
    assert reply.proposed_starts_at == datetime(2026, 12, 17, 9, 30, tzinfo=TOKYO)
    assert reply.proposed_ends_at == datetime(2026, 12, 17, 11, 0, tzinfo=TOKYO)


LYING = COUNTER.replace("BEGIN:VEVENT", ZONE.format("-0800"))


def test_a_definition_that_contradicts_the_zones_name_goes_to_a_person():
    assert read(LYING) == Unclear("unknown_zone")
    assert read(COUNTER.replace("BEGIN:VEVENT", ZONE.format("+0900"))) == read(COUNTER)


def test_a_reply_only_copies_the_time_so_that_a_wrong_definition_does_not_matter():
    assert read(REPLY.replace("BEGIN:VEVENT", ZONE.format("-0800"))) == PLAIN_REPLY


def test_the_librarys_shared_zones_are_never_asked():
    library = icalendar.Calendar.from_ical(LYING.replace("\n", "\r\n"))
    poisoned = library.walk("VEVENT")[0].decoded("DTSTART")

    reply = read(COUNTER)
    icalendar.use_zoneinfo()

    assert poisoned.utcoffset() == timedelta(hours=-8)  # the library believes the mail …
    assert reply.proposed_starts_at == datetime(2026, 12, 17, 1, 0, tzinfo=UTC)  # … we do not


def test_one_mails_zone_never_reaches_another_mail_in_other_threads():
    right = read(COUNTER)
    texts = [LYING, COUNTER, REPLY, COUNTER.replace("Tokyo Standard Time", "JST")] * 50

    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(read, texts))

    assert found[0::4] == [Unclear("unknown_zone")] * 50
    assert found[1::4] == [right] * 50
    assert found[2::4] == [PLAIN_REPLY] * 50
    assert found[3::4] == [right] * 50


@pytest.mark.parametrize(
    "tzid",
    [
        "Asia/Tokyo",
        "JST",
        "Tokyo",
        "Japan",
        '"(UTC+09:00) 大阪、札幌、東京"',
        "(UTC+09:00) 大阪、札幌、東京",
        '"(GMT+09.00) Osaka/Sapporo/Tokyo"',
        "(UTC+09:00) Osaka, Sapporo, Tokyo",
    ],
)
def test_the_names_of_japans_time_are_known(tzid):
    reply = read(COUNTER.replace("TZID=Tokyo Standard Time", f"TZID={tzid}"))

    assert reply.proposed_starts_at == datetime(2026, 12, 17, 1, 0, tzinfo=UTC)


def test_another_zones_time_is_moved_to_ours():
    reply = read(COUNTER.replace("Tokyo Standard Time", "Pacific Standard Time"))

    assert reply.proposed_starts_at == datetime(2026, 12, 17, 18, 0, tzinfo=UTC)


def test_an_odd_name_with_our_offset_is_our_time():
    odd = COUNTER.replace("BEGIN:VEVENT", ZONE.format("+0900"))

    reply = read(odd.replace("Tokyo Standard Time", "Customized Time Zone"))

    assert reply.proposed_starts_at == datetime(2026, 12, 17, 1, 0, tzinfo=UTC)


def test_two_parts_of_one_mail_count_once_if_they_say_the_same():
    same = REPLY.replace("DTSTAMP:20261123T000000Z", "DTSTAMP:20261123T000005Z")
    other = REPLY.replace("=ACCEPTED", "=DECLINED")
    ours = REPLY.replace("METHOD:REPLY", "METHOD:REQUEST")

    assert answer_in(map(data, [ours, REPLY, same])) == PLAIN_REPLY
    assert answer_in(map(data, [REPLY, other])) == Unclear("two_calendars")
    assert answer_in(map(data, [ours])) is None
    assert answer_in([]) is None


def test_a_reply_without_a_yes_or_no_still_keeps_the_text_from_being_read():
    assert isinstance(answer_in([data(REPLY.replace("=ACCEPTED", "=NEEDS-ACTION"))]), Unclear)


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("=ACCEPTED", "=TENTATIVE", "tentative"),
        ("=ACCEPTED", "=DELEGATED", "delegated"),
        ("=ACCEPTED", "=NEEDS-ACTION", "not_an_answer"),
        ("=ACCEPTED", "=X-MAYBE", "not_an_answer"),
        ("PARTSTAT=ACCEPTED;", "", "unreadable_calendar"),
        ("METHOD:REPLY", "METHOD:REQUEST", "not_an_answer"),
        ("METHOD:REPLY", "METHOD:PUBLISH", "not_an_answer"),
        ("METHOD:REPLY", "METHOD:CANCEL", "not_an_answer"),
        ("METHOD:REPLY", "METHOD:REPLY\nMETHOD:REQUEST", "unreadable_calendar"),
        ("METHOD:REPLY\n", "", "not_an_answer"),
        ("UID:01jd@okigaru.example\n", "", "unreadable_calendar"),
        ("SEQUENCE:2", "SEQUENCE:two", "unreadable_calendar"),
        ("SEQUENCE:2", "SEQUENCE:2\nATTENDEE;PARTSTAT=DECLINED:mailto:b@c", "unreadable_calendar"),
        ("END:VEVENT\n", "END:VEVENT\nBEGIN:VEVENT\nUID:2\nEND:VEVENT\n", "unreadable_calendar"),
        ("VEVENT", "VFREEBUSY", "unreadable_calendar"),
        ("SEQUENCE:2", "SEQUENCE:2\nRECURRENCE-ID:20261217T010000Z", "unreadable_calendar"),
        ("END:VCALENDAR\n", "", "unreadable_calendar"),
        ("END:VEVENT\nEND:VCALENDAR\n", "", "unreadable_calendar"),
    ],
)
def test_anything_but_one_plain_reply_goes_to_a_person(old, new, reason):
    assert read(REPLY.replace(old, new)).reason_code == reason


def test_a_tentative_reply_keeps_what_was_read():
    assert read(REPLY.replace("ACCEPTED", "TENTATIVE")).partly == replace(
        PLAIN_REPLY, partstat="TENTATIVE"
    )


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("TZID=Tokyo Standard Time:20261217T100000", "VALUE=DATE:20261217"),
        ("TZID=Tokyo Standard Time:20261217T11", "TZID=Tokyo Standard Time:20261217T09"),
        ("DTEND", "X-END"),
    ],
)
def test_a_counter_without_an_exact_time_goes_to_a_person(old, new):
    assert read(COUNTER.replace(old, new)) == Unclear("unreadable_calendar")


@pytest.mark.parametrize("new", [";TZID=Customized Time Zone", ";TZID=", ""])
def test_a_time_whose_zone_nobody_knows_goes_to_a_person(new):
    assert read(COUNTER.replace(";TZID=Tokyo Standard Time", new)) == Unclear("unknown_zone")


@given(st.binary(max_size=300))
@settings(deadline=None)
def test_no_bytes_break_the_reader(data):
    assert isinstance(reply_of(data), Unclear)


@given(st.integers(0, len(REPLY)), st.text(max_size=20))
@settings(deadline=None)
def test_a_damaged_reply_is_never_an_error(at, noise):
    result = read(REPLY[:at] + noise + REPLY[at + len(noise) :])

    assert isinstance(result, CalendarReply | Unclear)


def test_a_huge_calendar_is_not_read():
    assert reply_of(b"X" * 500_001) == Unclear("unreadable_calendar")
