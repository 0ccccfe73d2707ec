"""Bringing courses in from the admin: the worker does it, the page tells how far it is and how it ended."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from lectures import jobs
from lectures.courses import applying, fetching, tables, visiting, working
from lectures.models import CourseJob, CoursePage, CourseSource, SourceFile
from lectures.tasks import fetch_course_source, work_on_courses
from tests.factories import lectures as make
from tests.lectures.course_files import RIVER, river, table

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 1, tzinfo=UTC)
Act = CourseJob.Act


@pytest.fixture(autouse=True)
def today(clock_at):
    clock_at(NOW)


@pytest.fixture
def source(site):
    make.course_index(site)
    return CourseSource.objects.create(
        site=site, name="みかがみ大学", provider=make.provider(site, name="みかがみ大学"), publishes=True
    )  # fmt: skip


def address(source):
    return reverse("course_imports:source", args=[source.pk])


def shown(client, source):
    return client.get(address(source)).content.decode()


def posted(client, source, data):
    return client.post(
        address(source), {"act": "upload", "file": SimpleUploadedFile("a.csv", data)}
    )


def upload(client, source, data):
    """The page after the worker has looked."""
    answer = posted(client, source, data)
    work_on_courses()
    return answer.content.decode() if answer.status_code == 200 else shown(client, source)


def stamp_in(html):
    return html.partition('name="stamp" value="')[2].partition('"')[0]


def press(client, source, html, **more):
    return client.post(address(source), {"act": "apply", "stamp": stamp_in(html), **more})


def job():
    return CourseJob.objects.get()


def test_an_editor_asks_waits_looks_asks_and_waits_again(source, editor):
    posted(editor, source, river())
    waiting = editor.get(address(source))
    assert (waiting["Refresh"], CoursePage.objects.count()) == ("3", 0)
    assert "順番を待っています" in waiting.content.decode()
    assert "Refresh" not in editor.get(f"{address(source)}?still=1")

    work_on_courses()
    report = editor.get(address(source))
    assert "Refresh" not in report
    assert "新しい講座 1件" in report.content.decode()
    press(editor, source, report.content.decode())
    assert CoursePage.objects.count() == 0
    work_on_courses()

    done = shown(editor, source)
    assert "に終わりました。取りこみました。" in done
    assert "変わる所はありません。" in done
    assert CoursePage.objects.get().owner_id == int(editor.session["_auth_user_id"])


def test_a_report_that_is_out_of_date_brings_nothing_in(source, editor):
    html = upload(editor, source, river())
    bring_in_elsewhere = river(**{"定員": "99"})
    applying.bring_in(source, bring_in_elsewhere, at=NOW)

    press(editor, source, html)
    work_on_courses()

    stale = shown(editor, source)
    assert "見たあとで内容が変わった" in stale
    assert (CoursePage.objects.get().capacity, job().state) == (99, "stale")
    press(editor, source, stale)
    work_on_courses()
    assert CoursePage.objects.get().capacity == 30


def test_while_the_worker_is_at_it_the_page_says_how_far_it_is(source, editor, monkeypatch):
    lines = [RIVER | {"ID": f"k{n}", "イベント名": f"川{n}"} for n in range(3)]
    html = upload(editor, source, table(*lines))
    press(editor, source, html)
    seen, real = [], applying._bring

    def bring(*args, **more):
        seen.append(shown(editor, source))
        return real(*args, **more)

    monkeypatch.setattr(applying, "_bring", bring)
    work_on_courses()

    assert ["3件のうち2件" in page for page in seen] == [False, False, True]
    assert '<progress max="3" value="2"' in seen[2]
    assert CoursePage.objects.count() == 3


def test_what_an_editor_picked_arrives(source, editor):
    press(editor, source, upload(editor, source, river()))
    work_on_courses()
    draft = CoursePage.objects.get().get_latest_revision_as_object()
    draft.place = "市民会館"
    draft.save_revision().publish()
    html = upload(editor, source, river())
    token = html.partition('name="pick" value="')[2].partition('"')[0]

    press(editor, source, html, pick=token)
    work_on_courses()

    assert CoursePage.objects.get().place == "みかがみ大学"


def test_pressed_twice_it_is_done_once(source, editor):
    html = upload(editor, source, river())
    first, second = (press(editor, source, html) for _press in range(2))
    assert (first.status_code, second.status_code) == (302, 302)
    assert "いま、この取りこみ元の仕事を進めています" in shown(editor, source)

    work_on_courses()
    work_on_courses()
    assert CoursePage.objects.count() == 1


def test_another_file_waits_until_the_first_is_done(source, editor):
    posted(editor, source, river())
    posted(editor, source, b"x")

    assert bytes(SourceFile.objects.get().content) == river()


@pytest.mark.parametrize(
    "refusal",
    ["時間内に返事がありませんでした。", "相手が「404」と答えました。アドレスを確かめてください。"],
)
def test_a_feed_that_fails_ends_with_a_sentence(source, editor, monkeypatch, refusal):
    CourseSource.objects.update(kind="ics", address="https://u.example/a.ics")

    def fetch(*args, **more):
        raise fetching.NotFetched(refusal)

    monkeypatch.setattr(fetching, "fetch", fetch)
    editor.post(address(source), {"act": "fetch"})
    work_on_courses()

    html = shown(editor, source)
    assert f'<div class="help-block help-critical"><p>{refusal}</p></div>' in html
    assert (job().state, job().is_going) == ("failed", False)


def test_a_feed_is_fetched_and_looked_at(source, editor, monkeypatch):
    CourseSource.objects.update(kind="csv", address="https://u.example/a.csv")
    monkeypatch.setattr(fetching, "fetch", lambda *a, **k: fetching.Fetched(river(), '"1"', ""))

    editor.post(address(source), {"act": "fetch"})
    work_on_courses()

    assert "新しい講座 1件" in shown(editor, source)
    assert CourseSource.objects.get().etag == '"1"'


def test_an_accident_ends_with_a_sentence_and_keeps_nothing(source, editor, monkeypatch):
    html = upload(editor, source, table(RIVER, RIVER | {"ID": "s", "イベント名": "海"}))
    real = applying._bring

    def bring(one, *args, **more):
        return real(one, *args, **more) if one.title != "海" else 1 / 0

    monkeypatch.setattr(applying, "_bring", bring)
    press(editor, source, html)
    work_on_courses()

    assert "思いがけないことで止まりました。何も変わっていません。" in shown(editor, source)
    assert CoursePage.objects.count() == 0


def taken(source, user, *, act=Act.BRING_IN, stamp=""):
    """By a worker that is gone in the middle of it."""
    working.ask(source, act=act, at=NOW, user=user, stamp=stamp)
    assert CourseJob.objects.take(job().pk, at=NOW)


def test_what_a_lost_worker_left_is_begun_anew_and_in_the_end_given_up(source, site):
    user = make.person(site)
    visiting.keep(source, river(), name="a.csv", at=NOW)
    taken(source, user, act=Act.LOOK)

    assert working.do_due(now=lambda: NOW + timedelta(minutes=4), seconds=9) == 0
    assert working.do_due(now=lambda: NOW + timedelta(minutes=6), seconds=9) == 1
    taken(source, user, act=Act.LOOK)
    CourseJob.objects.update(tries=3)
    working.do_due(now=lambda: NOW + timedelta(minutes=6), seconds=9)
    assert (job().state, "もう一度押してください" in job().said) == ("failed", True)


def overtaken(source, user, monkeypatch):
    """One worker brings in; before it ends, another has taken the job."""
    visiting.keep(source, river(), name="a.csv", at=NOW)
    visiting.look_at(source, river(), at=NOW)
    stamp = SourceFile.objects.get().report["stamp"]
    working.ask(source, act=Act.BRING_IN, at=NOW, user=user, stamp=stamp)
    later = NOW + timedelta(minutes=6)
    monkeypatch.setattr(
        working, "_heard", lambda *_steps: CourseJob.objects.take(job().pk, at=later)
    )
    working.do_due(now=lambda: NOW, seconds=9)


def test_who_is_overtaken_keeps_nothing(source, site, monkeypatch):
    overtaken(source, make.person(site), monkeypatch)

    assert CoursePage.objects.count() == 0


def test_without_the_last_look_at_the_row_both_would_keep_theirs(source, site, monkeypatch):
    monkeypatch.setattr(working, "_end", lambda *_facts, **_more: True)

    overtaken(source, make.person(site), monkeypatch)

    assert CoursePage.objects.count() == 1


def test_a_broker_that_is_away_costs_a_look_of_beat_only(source, editor, monkeypatch):
    def away(*args, **more):
        raise OSError

    monkeypatch.setattr(jobs.current_app, "send_task", away)

    assert "新しい講座 1件" in upload(editor, source, river())


def test_new_settings_ask_for_a_new_look(source, editor):
    upload(editor, source, river())
    facts = {"name": "大学", "provider": source.provider_id, "kind": "upload", "unattended": "look"}
    editor.post(reverse("course_sources:edit", args=[source.pk]), facts)
    html = shown(editor, source)
    assert "このファイルで変わる所を見る" in html
    assert stamp_in(html) == ""

    editor.post(address(source), {"act": "look"})
    work_on_courses()

    assert "新しい講座 1件" in shown(editor, source)


def test_the_list_says_what_is_going_on(source, editor):
    posted(editor, source, river())
    assert "進めています。" in editor.get(reverse("course_imports:index")).content.decode()
    work_on_courses()
    assert "進めています。" not in editor.get(reverse("course_imports:index")).content.decode()


def test_the_report_page_reads_what_was_kept_however_long_it_is(source, editor):
    counts = []
    for number in (1, 3):
        rows = (RIVER | {"ID": f"k{n}", "イベント名": f"川{n}"} for n in range(number))
        upload(editor, source, table(*rows))
        with CaptureQueriesContext(connection) as asked:
            assert shown(editor, source).count("<strong>川") == number
        counts.append(len(asked))

    assert counts[0] == counts[1]


@pytest.mark.parametrize(
    "data", [b"", b"\x00" * 100, b"a,b\n", "イベント名,開始日\nx,y\n".encode()]
)
def test_a_wrong_file_gets_a_sentence(source, editor, data):
    html = upload(editor, source, data)

    assert "help-critical" in html or "ファイルが空です" in html
    assert CoursePage.objects.count() == 0


@pytest.mark.parametrize(
    "posted",
    [{}, {"act": "apply"}, {"act": "fetch"}, {"act": "look"}, {"act": "\x00"}, {"act": "apply", "pick": "x" * 999}],
)  # fmt: skip
def test_wrong_posts_change_nothing(source, editor, posted):
    answer = editor.post(address(source), posted)
    work_on_courses()

    assert answer.status_code in (200, 302)
    assert (CoursePage.objects.count(), CourseJob.objects.count()) == (0, 0)


def test_another_address_or_an_uploaded_file_is_fetched_as_new(source, editor):
    facts = {"name": "大学", "provider": source.provider_id, "kind": "csv", "unattended": "look"}
    url = reverse("course_sources:edit", args=[source.pk])
    etags = []
    for name in ("a", "a", "b"):
        editor.post(url, facts | {"address": f"https://u.example/{name}.csv"})
        etags.append(CourseSource.objects.get().etag)
        CourseSource.objects.update(etag="1")

    upload(editor, source, river())

    assert [*etags, CourseSource.objects.get().etag] == ["", "1", "", ""]


def test_a_file_that_breaks_the_reader_gets_a_sentence(source, editor, monkeypatch):
    monkeypatch.setattr(tables, "courses_in", lambda *a, **k: int("x"))

    assert "こわれていて" in upload(editor, source, river())


def test_every_mornings_look_is_shown_on_the_page(source, editor, monkeypatch):
    CourseSource.objects.update(kind="csv", address="https://u.example/a.csv")
    monkeypatch.setattr(fetching, "fetch", lambda *a, **k: fetching.Fetched(river(), '"1"', ""))

    fetch_course_source(source.pk)

    assert "新しい講座 1件" in shown(editor, source)
