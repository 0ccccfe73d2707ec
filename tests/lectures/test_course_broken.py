"""Broken files of courses: each is told by row and column in a sentence, and nothing changes."""

from datetime import UTC, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from wagtail.models import Revision

from lectures.courses.applying import bring_in
from lectures.models import CourseMeeting, CoursePage, CourseSource, ImportedCourse
from lectures.tasks import work_on_courses
from tests.factories import lectures as make
from tests.lectures.course_files import HEAD, RIVER, calendar, river, table

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 1, tzinfo=UTC)
WHOLE = "ファイル全体"


def row(**changes):
    """The second of two rows."""
    return table(RIVER, RIVER | {"ID": "k2"} | changes)


FILES = {
    "a picture": (b"\x89PNG\r\n" + b"\0" * 99, WHOLE, "CSVではありません。"),
    "a workbook": (b"PK\x03\x04" + b"\0" * 99, WHOLE, "CSVではありません。"),
    "NUL among the words": (river().replace("川の話".encode(), b"\0"), WHOLE, "CSVではありません。"),
    "6 MB": (b"x" * 4_900_000 + "川".encode() * 40_000, WHOLE, "ファイルが大きすぎます"),
    "neither UTF-8 nor Shift_JIS": (table(RIVER) + b"\x81 ,\n", "3行目", "文字が読めません。"),
    "an open quote": (table(RIVER) + b'"a\n', "3行目", "表の形が読めません。"),
    "a short row": (table(RIVER) + "k9,川\n".encode(), "3行目 E列「開始日」", "空けておけません。"),
    "other columns": (b"a,b\n1,2\n", "1行目", "列の見出しがありません：イベント名、開始日"),
    "no column of days": ("イベント名\n川\n".encode(), "1行目", "列の見出しがありません：開始日"),
    "too many rows": (",".join(HEAD).encode() + b"\n" + b"k,a\n" * 5_001, "5001行目", "行が多すぎます。"),
    "too many columns": (b",".join([b"a"] * 200), "1行目", "列が多すぎます。"),
    "a day that is none": (row(開始日="2/30"), "3行目 E列「開始日」", "という日はありません。"),
    "a day of another century": (row(開始日="1899-01-01"), "3行目 E列「開始日」", "2000年から2100年"),
    "a time that is none": (row(開始時間="25:00"), "3行目 G列「開始時間」", "という時刻はありません。"),
    "half a time": (row(終了時間=""), "3行目 H列「終了時間」", "両方を入れるか、両方を空けて"),
    "an end before the beginning": (row(終了時間="12:00"), "3行目 H列「終了時間」", "はじまりより後に"),
    "no title": (row(イベント名=""), "3行目 B列「イベント名」", "空けておけません。"),
    "no day": (row(開始日=""), "3行目 E列「開始日」", "空けておけません。"),
    "a title that is too long": (row(イベント名="あ" * 121), "3行目 B列「イベント名」", "120字まで"),
    "a number in words": (table(RIVER | {"定員": "30人"}), "2行目 O列「定員」", "32767までの数"),
    "a deadline that is none": (table(RIVER | {"参加申込終了日": "2026-13-01"}), "2行目 P列「参加申込終了日」", "という日はありません。"),
    "a meeting twice": (table(RIVER, RIVER), "3行目 A列「ID」", "2行目と同じ回です。"),
    "a calendar that ends too soon": (calendar("UID:1\nSUMMARY:川")[:-30], WHOLE, "とちゅうで切れています。"),
    "a calendar entry without a day": (calendar("UID:1\nSUMMARY:川"), "1番目の予定 「川」", "題か日時が読めません。"),
}  # fmt: skip


def kept():
    return (
        list(CoursePage.objects.values()),
        list(CourseMeeting.objects.values()),
        list(ImportedCourse.objects.values()),
        Revision.objects.count(),
    )


@pytest.mark.parametrize("kind", FILES)
def test_a_broken_file_is_told_where_and_changes_nothing(site, editor, clock_at, kind):
    clock_at(NOW)
    make.course_index(site)
    source = CourseSource.objects.create(
        site=site, name="みかがみ大学", provider=make.provider(site), publishes=True
    )
    bring_in(source, table(RIVER | {"ID": "before", "イベント名": "まえの講座"}), at=NOW)
    data, where, sentence = FILES[kind]
    before, url = kept(), reverse("course_imports:source", args=[source.pk])

    posted = editor.post(url, {"act": "upload", "file": SimpleUploadedFile("a.csv", data)})
    work_on_courses()
    page = posted if posted.status_code == 200 else editor.get(url)

    if kind == "6 MB":  # not even kept
        assert sentence in page.content.decode()
    else:
        found = [(one.place, one.sentence) for one in page.context["problems"]]
        assert any(at == where and sentence in said for at, said in found), found
        assert (
            f"<strong>{where}</strong>" in page.content.decode() or where in page.content.decode()
        )
    assert 'value="apply"' not in page.content.decode()
    editor.post(url, {"act": "apply", "stamp": ""})
    work_on_courses()
    assert kept() == before
