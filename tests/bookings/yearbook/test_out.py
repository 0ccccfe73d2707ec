"""The results as files: asked for on a page, made by the worker, sent while they are read."""

import csv
import io
from datetime import timedelta

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from bookings import counting, tasks
from bookings.actions import year_reports
from bookings.counting.folding import fold
from bookings.models import LectureSession, YearReport, YearReportPart
from bookings.status import SessionState
from bookings.yearbook import sessions
from lectures.models import Lecture
from tests.factories.town import NOW

OUT = "/desk/results/out/"


def body(response) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


def rows_of(response) -> list[dict[str, str]]:
    text = body(response)
    assert text.startswith(b"\xef\xbb\xbf")
    assert text.count(b"\r\n") == text.count(b"\n")
    return list(csv.DictReader(io.StringIO(text.decode("utf-8-sig"), newline="")))


def made(client, kind, year=2026) -> bytes:
    asked = client.post(OUT, {"kind": kind, "year": year})
    assert asked.status_code == 302
    tasks.make_year_reports()
    job = YearReport.objects.get(kind=kind, year=year)
    assert job.state == YearReport.State.DONE
    file = client.get(f"{OUT}{job.public_id}/")
    content = body(file)
    assert int(file["Content-Length"]) == len(content) == job.size
    return content


def test_the_list_of_sessions_adds_up_to_the_number(some, office):
    count = counting.year_count(2026, at=NOW)

    rows = rows_of(office.get(f"{OUT}sessions.csv?year=2026"))

    assert sum(int(row["実績の回数"]) for row in rows) == count.delivered > 0
    assert sum(int(row["来た人"]) for row in rows) == count.people
    assert [row["日"] for row in rows] == sorted(row["日"] for row in rows)


@pytest.mark.parametrize("folded", [0, 3, 1000])
def test_what_is_folded_and_what_is_stale_are_one_list(some, office, monkeypatch, folded):
    monkeypatch.setattr(sessions, "AT_ONCE", 2)
    fold(at=NOW, most=folded)

    rows = rows_of(office.get(f"{OUT}sessions.csv"))

    assert len(rows) == LectureSession.objects.filter(state=SessionState.DELIVERED).count()


def test_names_of_groups_and_lecturers_are_in_no_file(some, office):
    words = body(office.get(f"{OUT}sessions.csv")).decode()

    assert "集まり" not in words
    assert "係" not in words.replace("関係", "")
    assert "西町" not in words


def test_a_title_that_would_be_computed_is_words(some, office):
    Lecture.objects.update(title="=HYPERLINK(1)")

    text = body(office.get(f"{OUT}sessions.csv?year=2026")).decode()
    book = load_workbook(io.BytesIO(made(office, "sessions")))

    assert "'=HYPERLINK(1)" in text
    cells = [cell for row in book.worksheets[0].iter_rows() for cell in row]
    assert [cell.data_type for cell in cells if cell.value == "=HYPERLINK(1)"]
    assert {cell.data_type for cell in cells} <= {"s", "n", "d"}


def test_the_year_as_a_workbook_has_a_sheet_for_each_table(some, office):
    book = load_workbook(io.BytesIO(made(office, "tables")))

    assert book.sheetnames[:3] == ["年度の合計", "月べつ", "担当課べつ"]
    first = dict(row[:2] for row in book["年度の合計"].iter_rows(values_only=True))
    assert first["実施した回数"] == counting.delivered(2026)


def test_the_report_on_paper_says_the_number_how_it_is_counted_and_when_it_was_made(some, office):
    pages = PdfReader(io.BytesIO(made(office, "pdf"))).pages
    text = "".join(page.extract_text() for page in pages)

    assert "令和8年度（2026年度）" in text
    assert "みかがみ市" in text
    assert f"実施した回数 {counting.delivered(2026)}" in text
    assert "1か所で1回行うごとに1回と数えます。" in text
    assert "2026年11月22日" in text
    assert f"1 / {len(pages)}" in text


def test_the_page_shows_how_far_it_is_and_then_the_file(some, office):
    before = office.get(OUT)
    office.post(OUT, {"kind": "tables", "year": 2026})
    waiting = office.get(OUT)
    tasks.make_year_reports()
    ready = office.get(OUT)

    assert "Refresh" not in before
    assert waiting["Refresh"] == "3"
    assert "順番を待っています" in waiting.content.decode()
    assert "Refresh" not in office.get(f"{OUT}?still=1")
    assert "ファイルを開く" in ready.content.decode()
    assert "Refresh" not in ready


def test_pressed_twice_it_is_made_once(some, office):
    for _press in range(2):
        office.post(OUT, {"kind": "tables", "year": 2026})

    assert YearReport.objects.count() == 1


def test_what_is_not_chosen_is_asked_for_and_a_year_of_all_is_for_the_list_only(some, office):
    nothing = office.post(OUT, {})
    all_of_them = office.post(OUT, {"kind": "pdf", "year": "0"})

    assert nothing.status_code == all_of_them.status_code == 422
    assert "なにを作るかを、えらんでください。" in nothing.content.decode()
    assert "実施した回の一覧でだけえらべます" in all_of_them.content.decode()
    assert not YearReport.objects.exists()


def test_an_auditor_may_have_them_too(some, auditor):
    assert "ファイルを作る" in auditor.get(OUT).content.decode()
    assert made(auditor, "tables")


def test_after_thirty_days_the_file_is_gone(some, office, clock_at):
    made(office, "tables")
    clock_at(NOW + timedelta(days=31))

    tasks.make_year_reports()

    assert not YearReport.objects.exists()
    assert not YearReportPart.objects.exists()


def test_a_large_file_is_kept_and_sent_in_parts(some, office, monkeypatch):
    monkeypatch.setattr(year_reports, "PART", 1000)

    whole = made(office, "tables")

    assert YearReportPart.objects.count() == -(-len(whole) // 1000) > 3
    assert load_workbook(io.BytesIO(whole))


def test_one_table_is_had_alone_and_a_wrong_name_is_not_there(some, office):
    rows = rows_of(office.get(f"{OUT}tables/month.csv?year=2026"))

    assert rows[-1]["月"] == "合計"
    assert int(rows[-1]["実施"]) == counting.delivered(2026)
    assert office.get(f"{OUT}tables/nothing.csv").status_code == 404


def test_a_worker_that_is_gone_is_followed_by_another_and_the_fourth_try_is_none(some, office):
    office.post(OUT, {"kind": "tables", "year": 2026})
    YearReport.objects.update(state="going", tries=3, heard_at=NOW - timedelta(minutes=6))

    tasks.make_year_reports()

    assert YearReport.objects.get().state == YearReport.State.FAILED
    assert "作れませんでした" in office.get(OUT).content.decode()
