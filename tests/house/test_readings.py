"""Furigana: from the catalogue to a page, and never out of it."""

import polib
import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from config import readings
from config.languages import ReadingsMiddleware
from tools import catalogues, messages
from tools.messages import Word

pytestmark = pytest.mark.once


def ruby(written: str) -> str:
    return readings.on_page(readings.marked(written))


def test_a_word_gets_its_reading_above_it():
    assert ruby("<p>講座《こうざ》をさがす</p>") == (
        '<p><ruby>講座<rt aria-hidden="true">こうざ</rt></ruby>をさがす</p>'
    )


def test_a_word_that_is_more_than_its_kanji_says_where_it_begins():
    assert ruby("12月の｜20日《はつか》") == (
        '12月の<ruby>20日<rt aria-hidden="true">はつか</rt></ruby>'
    )


@pytest.mark.parametrize(
    "html",
    [
        "<title>講座《こうざ》</title>",
        "<option selected>講座《こうざ》</option>",
        "<textarea>講座《こうざ》</textarea>",
        '<svg><text x="1">講座《こうざ》</text></svg>',
        '<input value="講座《こうざ》">',
        '<a title="a > b" aria-label="講座《こうざ》">x</a>',
    ],
)
def test_where_nobody_reads_text_the_reading_is_dropped(html):
    assert ruby(html) == html.replace("《こうざ》", "")


def test_what_somebody_typed_is_no_reading():
    html = "<p>花子《はなこ》 &lt;b&gt;</p>"

    assert readings.on_page(html) == html


def test_marks_that_somebody_sends_can_only_become_ruby_around_escaped_text():
    html = "<p>\ufff9&lt;script&gt;\ufffa&lt;i&gt;\ufffb</p>"

    assert readings.on_page(html) == (
        '<p><ruby>&lt;script&gt;<rt aria-hidden="true">&lt;i&gt;</rt></ruby></p>'
    )


def test_a_page_without_marks_stays_byte_for_byte():
    html = "<!DOCTYPE html>\n<p title='a>b'>講座 &amp; <br>《》</p><!-- x -->"

    assert readings.on_page(html) == html


def test_the_easy_catalogue_is_compiled_with_marks_and_the_english_is_not():
    files = [polib.POFile(), polib.POFile()]
    for file, language in zip(files, ("ja-easy", "en"), strict=True):
        file.metadata = {"Language": language}
        file.append(polib.POEntry(msgid="日", msgstr="日《ひ》"))

    assert [catalogues.with_readings(file)[0].msgstr for file in files] == [
        readings.marked("日《ひ》"), "日《ひ》",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("%(day)s までに送《おく》る", ""),
        ("%(day)s までに送る", "has no reading for 送"),
        ("%(at)s までに", "has other placeholders"),
        ("", "is empty or fuzzy"),
    ],
)
def test_easy_words_are_checked_for_readings_too(text, fault):
    word = Word(None, "%(day)sまでに送る", "")
    entry = polib.POEntry(msgid=word.singular, msgstr=text)

    assert messages.fault_in(word, entry, catalogue=messages.EASY) == fault


def test_easy_words_are_wanted_only_for_pages_that_a_group_meets():
    used = {
        Word(None, "机", ""): ["templates/bookings/desk/home.html"],
        Word(None, "席", ""): ["templates/bookings/public/who.html"],
    }

    assert list(messages.faults_of({}, used, catalogue=messages.EASY)) == [
        "templates/bookings/public/who.html: no やさしい日本語 for 「席」 (make messages)"
    ]


def passed(content: bytes, kind: str) -> bytes:
    answer = HttpResponse(content, content_type=kind)
    return ReadingsMiddleware(lambda request: answer)(RequestFactory().get("/")).content


@pytest.mark.parametrize(
    "kind",
    [
        "application/pdf", "image/jpeg", "application/octet-stream", "message/rfc822",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "text/csv; charset=cp932", "text/plain; charset=utf-8", "",
    ],
)  # fmt: skip
def test_what_holds_the_bytes_of_a_mark_by_chance_stays_as_it_is(kind):
    body = b"%PDF-1.7 \xff\xfe \xef\xbf\xb9 \x80"

    assert passed(body, kind) == body


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("text/html; charset=utf-8", '<ruby>日<rt aria-hidden="true">ひ</rt></ruby>'),
        ("text/plain; charset=utf-8", "日"),
        ("text/calendar", "日"),
        ("application/json", "日"),
    ],
)
def test_furigana_leaves_a_text_of_ours(kind, words):
    assert passed(readings.marked("日《ひ》").encode(), kind).decode() == words
