"""前の年度: a spreadsheet is read, looked at, brought in as a whole; what stood before stays."""

import io

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from accounts.models import Role, User
from bookings.actions import past_years
from bookings.actions.moves import Refused, Stale
from bookings.actions.past_years import Origin, PastLine, PastYear
from bookings.desk.past_years import differences, remarks
from bookings.doctor import past as doctor
from bookings.models import PastFigure, PastImport
from lectures.roles import give_role
from lectures.sheets import writing
from tests.factories.bookings import make_request
from tests.factories.town import NOW

PAGE = "/desk/results/past/"
HEAD = ["年度", "区分", "名前", "回数", "人数"]
GOOD = [
    HEAD,
    ["令和５年度", "合計", "", "１，０４７", "23,456人"],
    ["R5", "月", "4月", "500", ""],
    ["2023", "月", "５", "５４７回", ""],
    ["2023年度", "課", "防災課", "1000", "-"],
    ["令和5年度（2023年度）", "課", "むかしの課", "40", "不明"],
    ["平成31年度", "合計", "", "0", "0"],
]


def csv_of(rows, *, encoding: str = "utf-8-sig") -> bytes:
    quoted = (",".join(f'"{cell}"' for cell in row) for row in rows)
    return "\r\n".join(quoted).encode(encoding)


def xlsx_of(rows) -> bytes:
    book, held = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append([int(c) if c.isascii() and c.isdecimal() else c for c in row])
    book.save(held)
    return held.getvalue()


def looked(office, data: bytes, *, name: str = "前の年度.csv", **more: str):
    file = SimpleUploadedFile(name, data)
    body = {"file": file, "unit": "session", "source": "事業報告書", **more}
    return office.post(PAGE, body)


def pressed(office, look):
    page = BeautifulSoup(look.content, "html.parser")
    packed = page.find("input", {"name": "packed"})["value"]
    return office.post(f"{PAGE}bring-in/", {"packed": packed}, follow=True)


def brought_in(office, rows, **more: str):
    return pressed(office, looked(office, csv_of(rows), **more))


def figures(year: int = 2023) -> list[tuple]:
    rows = PastFigure.objects.filter(year=year).order_by("order")
    return list(rows.values_list("dimension", "key", "label", "sessions", "people"))


READ = [
    ("total", "", "", 1047, 23456),
    ("month", "4", "4月", 500, None),
    ("month", "5", "5月", 547, None),
    ("department", "0305", "防災課", 1000, None),
    ("department", "むかしの課", "むかしの課", 40, None),
]


@pytest.mark.parametrize(
    "data",
    [
        csv_of(GOOD), csv_of(GOOD, encoding="utf-8"), csv_of(GOOD, encoding="cp932"), xlsx_of(GOOD),
        "\n".join("\t".join(row) for row in GOOD).encode("utf-16"),
    ],
    ids=["utf-8 with BOM", "utf-8", "windows", "xlsx", "unicode text"],
)  # fmt: skip
def test_every_usual_file_is_read_the_same(office, town, clerk, data):
    look = looked(office, data)
    assert (look.status_code, PastFigure.objects.count()) == (200, 0)
    assert "まだ何も変えていません。" in look.content.decode()

    done = pressed(office, look).content.decode()

    assert "2つの年度を読みこみました。" in done
    assert figures() == READ
    assert figures(2019) == [("total", "", "", 0, 0)]
    made = PastImport.objects.get(year=2023)
    assert (made.source, made.by, made.at, made.unit) == ("事業報告書", clerk, NOW, "session")
    assert "令和5年度（2023年度）" in office.get(f"{PAGE}2023/").content.decode()


def test_parts_that_do_not_add_up_are_said_and_not_refused(office, town):
    look = looked(office, csv_of(GOOD)).content.decode()

    assert "課ごとの回数を足すと1040回で、合計の1047回と7回ちがいます。" in look
    assert "月ごとの" not in look
    assert "このまま読みこめます。" in look


@pytest.mark.parametrize(
    "row, place, said",
    [
        (["昔", "合計", "", "1", ""], "2行目 A列「年度」", "2017、平成29年度、H29のように"),
        (["2030", "合計", "", "1", ""], "2行目 A列「年度」", "まだ始まっていない年度です"),
        (["2023", "曜日", "", "1", ""], "2行目 B列「区分」", "区分は、合計、月、課"),
        (["2023", "月", "2023-04-01", "1", ""], "2行目 C列「名前」", "列の書式を「文字列」に"),
        (["2023", "課", "", "1", ""], "2行目 C列「名前」", "名前が空です"),
        (["2023", "合計", "", "たくさん", ""], "2行目 D列「回数」", "整数で入れてください"),
        (["2023", "合計", "", "1", "1.5"], "2行目 E列「人数」", "整数で入れてください"),
        (["2023", "月", "4月", "1", ""], "2行目 B列「区分」", "「合計」の行がありません"),
    ],
)  # fmt: skip
def test_an_error_names_row_and_column_and_nothing_is_half_done(office, town, row, place, said):
    answer = looked(office, csv_of([HEAD, row, ["2022", "合計", "", "5", ""]]))

    page = answer.content.decode()
    assert answer.status_code == 422
    assert place in page
    assert said in page
    assert "何も変えていません" in page
    assert not PastImport.objects.exists()


def test_the_same_line_twice_is_said(office, town):
    rows = [HEAD, ["2023", "合計", "", "5", ""], ["R5", "計", "", "6", ""]]

    assert "3行目 C列「名前」" in looked(office, csv_of(rows)).content.decode()


@pytest.mark.parametrize(
    "data, said",
    [
        (b"", "ファイルが空です"),
        (csv_of([HEAD]), "1行目の見出しのほかに、行がありません。"),
        (csv_of([["年度", "回数"], ["2023", "1"]]), "1行目に、列の見出しがありません：区分"),
        (csv_of([[*HEAD, "メモ"], ["2023", "合計", "", "1", "", "x"]]), "知らない見出しです"),
        (b"%PDF-1.7", "表計算のファイルではありません"),
    ],
)
def test_a_file_that_is_no_such_table_is_said(office, town, data, said):
    answer = looked(office, data)

    assert answer.status_code == 422
    assert said in answer.content.decode()


def test_wrong_answers_are_said_beside_their_fields(office, town):
    answer = office.post(PAGE, {"unit": "", "source": ""})

    page = answer.content.decode()
    for said in (
        "ファイルをえらんでください",
        "何を1回と数えたか、えらんでください",
        "どこから取った数か、書いてください",
    ):
        assert page.count(said) == 2


def test_a_year_is_replaced_as_a_whole_and_its_history_stays(office, town):
    brought_in(office, GOOD)
    look = looked(office, csv_of([HEAD, ["R5", "合計", "", "1050", ""]]), source="報告書の訂正")

    page = look.content.decode()
    assert "年度ごと入れかえる" in page
    assert "なくなる" in page
    pressed(office, look)

    assert figures() == [("total", "", "", 1050, None)]
    assert figures(2019) == [("total", "", "", 0, 0)]  # a year that the file does not name
    kept = PastImport.objects.filter(year=2023).order_by("version")
    assert [(row.version, len(row.lines), row.source) for row in kept] == [
        (1, 5, "事業報告書"), (2, 1, "報告書の訂正"),
    ]  # fmt: skip
    page = BeautifulSoup(office.get(f"{PAGE}2023/").content, "html.parser")
    assert "1047回" in page.find("details").get_text()


def test_the_same_file_again_changes_nothing(office, town):
    brought_in(office, GOOD)
    look = looked(office, csv_of(GOOD))

    assert "同じ数が、もう入っています。" in look.content.decode()
    assert "packed" not in look.content.decode()
    assert PastImport.objects.count() == 2


def test_what_was_looked_at_is_brought_in_or_nothing(office, town):
    first, second = looked(office, csv_of(GOOD)), looked(office, csv_of(GOOD))
    pressed(office, first)

    answer = pressed(office, second).content.decode()

    assert "ほかの人がこの年度を変えました" in answer
    assert PastImport.objects.count() == 2


def test_a_table_that_somebody_made_themselves_is_not_taken(office, town):
    answer = office.post(f"{PAGE}bring-in/", {"packed": "made-up"}, follow=True)

    assert "もう一度ファイルをえらんでください。" in answer.content.decode()


def test_a_year_with_own_sessions_is_refused(office, town):
    make_request(town, status="closed")

    answer = looked(office, csv_of([HEAD, ["令和8年度", "合計", "", "99", ""]]))

    assert "2行目 A列「年度」" in answer.content.decode()
    assert "実施の記録があります" in answer.content.decode()
    with pytest.raises(Refused):
        _bring(year=2026)


def test_without_the_guard_a_year_would_have_two_numbers(town, clerk, monkeypatch):
    make_request(town, status="closed")
    monkeypatch.setattr(past_years, "refuse_counted", lambda _years: None)

    _bring(year=2026)

    assert PastFigure.objects.get(year=2026).sessions == 9


def _bring(*, year: int, seen: int = 0, sessions: int = 9) -> None:
    lines = (PastLine("total", "", "", sessions, None),)
    past_years.bring_in(
        [PastYear(year, lines)], origin=Origin("session", "x", "x.csv"), seen={year: seen},
        by=None, at=NOW,
    )  # fmt: skip


def test_all_years_or_none(town, monkeypatch):
    _bring(year=2022)

    with pytest.raises(Stale):
        past_years.bring_in(
            [PastYear(y, (PastLine("total", "", "", 1, None),)) for y in (2021, 2022)],
            origin=Origin("session", "x", "x.csv"), seen={2021: 0, 2022: 0}, by=None, at=NOW,
        )  # fmt: skip

    assert [row.year for row in PastFigure.objects.all()] == [2022]


def test_a_year_is_taken_away_with_a_reason_and_stays_written(office, town):
    brought_in(office, GOOD)

    assert office.post(f"{PAGE}2023/take-away/", {"why": "", "seen": "1"}).status_code == 422
    assert office.post(f"{PAGE}2023/take-away/", {"why": "ほかの市の表", "seen": "2"}).status_code == 422  # fmt: skip
    office.post(f"{PAGE}2023/take-away/", {"why": "ほかの市の表", "seen": "1"})

    assert figures() == []
    page = office.get(f"{PAGE}2023/").content.decode()
    assert "この年度の数は、取り消してあります。" in page
    assert "取消し（ほかの市の表）" in page
    brought_in(office, GOOD)
    assert figures() == READ


def test_imports_cannot_be_rewritten(town):
    _bring(year=2022)

    with pytest.raises(IntegrityError), transaction.atomic():
        PastImport.objects.update(lines=[])


@pytest.mark.parametrize("form", ["xlsx", "csv", "sjis"])
def test_the_template_is_read_back_and_its_empty_rows_are_passed_over(office, town, form):
    content = office.get(f"{PAGE}template/{form}/").content

    if form == "xlsx":
        book = load_workbook(io.BytesIO(content))
        rows = [[cell.value for cell in row] for row in book.active.iter_rows()]
        assert rows[0] == HEAD
        assert rows[1][:2] == ["令和5年度", "合計"]
        for row in book.active.iter_rows(min_row=2):
            if row[1].value == "合計":
                row[3].value = 12
        held = io.BytesIO()
        book.save(held)
        content = held.getvalue()
    else:
        content = content.replace("合計,,,".encode("cp932" if form == "sjis" else "utf-8"), "合計,,12,".encode("cp932" if form == "sjis" else "utf-8"))  # fmt: skip
    look = looked(office, content)

    assert "回数が空の39行は読みませんでした。" in look.content.decode()
    pressed(office, look)
    assert [row.sessions for row in PastFigure.objects.order_by("year")] == [12, 12, 12]


def test_what_a_file_says_is_never_a_tag(office, town):
    rows = [HEAD, ["2023", "合計", "", "5", ""], ["2023", "地域", "<b>北</b>", "5", ""]]

    assert "<b>北</b>" not in looked(office, csv_of(rows)).content.decode()


def test_an_auditor_reads_and_brings_nothing_in(office, town, site):
    brought_in(office, GOOD)
    user = User.objects.create_user("kansa@city.example", "a-long-password")
    give_role(site=site, user=user, role=Role.AUDITOR)
    auditor = Client()
    auditor.force_login(user)

    assert auditor.get(PAGE).status_code == 200
    assert 'type="file"' not in auditor.get(PAGE).content.decode()
    assert auditor.get(f"{PAGE}2023/").status_code == 200
    assert looked(auditor, csv_of(GOOD)).status_code == 403
    assert auditor.post(f"{PAGE}2023/take-away/", {"why": "x"}).status_code == 403


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_asks_the_same_questions_however_many_years_there_are(office, town, number):
    for year in range(2020, 2020 + number):
        _bring(year=year)

    with CaptureQueriesContext(connection) as asked:
        page = office.get(PAGE)

    assert len(page.context["years"]) == number
    assert len([row for row in asked if "bookings_past" in row["sql"]]) == 1


lines = st.builds(
    PastLine,
    st.sampled_from(["total", "month", "department"]),
    st.sampled_from(["", "4", "5"]),
    st.just("x"),
    st.integers(0, 50),
    st.none() | st.integers(0, 50),
)
tables = st.lists(lines, unique_by=lambda line: (line.dimension, line.key))


@given(tables, tables)
def test_a_difference_names_exactly_the_lines_that_are_not_the_same(before, after):
    def keys(rows):
        return {(r.dimension, r.key): (r.sessions, r.people) for r in rows}

    old, new = keys(before), keys(after)
    differing = [key for key in {*old, *new} if old.get(key) != new.get(key)]

    assert len(differences(before, after)) == len(differing)
    assert differences(after, after) == []


@given(st.lists(st.integers(0, 99), min_size=1, max_size=12), st.integers(0, 999))
def test_a_remark_stands_exactly_where_the_sum_differs(months, total):
    table = [PastLine("total", "", "", total, None)]
    table += [PastLine("month", str(n), "x", count, None) for n, count in enumerate(months)]

    assert bool(remarks(table)) is (sum(months) != total)


def test_a_workbook_of_ours_keeps_what_was_typed():
    rows = [{"year": "R5", "part": "合計", "sessions": "5"}]
    from bookings.desk.past_sheets import COLUMNS, read_table

    table = read_table(writing.workbook(COLUMNS, rows, title="x"))

    assert table.lines[0].cells["sessions"] == "5"


def test_the_doctor_finds_figures_that_nobody_brought_in_and_years_with_two_numbers(
    town, monkeypatch
):
    _bring(year=2022)
    assert list(doctor.checks()) == []
    PastFigure.objects.update(sessions=10)
    make_request(town, status="closed")
    monkeypatch.setattr(past_years, "refuse_counted", lambda _years: None)
    _bring(year=2026)

    assert list(doctor.checks()) == [
        "past year 2022: its figures are not those of its newest import",
        "past year 2026: brought in from a file and counted here, too",
    ]
