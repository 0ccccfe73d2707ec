"""講座を表計算で: out, changed, looked at, in; by whom; all or nothing."""

import io

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook
from wagtail.models import Page, PageLogEntry

from lectures.models import BookingRules, Lecture, LecturePage
from lectures.sheets import applying
from tests.factories import lectures as make
from tests.lectures.sheets import (
    as_csv,
    complaints,
    download,
    drafts,
    edited,
    look,
    new_line,
    press,
    put,
    rows,
    told,
)  # fmt: skip

pytestmark = pytest.mark.django_db


def test_the_file_has_one_row_for_each_lecture_and_codes_are_text(menu, editor):
    data = download(editor, menu)

    head, *lines = rows(data)
    sheet = load_workbook(io.BytesIO(data)).active
    assert head[:7] == ["キー（さわらない）", "講座番号", "講座名", "短い説明", "分野", "課コード", "担当課（見るだけ）"]  # fmt: skip
    assert [line[1:3] for line in lines] == [["3-01", "わが家の備え"], ["3-02", "=1+1"], ["4-01", "減塩〜髙﨑"]]  # fmt: skip
    assert (lines[0][5], lines[0][8]) == ("0305", 60)
    assert lines[2][head.index("状態（見るだけ）")] == "下書き"
    assert sheet.column_dimensions["A"].hidden
    assert {cell.data_type for cell in sheet["C"]} == {"s"}


@pytest.mark.parametrize("form", ["xlsx", "csv", "cp932"])
def test_a_file_that_nobody_changed_changes_nothing(menu, editor, form):
    answer = look(editor, menu, download(editor, menu, form), name=f"a.{form}")

    assert (complaints(answer), told(answer)) == ([], [])
    assert answer.context["checked"].same == 3
    assert "ちがいはありません" in answer.content.decode()


def test_the_page_tells_each_change_and_the_button_makes_drafts(menu, editor):
    def work(sheet):
        put(sheet, 2, "時間（分）", 90)
        put(sheet, 2, "課コード", "０４１０")
        put(sheet, 4, "講座名", "減塩のはなし")

    answer = look(editor, menu, edited(download(editor, menu), work))

    assert told(answer) == [
        (2, "課コード", "0305", "0410"),
        (2, "時間（分）", "60", "90"),
        (4, "講座名", "減塩〜髙﨑", "減塩のはなし"),
    ]
    assert Lecture.objects.get(number="3-01").minutes == 60
    done = press(editor, menu, answer).content.decode()
    assert "直した講座 2件（うち公開 0件）、新しい下書き 0件" in done
    page = LecturePage.objects.get(number="3-01")
    draft = page.get_latest_revision_as_object()
    assert (draft.minutes, draft.department.code) == (90, "0410")
    assert (page.live, page.has_unpublished_changes, page.lecture.minutes) == (True, True, 60)


def test_published_lectures_may_be_published_at_once_and_drafts_stay_drafts(menu, editor):
    def work(sheet):
        for row in (2, 4):
            put(sheet, row, "対象", "小学生から")

    press(editor, menu, look(editor, menu, edited(download(editor, menu), work), how="publish"))

    assert Lecture.objects.get(number="3-01").audience == "小学生から"
    assert LecturePage.objects.get(draft_title="減塩〜髙﨑").live is False


def test_a_draft_that_waits_is_not_published_along(menu, editor):
    page = LecturePage.objects.get(number="3-01")
    page.summary = "まだ出さない文"
    page.save_revision()
    data = edited(download(editor, menu), lambda sheet: put(sheet, 2, "対象", "だれでも"))

    press(editor, menu, look(editor, menu, data, how="publish"))

    row = Lecture.objects.get(number="3-01")
    assert (row.summary, row.audience) == ("地図を見ながら話します。", "")
    assert page.get_latest_revision_as_object().audience == ""
    latest = LecturePage.objects.get(pk=page.pk).get_latest_revision_as_object()
    assert (latest.summary, latest.audience) == ("まだ出さない文", "だれでも")


def test_the_history_says_who_and_that_it_was_a_file(menu, editor):
    data = edited(download(editor, menu), lambda sheet: put(sheet, 2, "対象", "だれでも"))
    press(editor, menu, look(editor, menu, data))

    entry = PageLogEntry.objects.get(action=applying.ACTION)
    assert (entry.user_id, entry.page_id) == (
        int(editor.session["_auth_user_id"]), LecturePage.objects.get(number="3-01").pk,
    )  # fmt: skip
    history = editor.get(reverse("wagtailadmin_pages:history", args=[entry.page_id]))
    assert "表計算のファイルから直しました" in history.content.decode()


def test_a_line_without_key_becomes_a_draft_with_the_usual_values(menu, editor):
    press(editor, menu, look(editor, menu, edited(download(editor, menu), new_line), how="publish"))

    page = LecturePage.objects.get(draft_title="水のそなえ")
    assert (page.live, page.minutes, page.need_kind, page.accepting) == (False, 60, "necessary", True)  # fmt: skip
    assert Lecture.objects.filter(title="水のそなえ").count() == 0


def test_a_button_pressed_twice_does_it_once(menu, editor):
    looked = look(editor, menu, edited(download(editor, menu), new_line))
    press(editor, menu, looked)
    again = press(editor, menu, looked)

    assert LecturePage.objects.filter(draft_title="水のそなえ").count() == 1
    assert "ちがいはありません" in again.content.decode()


def test_lines_that_are_gone_change_nothing(menu, editor):
    answer = look(editor, menu, edited(download(editor, menu), lambda sheet: sheet.delete_rows(3)))

    assert (told(answer), complaints(answer)) == ([], [])


def test_what_changed_meanwhile_is_looked_at_again(menu, editor):
    data = edited(download(editor, menu), lambda sheet: put(sheet, 2, "対象", "だれでも"))
    looked = look(editor, menu, data)
    page = LecturePage.objects.get(number="3-01").get_latest_revision_as_object()
    page.minutes = 45
    page.save_revision()

    answer = press(editor, menu, looked)

    assert "まだ何も変えていません" in answer.content.decode()
    assert complaints(answer) == []
    assert told(answer) == [(2, "時間（分）", "45", "60"), (2, "対象", "", "だれでも")]
    assert PageLogEntry.objects.filter(action=applying.ACTION).count() == 0


def test_without_the_stamp_a_colleagues_work_would_be_undone(menu, editor, monkeypatch):
    data = edited(download(editor, menu), lambda sheet: put(sheet, 2, "対象", "だれでも"))
    monkeypatch.setattr(applying, "_stamp", lambda seen: "same")
    looked = look(editor, menu, data)
    page = LecturePage.objects.get(number="3-01").get_latest_revision_as_object()
    page.minutes = 45
    page.save_revision()

    press(editor, menu, looked)

    assert LecturePage.objects.get(number="3-01").get_latest_revision_as_object().minutes == 60


def test_one_row_that_fails_keeps_all_as_it_was(menu, editor, monkeypatch):
    def work(sheet):
        put(sheet, 2, "対象", "だれでも")
        put(sheet, 4, "対象", "だれでも")

    looked = look(editor, menu, edited(download(editor, menu), work))
    before, bring = drafts(), applying._bring
    from django.core.exceptions import ValidationError

    def refuse_the_second(change, *args, **kwargs):
        if change.row == 4:
            raise ValidationError("だめです。")
        return bring(change, *args, **kwargs)

    monkeypatch.setattr(applying, "_bring", refuse_the_second)
    answer = press(editor, menu, looked)

    assert complaints(answer) == [("4行目", "だめです。")]
    assert drafts() == before


def test_numbers_move_up_in_one_go_but_do_not_swap(menu, editor):
    def shift(sheet):
        put(sheet, 2, "講座番号", "3-02")
        put(sheet, 3, "講座番号", "3-03")

    press(editor, menu, look(editor, menu, edited(download(editor, menu), shift), how="publish"))
    assert dict(Lecture.objects.values_list("title", "number")) == {"わが家の備え": "3-02", "=1+1": "3-03"}  # fmt: skip

    def swap(sheet):
        put(sheet, 2, "講座番号", "3-03")
        put(sheet, 3, "講座番号", "3-02")

    answer = look(editor, menu, edited(download(editor, menu), swap), how="publish")
    assert [where for where, _why in complaints(answer)] == ["2行目 B列「講座番号」", "3行目 B列「講座番号」"]  # fmt: skip
    assert "がまだ使っています" in complaints(answer)[0][1]


def test_the_office_changes_conditions_and_an_editor_does_not_see_them(menu, office, site):
    def work(sheet):
        put(sheet, 2, "条件：何日前まで", 30)
        put(sheet, 2, "条件：行う月", "6月、5月")
        put(sheet, 2, "条件：この日から", "令和8年4月1日")
        put(sheet, 2, "条件：土日", "いいえ")

    data = edited(download(office, menu), work)
    press(office, menu, look(office, menu, data))

    row = BookingRules.objects.get(lecture__number="3-01")
    assert (row.lead_days, row.season_months, str(row.season_from), row.weekends) == (30, "5,6", "2026-04-01", False)  # fmt: skip
    assert told(look(office, menu, data)) == []

    editor = Client()
    editor.force_login(make.person(site))
    assert "条件：何日前まで" not in rows(download(editor, menu))[0]
    other = edited(data, lambda sheet: put(sheet, 2, "条件：何日前まで", 40))
    assert complaints(look(editor, menu, other)) == [
        ("2行目 Y列「条件：何日前まで」", "申込条件を直せるのは、事務局だけです。")
    ]


def test_conditions_come_back_as_they_went(menu, office, site):
    lecture = Lecture.objects.get(number="3-01")
    BookingRules.objects.create(
        site=site, lecture=lecture, season_months="1,2,4", day_from="09:30", min_people=5, quota=3
    )
    for form in ("xlsx", "csv"):
        assert told(look(office, menu, download(office, menu, form))) == []


@pytest.mark.parametrize("form", ["csv", "cp932"])
def test_csv_neutralises_what_would_be_computed(menu, editor, form):
    data = download(editor, menu, form)

    assert ",'=1+1," in data.decode("cp932" if form == "cp932" else "utf-8")
    assert data.startswith(b"\xef\xbb\xbf") == (form == "csv")


def test_shift_jis_is_refused_when_a_letter_would_be_lost(menu, editor):
    make.lecture_page(menu, number="9-99", title="𠮷野の話")

    answer = editor.get(reverse("lecture_sheets:cp932", args=[menu.pk]), follow=True)

    assert "Shift_JISにない文字（𠮷）があります" in answer.content.decode()


def test_no_file_gets_a_sentence(menu, editor):
    answer = editor.post(reverse("lecture_sheets:menu", args=[menu.pk]), {"how": "publish"})
    assert "ファイルをえらんでください。" in answer.content.decode()


def test_more_lectures_cost_no_more_queries(menu, editor):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def queries():
        with CaptureQueriesContext(connection) as seen:
            download(editor, menu)
        return len(seen)

    few = queries()
    first = LecturePage.objects.get(number="3-01")
    for number in range(6):
        make.lecture_page(menu, number=f"7-{number}", category=first.category, department=first.department)  # fmt: skip
    assert queries() == few


def test_csv_with_own_columns_only_leaves_the_others_as_they_are(menu, editor):
    head, line, *_rest = rows(download(editor, menu))
    keep = [head.index(name) for name in ("キー（さわらない）", "講座番号", "対象")]
    data = as_csv([[head[at] for at in keep], [line[keep[0]], line[keep[1]], "だれでも"]])

    assert told(look(editor, menu, data, name="a.csv")) == [(2, "対象", "", "だれでも")]


def test_the_menu_of_the_admin_leads_there(menu, editor):
    home = editor.get(reverse("wagtailadmin_home")).content.decode()
    assert reverse("lecture_sheets:index") in home
    assert Page.objects.filter(pk=menu.pk).exists()
