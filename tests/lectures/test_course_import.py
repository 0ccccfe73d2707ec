"""Bringing courses in: a report first, all or nothing, nobody's edit overwritten, twice is once."""

from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Page, Revision

from lectures.courses import fetching, visiting
from lectures.courses.applying import NotApplied, bring_in, look
from lectures.models import CourseMeeting, CoursePage, CourseSource, ImportedCourse, SourceFile
from lectures.tasks import fetch_course_source, fetch_courses
from tests.factories import lectures as make
from tests.lectures.course_files import RIVER, calendar, river, table

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 22, 1, tzinfo=UTC)


@pytest.fixture
def source(site):
    make.course_index(site)
    return make_source(site)


def make_source(site, **fields):
    facts = {"name": "みかがみ大学", "kind": "upload", "publishes": True}
    return CourseSource.objects.create(
        site=site, provider=make.provider(site, name="みかがみ大学"), **(facts | fields)
    )


def page():
    return CoursePage.objects.get()


def seen(source, data):
    return look(source, data, at=AT).report


def fields(changes):
    return {change.field.partition(":")[0] for change in changes}


def edited(**changes):
    draft = page().get_latest_revision_as_object()
    for name, value in changes.items():
        setattr(draft, name, value)
    draft.save_revision().publish()


def test_a_look_changes_nothing_and_bringing_in_publishes_all_of_it(source):
    report = seen(source, river())
    assert (len(report.new), CoursePage.objects.count()) == (1, 0)

    bring_in(source, river(), at=AT)

    made = page()
    assert (made.title, made.capacity, made.intake_until) == ("鏡川の歴史", 30, date(2026, 11, 30))
    assert made.contact == "大学事務局 0277-12-3456"
    assert made.live is True
    assert made.course.meetings.count() == 2


def test_a_source_that_does_not_publish_makes_drafts(source):
    source.publishes = False
    bring_in(source, river(), at=AT)

    assert page().live is False
    assert page().get_latest_revision_as_object().meetings.count() == 2


def test_the_same_file_again_changes_nothing_and_writes_no_revision(source):
    bring_in(source, river(), at=AT)
    before = Revision.objects.count(), ImportedCourse.objects.get().said

    done = bring_in(source, river(), at=AT)

    assert (len(done.report.same), done.report.does_something) == (1, False)
    assert (Revision.objects.count(), ImportedCourse.objects.get().said) == before


def test_what_changed_there_changes_here_and_meetings_keep_their_names(source):
    bring_in(source, river(), at=AT)
    before = {row.starts_at.date(): row.public_id for row in CourseMeeting.objects.all()}
    third = RIVER | {"ID": "k0", "開始日": "2026-11-28", "終了日": "2026-11-28"}
    second = RIVER | {"ID": "k2", "開始日": "2026-12-13", "終了日": "2026-12-13"}
    changed = table(*(row | {"定員": "40"} for row in (third, RIVER, second)))

    report = seen(source, changed)
    bring_in(source, changed, at=AT)

    assert fields(report.changed[0].changes) == {"capacity", "meeting"}
    after = {row.starts_at.date(): row.public_id for row in CourseMeeting.objects.all()}
    assert after[date(2026, 12, 5)] == before[date(2026, 12, 5)]
    assert after[date(2026, 12, 13)] == before[date(2026, 12, 12)]
    assert (len(after), page().capacity) == (3, 40)


def test_an_editors_change_stays_and_is_told_until_somebody_picks_the_sources(source):
    bring_in(source, river(), at=AT)
    edited(place="市民会館", capacity=25)

    same = seen(source, river())
    assert fields(same.edited[0].edited) == {"place", "capacity"}
    moved = river(**{"場所名称": "3号館", "対象者": "高校生から"})
    bring_in(source, moved, at=AT)
    assert (page().place, page().capacity, page().audience) == ("市民会館", 25, "高校生から")

    report = seen(source, moved)
    (one,) = report.edited
    tokens = [token for token, change in one.picks if change.field == "place"]
    bring_in(source, moved, at=AT, picked=tokens)
    assert (page().place, page().capacity) == ("3号館", 25)


def test_an_edited_meeting_is_kept_and_an_added_one_is_nobodys_business(source):
    bring_in(source, river(), at=AT)
    draft = page().get_latest_revision_as_object()
    draft.meetings = lines = draft.dates()
    lines[0].room = "第2講義室"
    draft.save_revision().publish()

    bring_in(source, table(RIVER | {"終了時間": "16:00"}), at=AT)

    (one,) = seen(source, table(RIVER | {"終了時間": "16:00"})).edited
    assert "16時" in one.edited[0].new_words
    rooms = {row.room: row.ends_at.hour for row in CourseMeeting.objects.all()}
    assert rooms == {"第2講義室": 6}


def test_a_course_that_is_gone_there_is_listed_and_kept_here(source):
    bring_in(source, river(), at=AT)
    sea = table(RIVER | {"ID": "s1", "イベント名": "海"})

    report = bring_in(source, sea, at=AT).report

    assert [one.title for one in report.gone] == ["鏡川の歴史"]
    assert CoursePage.objects.live().count() == 2
    assert ImportedCourse.objects.get(title="鏡川の歴史").gone_since == date(2026, 11, 22)


def test_a_page_that_an_editor_deleted_is_not_made_again(source):
    bring_in(source, river(), at=AT)
    Page.objects.get(pk=page().pk).delete()

    report = bring_in(source, river(), at=AT).report

    assert report.deleted == ["鏡川の歴史"]
    assert CoursePage.objects.count() == 0


def test_one_bad_row_and_nothing_is_brought_in(source):
    bad = table(RIVER, RIVER | {"ID": "x", "イベント名": "海", "開始日": "2/30"})

    with pytest.raises(NotApplied) as refused:
        bring_in(source, bad, at=AT)

    assert refused.value.look.problems[0].place == "3行目 E列「開始日」"
    assert CoursePage.objects.count() == 0


def test_a_draft_that_waits_is_not_published_along(source):
    bring_in(source, river(), at=AT)
    draft = page().get_latest_revision_as_object()
    draft.summary = "まだ内緒"
    draft.save_revision()

    bring_in(source, river(**{"定員": "40"}), at=AT)

    assert (page().summary, page().capacity) == ("川の話。", 30)
    assert page().get_latest_revision_as_object().capacity == 40


def test_what_was_cancelled_there_is_cancelled_here(source):
    bring_in(source, river(), at=AT)
    bring_in(source, river(状態="中止"), at=AT)

    assert page().intake()[0] == "cancelled"
    assert seen(source, river(状態="中止")).does_something is False


def test_a_calendar_is_brought_in_and_past_meetings_that_it_drops_stay(source):
    events = [f"UID:{n}\nSUMMARY:海（{n}/2）\nDTSTART:2026112{n}T100000" for n in (1, 8)]
    bring_in(source, calendar(*events), at=datetime(2026, 11, 1, tzinfo=UTC))

    bring_in(source, calendar(events[1]), at=AT)

    assert [row.starts_at.day for row in CourseMeeting.objects.all()] == [21, 28]


def test_our_own_export_makes_no_difference_and_an_edit_in_it_one(site, client, source):
    made = make.course_page(
        made_index(), provider=source.provider, title='鏡川の"歴史", 第1集', summary="川の話。\u3000二部",
        place="市民会館", fee_note="3,000円", capacity=30, contact="事務局 0277-12-3456",
        apply_url="https://u.example/k?a=1&b=2", audience="高校生から", intake_until=date(2026, 12, 1),
    )  # fmt: skip
    CoursePage.objects.update(
        first_published_at=AT, last_published_at=AT, has_unpublished_changes=False
    )
    file = client.get("/open-data/course-meetings.csv").content
    before = Revision.objects.count()

    report = bring_in(source, file, at=AT).report
    assert (len(report.same), report.does_something, report.gone) == (1, False, [])
    assert Revision.objects.count() == before

    names = set(CourseMeeting.objects.values_list("public_id", flat=True))
    other = file.decode().replace("市民会館", "北会館").encode()
    assert fields(seen(source, other).changed[0].changes) == {"place"}
    bring_in(source, other, at=AT)
    made.refresh_from_db()
    assert made.place == "北会館"
    assert set(CourseMeeting.objects.values_list("public_id", flat=True)) == names


def made_index():
    from lectures.models import CourseIndexPage

    return CourseIndexPage.objects.get()


def test_every_morning_looks_and_brings_in_only_where_the_town_says_so(site, source, monkeypatch):
    asked = source
    CourseSource.objects.filter(pk=asked.pk).update(kind="csv", address="https://u.example/a.csv")
    monkeypatch.setattr(fetching, "fetch", lambda *a, **k: fetching.Fetched(river(), '"1"', ""))

    assert visiting.due() == [asked.pk]
    fetch_course_source(asked.pk)
    asked.refresh_from_db()
    assert (CoursePage.objects.count(), asked.last_ok, asked.etag) == (0, True, '"1"')
    assert "新しい講座 1件" in asked.last_result

    CourseSource.objects.filter(pk=asked.pk).update(unattended="bring_in")
    fetch_courses.apply()
    fetch_course_source(asked.pk)
    assert CoursePage.objects.count() == 1


def test_what_goes_wrong_outside_is_told_in_the_list(site, source, monkeypatch, office):
    CourseSource.objects.filter(pk=source.pk).update(kind="ics", address="http://127.0.0.1/a.ics")

    fetch_course_source(source.pk)

    html = office.get(reverse("course_imports:index")).content.decode()
    assert "見に行きません" in html
    assert "うまくいきませんでした" in html


def test_another_towns_source_is_not_there_and_a_visitor_is_sent_away(source, site, editor, client):
    from django_scopes import scope

    other = make.other_town()
    with scope(site=other):
        theirs = make_source(other)
    assert editor.get(reverse("course_imports:source", args=[theirs.pk])).status_code == 404
    client.logout()
    assert client.get(reverse("course_imports:index")).status_code == 302
    assert SourceFile.objects.count() == 0


def test_a_source_is_set_up_in_a_form_that_names_what_is_missing(site, editor):
    provider = make.provider(site)
    url = reverse("course_sources:add")
    facts = {"name": "大学", "provider": provider.pk, "kind": "ics", "unattended": "look"}
    facts |= {"address": "", "columns": "a"}

    html = editor.post(url, facts).content.decode()
    assert "アドレスを入れてください。" in html
    editor.post(url, facts | {"address": "https://u.example/a.ics", "columns": "題名＝イベント名"})

    assert CourseSource.objects.get().headings == {"題名": "イベント名"}


def test_what_a_source_does_not_say_is_neither_free_nor_for_everybody(source, client):
    event = "UID:1\nSUMMARY:川\nDTSTART:20261205T040000Z\nDTEND:20261205T050000Z\nDESCRIPTION:1万円"
    bring_in(source, calendar(event), at=AT)
    html = client.get(page().url).text + client.get(page().get_parent().url).text
    assert "無料" not in html
    assert "どなたでも" not in html
    assert html.count("提供機関に確かめてください</dd>") == 2
    assert "isAccessibleForFree" not in html

    assert seen(source, calendar(event)).does_something is False
    edited(fee_note="")
    assert seen(source, calendar(event)).does_something is False
    assert '"isAccessibleForFree": true' in client.get(page().url).text.replace('":t', '": t')


def test_a_fee_that_is_said_later_is_brought_in_and_one_that_is_taken_back_is_asked_for(source):
    fees = []
    for fee in ("", "3,000円", "無料", ""):
        bring_in(source, river(**{"料金(詳細)": fee}), at=AT)
        fees.append(page().fee_note)

    assert fees == ["提供機関に確かめてください", "3,000円", "", "提供機関に確かめてください"]


def test_what_waits_is_told_every_morning_and_new_settings_count(source, monkeypatch):
    source.kind, source.address = "csv", "https://u.example/a.csv"
    source.save()
    answers = [fetching.Fetched(river(), "1"), fetching.Fetched(None), fetching.Fetched(None)]
    asked = []
    monkeypatch.setattr(fetching, "fetch", lambda *a, **k: (asked.append(k), answers.pop(0))[1])

    visiting.visit(source, at=AT)
    visiting.visit(source, at=AT)
    assert "新しい講座 1件" in source.last_result
    source.unattended = "bring_in"
    visiting.visit(source, at=AT)

    assert CoursePage.objects.count() == 1
    assert [each["etag"] for each in asked] == ["", "1", "1"]


@pytest.mark.parametrize("publishes", [True, False])
def test_a_look_asks_as_many_questions_for_many_courses_as_for_few(source, publishes):
    source.publishes, counts = publishes, []
    for number in (2, 6):
        lines = (RIVER | {"ID": f"k{i}", "イベント名": f"川{i}"} for i in range(number))
        data = table(*lines)
        bring_in(source, data, at=AT)
        with CaptureQueriesContext(connection) as asked:
            assert len(seen(source, data).same) == number
        counts.append(len(asked))

    assert counts[0] == counts[1]
