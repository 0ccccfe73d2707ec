"""CSV files of courses: what is read, what is refused with its place, and that order means nothing."""

from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cms.opendata import columns, rows, values
from cms.opendata.views import written
from lectures.courses import tables
from lectures.courses.found import spelt
from lectures.courses.merging import alike
from lectures.courses.unsaid import ASK
from lectures.models import CoursePage
from tests.lectures.course_files import HEAD, RIVER, river, table


def only(data, **more):
    found = tables.courses_in(data, **more)
    assert found.problems == []
    (course,) = found.courses
    return course


def places(data):
    return [(problem.place, problem.sentence) for problem in tables.courses_in(data).problems]


def test_rows_of_one_title_are_the_meetings_of_one_course():
    course = only(river())

    assert course.facts == {
        "title": "鏡川の歴史", "summary": "川の話。", "host": "", "audience": "", "capacity": "30",
        "fee_note": "全2回で3,000円", "place": "みかがみ大学", "intake_until": "2026-11-30",
        "contact": "大学事務局 0277-12-3456", "apply_url": "https://u.example/k", "standing": "",
    }  # fmt: skip
    assert [meeting.key for meeting in course.meetings] == ["k1", "k2"]
    assert course.meetings[0].starts_at == datetime(2026, 12, 5, 4, 30, tzinfo=UTC)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
def test_every_usual_encoding_reads_the_same(encoding):
    assert only(table(RIVER, encoding=encoding)) == only(table(RIVER))


def test_a_series_key_holds_together_what_has_several_titles():
    head = ("講座ID", "イベント名", "開始日", "開始時間", "終了時間")
    first = {
        "講座ID": "S1",
        "イベント名": "春",
        "開始日": "2026-12-05",
        "開始時間": "10:00",
        "終了時間": "11:00",
    }

    course = only(table(first, first | {"イベント名": "夏", "開始日": "2026/12/6"}, head=head))

    assert (course.key, len(course.meetings)) == ("series|S1", 2)


def test_the_towns_own_headings_are_translated():
    head = ("題名", "日付")
    found = only(
        table({"題名": "川", "日付": "令和8年12月5日"}, head=head),
        headings={"題名": "イベント名", "日付": "開始日"},
    )

    assert (found.title, found.meetings[0].all_day) == ("川", True)


def test_what_is_all_cancelled_is_a_cancelled_course():
    course = only(river(状態="中止"))

    assert course.facts["standing"] == "中止"
    assert [meeting.cancelled for meeting in course.meetings] == [None, None]


@pytest.mark.parametrize(
    "row,place,words",
    [
        ({"開始日": "12/40"}, "2行目 E列「開始日」", "2026-04-01 の形"),
        ({"開始日": ""}, "2行目 E列「開始日」", "空けておけません"),
        ({"開始日": "1026-12-05"}, "2行目 E列「開始日」", "2000年から"),
        ({"終了時間": "25:00"}, "2行目 H列「終了時間」", "25:00"),
        ({"終了時間": ""}, "2行目 H列「終了時間」", "両方"),
        ({"終了時間": "13:00"}, "2行目 H列「終了時間」", "はじまりより後"),
        ({"イベント名": ""}, "2行目 B列「イベント名」", "空けておけません"),
        ({"イベント名": "あ" * 121}, "2行目 B列「イベント名」", "120字"),
        ({"定員": "30人"}, "2行目 O列「定員」", "32767までの数"),
        ({"参加申込方法": "https://" + "あ" * 300}, "2行目 Q列「参加申込方法」", "まで"),
        ({"料金(詳細)": "円" * 81}, "2行目 J列「料金(詳細)」", "80字"),
    ],
)
def test_what_cannot_be_read_says_row_and_column(row, place, words):
    ((where, sentence),) = places(table(RIVER | row))

    assert where == place
    assert words in sentence


@pytest.mark.parametrize(
    "kind,number,detail,fee",
    [
        ("", "", "", ""), ("無料", "", "", "無料"), ("", "0", "", "無料"), ("有料", "", "", "有料"), ("有料", "0", "無料", "有料"),
        ("", "1,500", "", "1,500円"), ("有料", "500円", "", "500円"), ("無料", "0", "資料代300円", "資料代300円"),
        ("", "", "提供機関に確かめてください", ""), ("", "9" * 20, "", "9" * 20),
    ],
)  # fmt: skip
def test_a_fee_is_free_only_where_the_file_says_so(kind, number, detail, fee):
    head = (*HEAD, "料金種別", "料金(基本)")
    row = RIVER | {"料金種別": kind, "料金(基本)": number, "料金(詳細)": detail}

    assert only(table(row, head=head)).facts["fee_note"] == fee


def test_a_number_too_long_to_be_one_is_refused_with_its_place():
    row = RIVER | {"料金(詳細)": "", "料金(基本)": "9" * 5000}

    assert "80字" in places(table(row, head=(*HEAD, "料金(基本)")))[0][1]


@pytest.mark.parametrize(
    "data,words",
    [
        (b"", "空"),
        (b"\x00\x01", "CSV"),
        (b"\x81", "文字"),
        (b'"a,b\n', "表の形"),
        (b"a,b\n1,2\n", "見出し"),
        (table(RIVER, RIVER), "同じ回"),
        (b"x" * 5_000_001, "大きすぎ"),
        (b",".join([b"a"] * 200), "列が多すぎ"),
        ("イベント名,開始日\n".encode() + b"a,2026-12-05\n" * 5_001, "行が多すぎ"),
    ],
)
def test_hostile_or_broken_files_are_refused_in_words(data, words):
    found = tables.courses_in(data)

    assert found.courses == []
    assert words in found.problems[0].sentence


_WORDS = st.text("鏡川の歴史aZ09 、「」=+-@", max_size=20).map(str.strip)
_MEETINGS = st.lists(
    st.tuples(st.integers(0, 300), st.integers(0, 22 * 60), _WORDS, _WORDS, st.booleans()),
    min_size=1, max_size=4, unique_by=lambda each: each[0],
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(st.randoms(), st.lists(_WORDS.filter(bool), min_size=1, max_size=4, unique=True), _MEETINGS)
def test_the_order_of_rows_means_nothing(chance, titles, meetings):
    lines = [
        {
            "イベント名": title, "開始日": f"2026-{1 + day // 28:02}-{1 + day % 28:02}",
            "開始時間": "10:00", "終了時間": "11:00", "説明": words,
        }
        for title in titles
        for day, _minute, words, _room, _all in meetings
        if day < 336
    ]  # fmt: skip
    shuffled = list(lines)
    chance.shuffle(shuffled)

    one, other = (tables.courses_in(table(*each)) for each in (lines, shuffled))

    assert [(c.key, dict(c.facts), c.meetings) for c in one.courses] == [
        (c.key, dict(c.facts), c.meetings) for c in other.courses
    ]
    assert not one.problems


@st.composite
def _pages(draw):
    """A published page as the export sees it."""
    lines = sorted(draw(_MEETINGS))
    meetings = []
    for order, (day, minute, title, room, whole) in enumerate(lines, start=1):
        start = datetime(2026, 1, 1, tzinfo=UTC).timestamp() + day * 86400 + minute * 60
        starts, ends = (datetime.fromtimestamp(at, UTC) for at in (start, start + 5400))
        if whole:
            starts = starts.replace(hour=15, minute=0)
            ends = datetime.fromtimestamp(starts.timestamp() + 86340, UTC)
        meetings.append(
            SimpleNamespace(pk=order, public_id=f"m{order}", order=order, title=title, room=room,
                            starts_at=starts, ends_at=ends, all_day=whole, cancelled=False)
        )  # fmt: skip
    fields = {name: draw(_WORDS) for name in ("summary", "place")}
    fields |= {name: draw(_WORDS | st.just(ASK)) for name in ("audience", "fee_note")}
    provider = SimpleNamespace(name="みかがみ大学", contact="", website="")
    course = SimpleNamespace(meetings=SimpleNamespace(all=lambda: meetings))
    return SimpleNamespace(
        **fields, course=course, provider=provider, title=draw(_WORDS.filter(bool)), contact="", city_role="",
        intake_until=draw(st.none() | st.dates(datetime(2026, 1, 1).date(), datetime(2027, 1, 1).date())),
        capacity=draw(st.none() | st.integers(1, 999)), apply_url=draw(st.sampled_from(["", "https://u.example/k?a=1&b"])),
        full_url="http://x/", intake=lambda: ("open", "受付中"), is_cancelled=False, translation_key="k", city_part="",
        get_entry_display=lambda: CoursePage.Entry.COURSE.label, certificate="", credit_points="", format="", standing_note="",
        source_name="", source_url="", last_published_at=datetime(2026, 1, 1, tzinfo=UTC),
    )  # fmt: skip


@settings(max_examples=80, deadline=None)
@given(_pages(), st.sampled_from([columns.STANDARD, columns.RECOMMENDED]))
def test_our_own_export_is_read_as_it_was(page, names):
    who = rows.Publisher("011002", "北海道", "みかがみ市", "課", "", "")
    lines = [values.values_of(row, who) for row in rows._of_course(page, who, english={})]

    course = only(written(names, lines))

    for name in ("title", "summary", "fee_note", "audience", "place", "apply_url"):
        was = spelt(name, getattr(page, name))
        assert alike(course.facts.get(name, was), was), name
    assert course.facts["capacity"] == str(page.capacity or "")
    assert course.facts["intake_until"] == (
        page.intake_until.isoformat() if page.intake_until else ""
    )
    assert len(course.meetings) == len(page.course.meetings.all())
    for told, was in zip(course.meetings, page.course.meetings.all(), strict=True):
        assert (told.starts_at, told.ends_at, told.all_day) == (
            was.starts_at,
            was.ends_at,
            was.all_day,
        )
        assert alike(told.title if told.title is not None else was.title, was.title)
        assert alike(told.room, was.room)


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=400) | st.text(max_size=200).map(str.encode))
def test_no_bytes_at_all_break_the_reader(data):
    tables.courses_in(data)
    tables.courses_in(",".join(HEAD).encode() + b"\n" + data)
