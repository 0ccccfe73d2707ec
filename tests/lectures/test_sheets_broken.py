"""Broken files: each is told by row and column in a sentence, and nothing changes."""

import io
import zipfile
from datetime import datetime

import pytest
from django_scopes import scopes_disabled
from openpyxl import Workbook, load_workbook

from lectures.models import Lecture, LecturePage
from tests.factories import lectures as make
from tests.lectures.sheets import (
    as_csv,
    complaints,
    download,
    drafts,
    edited,
    look,
    place,
    put,
    saved,
)  # fmt: skip

pytestmark = pytest.mark.django_db
KEY = "キー（さわらない）"


@pytest.fixture
def menu(site):
    menu = make.menu(site)
    row = make.category(site, name="防災・安全")
    course = make.department(site, code="0305", name="防災課")
    for number in ("3-01", "3-02", "3-03"):
        make.lecture_page(
            menu, number=number, title=f"講座{number}", category=row, department=course
        )
    return menu


@pytest.fixture
def editor(site, client):
    client.force_login(make.person(site))
    return client


def cell(row, heading, value):
    return lambda data, menu: edited(data, lambda sheet: put(sheet, row, heading, value))


def on_sheet(change):
    return lambda data, menu: edited(data, change)


def on_csv(change):
    """The same table as CSV in UTF-8, changed as text."""

    def make_file(data, menu):
        sheet = load_workbook(io.BytesIO(data)).active
        lines = [[str(cell.value or "") for cell in row] for row in sheet.iter_rows()]
        return change(as_csv(lines).decode()).encode()

    return make_file


def ole(what=b""):
    return lambda data, menu: bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600 + what


def zipped(**parts):
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as book:
        for name, content in parts.items():
            book.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    return held.getvalue()


def with_part(name, content):
    """The workbook with one part replaced."""

    def make_file(data, menu):
        held = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(held, "w") as new:
            for part in old.infolist():
                new.writestr(part, content if part.filename == name else old.read(part))
        return held.getvalue()

    return make_file


def other_sheet(data, menu):
    book = load_workbook(io.BytesIO(data))
    book.create_sheet("メモ")["A1"] = "あとで"
    return saved(book)


def empty_book(data, menu):
    return saved(Workbook())


def same_key(sheet):
    sheet.cell(3, 1).value = sheet.cell(2, 1).value


def hide(sheet):
    sheet.row_dimensions[3].hidden = True


def no_heading(sheet):
    sheet.cell(1, place(sheet, "講座番号")).value = "番号だったもの"


def two_headings(sheet):
    sheet.cell(1, place(sheet, "対象")).value = "短い説明"


def own_column(sheet):
    sheet.cell(2, 30).value = "メモ"


def far_away(sheet):
    sheet.cell(90_000, 2).value = "3-90"


def other_towns_key(data, menu):
    with scopes_disabled():
        page = make.lecture_page(make.menu(make.other_town()))
    return cell(2, KEY, str(page.translation_key))(data, menu)


def deleted_page(data, menu):
    page = make.lecture_page(menu, live=False)
    key = str(page.translation_key)
    page.delete()
    return cell(2, KEY, key)(data, menu)


def last_years_key(data, menu):
    page = make.lecture_page(make.menu(menu.fiscal_year.site, year=2025))
    return cell(2, KEY, str(page.translation_key))(data, menu)


def new_with_taken_number(sheet):
    for heading, value in (
        ("講座番号", "3-01"), ("講座名", "新しい講座"), ("分野", "防災・安全"), ("課コード", "0305"),
    ):  # fmt: skip
        put(sheet, 5, heading, value)


WHOLE = "ファイル全体"
NO_SUCH = "この目次に、このキーの講座はありません。"
FILES = {
    "nothing in it": (lambda data, menu: b"", None, "ファイルが空です。"),
    "a picture": (lambda data, menu: b"\x89PNG\r\n" + b"\0" * 99, WHOLE, "表計算のファイルではありません。"),
    "a PDF": (lambda data, menu: b"%PDF-1.7 abc", WHOLE, "表計算のファイルではありません。"),
    "a web page named xls": (lambda data, menu: b"<html><table></table>", WHOLE, "表計算のファイルではありません。"),
    "a password": (ole("EncryptedPackage".encode("utf-16-le")), WHOLE, "パスワードがかかっています。"),
    "an old xls": (ole(), WHOLE, "古い形のファイル（xls）です。"),
    "a document": (lambda data, menu: zipped(word__document_xml="<w/>"), WHOLE, "Excelのファイル（xlsx）ではありません。"),
    "half a file": (lambda data, menu: data[: len(data) // 2], WHOLE, "ファイルがこわれていて"),
    "broken inside": (with_part("xl/workbook.xml", b"<workbook"), WHOLE, "ファイルがこわれていて"),
    "a sheet that is no sheet": (with_part("xl/worksheets/sheet1.xml", b"<sheetData><c r='?'"), WHOLE, "ファイルがこわれていて"),
    "entities": (
        with_part("xl/workbook.xml", b'<!DOCTYPE x [<!ENTITY a "aaaa">]><workbook>&a;</workbook>'),
        WHOLE, "読めない作りのファイルです。",
    ),
    "a zip bomb": (lambda data, menu: zipped(xl__workbook_xml="<w/>", xl__big_xml=b"0" * 50_000_000), WHOLE, "中身が大きすぎる"),
    "too many parts": (lambda data, menu: zipped(**{f"p{n}": "" for n in range(500)}), WHOLE, "中身が大きすぎる"),
    "30 MB": (lambda data, menu: b"a,b\n" * 7_500_000, WHOLE, "ファイルが大きすぎます（3MBまで）"),
    "an empty book": (empty_book, WHOLE, "表が空です。"),
    "a heading and no row": (on_sheet(lambda sheet: sheet.delete_rows(2, 9)), WHOLE, "1行目の見出しのほかに"),
    "another sheet": (other_sheet, WHOLE, "シートが何枚もあります"),
    "merged cells": (on_sheet(lambda sheet: sheet.merge_cells("C2:D3")), "2行目 C列", "セルが結合されています（C2:D3）"),
    "a hidden row": (on_sheet(hide), "3行目", "行が隠れています。"),
    "a row far below": (on_sheet(far_away), "90000行目", "行が多すぎます。"),
    "no heading for the number": (on_sheet(no_heading), "1行目", "列の見出しがありません：講座番号"),
    "an unknown heading": (cell(1, "対象", "対象者"), "1行目 K列「対象者」", "知らない見出しです。"),
    "a heading twice": (on_sheet(two_headings), "1行目 K列「短い説明」", "同じ見出しの列が"),
    "words beside the table": (on_sheet(own_column), "2行目 AD列", "見出しのない列に"),
    "a key twice": (on_sheet(same_key), f"3行目 A列「{KEY}」", "2行目と同じキーです。"),
    "another town's key": (other_towns_key, f"2行目 A列「{KEY}」", NO_SUCH),
    "the key of a deleted page": (deleted_page, f"2行目 A列「{KEY}」", NO_SUCH),
    "last year's key": (last_years_key, f"2行目 A列「{KEY}」", NO_SUCH),
    "no key at all": (cell(2, KEY, "abc"), f"2行目 A列「{KEY}」", NO_SUCH),
    "a number twice": (cell(3, "講座番号", "3-01"), "3行目 B列「講座番号」", "講座番号 3-01 は、「講座3-01」が使っています。"),
    "a new lecture with a taken number": (on_sheet(new_with_taken_number), "5行目 B列「講座番号」", "が使っています。"),
    "a number that became a day": (cell(2, "講座番号", datetime(2026, 3, 1)), "2行目 B列「講座番号」", "「2026-03-01」は、「3-07」の形ではありません。"),
    "no title": (cell(2, "講座名", None), "2行目 C列「講座名」", "空けておけません。"),
    "a title that is too long": (cell(2, "講座名", "あ" * 121), "2行目 C列「講座名」", "121字あります。120字までに"),
    "an unknown category": (cell(2, "分野", "宇宙"), "2行目 E列「分野」", "「宇宙」はありません。えらべるのは：防災・安全"),
    "an unknown department": (cell(2, "課コード", "9999"), "2行目 F列「課コード」", "課コード「9999」の課は、ありません。"),
    "a code without its zero": (cell(2, "課コード", 305), "2行目 F列「課コード」", "「0305」の先頭の0が消えていませんか。"),
    "another name for the code": (cell(2, "担当課（見るだけ）", "税務課"), "2行目 G列「担当課（見るだけ）」", "コード「0305」は「防災課」です。"),
    "minutes in words": (cell(2, "時間（分）", "abc"), "2行目 I列「時間（分）」", "「abc」は、15から240までの数に"),
    "minutes without end": (cell(2, "時間（分）", "9" * 400), "2行目 I列「時間（分）」", "15から240までの数に"),
    "a choice that is none": (cell(2, "申込み", "たぶん"), "2行目 N列「申込み」", "えらべるのは：受け付ける、休む"),
    "a state that is typed": (cell(2, "状態（見るだけ）", "公開"), "2行目 O列「状態（見るだけ）」", "見るだけです。"),
    "a formula": (cell(2, "対象", "=1+1"), "2行目 K列", "式が入っています。"),
    "a mistake of a formula": (cell(2, "対象", "#REF!"), "2行目 K列", "計算のまちがい（#REF!）"),
    "CSV of other columns": (lambda data, menu: as_csv([["日付", "曜日"], ["1", "2"]]), "1行目", "列の見出しがありません"),
    "CSV that is neither UTF-8 nor Shift_JIS": (
        lambda data, menu: "キー\r\n講座".encode() + b"\x81 ,", "2行目", "文字が読めません。",
    ),
    "CSV with NUL": (on_csv(lambda text: text.replace("講座3-02", "講\0座")), "3行目", "NUL"),
    "CSV with a formula": (on_csv(lambda text: text.replace("講座3-02", "=cmd|x")), "3行目 C列「講座名」", "式が入っています。"),
    "CSV with an open quote": (on_csv(lambda text: text.replace("講座3-02", '"講座')), "3行目", "表の形が読めません。"),
    "CSV with a short row": (on_csv(lambda text: text.replace("講座3-02,", "")), "3行目", "列が足りません。"),
    "CSV with a control character": (on_csv(lambda text: text.replace("講座3-02", "講\x07座")), "3行目 C列「講座名」", "制御文字"),
}  # fmt: skip


@pytest.mark.parametrize("kind", FILES)
def test_a_broken_file_is_told_where_and_changes_nothing(menu, editor, kind):
    make_file, where, sentence = FILES[kind]
    data = make_file(download(editor, menu), menu)
    before = drafts(), list(Lecture.objects.values())

    answer = look(editor, menu, data)

    page = answer.content.decode()
    if where is None:
        assert sentence in page
    else:
        found = complaints(answer)
        assert any(at == where and sentence in said for at, said in found), found
        assert "まだ何も変わっていません" in page
    assert "packed" not in answer.context
    assert (drafts(), list(Lecture.objects.values())) == before
    assert answer.status_code == 200


@pytest.mark.parametrize(
    ("heading", "value", "sentence"),
    [
        ("条件：この日から", "2026-13-01", "「2026-13-01」という日はありません。"),
        ("条件：この日から", "2026-02-30", "「2026-02-30」という日はありません。"),
        ("条件：何時から", "25:00", "「25:00」という時刻はありません。"),
        ("条件：行う月", "13、4", "「13、4」は、月の数ではありません。"),
        ("条件：1年度に何回まで", "1000", "0から999までの数に"),
    ],
)
def test_conditions_too(menu, site, client, heading, value, sentence):
    client.force_login(make.person(site, make.SiteRole.Role.OFFICE))

    answer = look(client, menu, cell(2, heading, value)(download(client, menu), menu))

    [(where, said)] = complaints(answer)
    assert where.startswith("2行目 ")
    assert heading in where
    assert sentence in said


def test_ranges_the_wrong_way_round(menu, site, client):
    client.force_login(make.person(site, make.SiteRole.Role.OFFICE))

    def work(sheet):
        put(sheet, 2, "条件：何人から", 30)
        put(sheet, 2, "条件：何人まで", 9)

    answer = look(client, menu, edited(download(client, menu), work))

    assert [where for where, _said in complaints(answer)] == ["2行目 AB列「条件：何人まで」"]


def test_many_mistakes_are_all_told(menu, editor):
    def work(sheet):
        for row in (2, 3, 4):
            put(sheet, row, "時間（分）", "abc")
            put(sheet, row, "分野", "宇宙")

    assert len(complaints(look(editor, menu, edited(download(editor, menu), work)))) == 6


def test_no_reader_of_files_trusts_their_names(menu, editor):
    data = download(editor, menu)
    assert complaints(look(editor, menu, data, name="a.csv")) == []
    assert complaints(look(editor, menu, download(editor, menu, "csv"), name="b.xlsx")) == []
    assert LecturePage.objects.count() == 3
