"""The open data: read back with nothing lost, codes as text."""

import csv
import io
import re

import pytest
from django.core.exceptions import ValidationError
from wagtail.models import Site

from cms.models import OpenDataSettings
from cms.opendata import columns
from cms.opendata.settings import check_municipality_code
from cms.opendata.values import phone_of
from lectures.courses.unsaid import ASK

STANDARD, RECOMMENDED = "/open-data/{}.csv", "/open-data/{}-recommended.csv"


@pytest.fixture
def coded(catalogue):
    return OpenDataSettings.objects.create(
        site=catalogue.site, municipality_code="011002", prefecture="北海道"
    )


def read(client, address):
    answer = client.get(address)
    assert answer.content.startswith(b"\xef\xbb\xbf")
    text = answer.content.decode("utf-8-sig")
    assert not re.search(r"(?<!\r)\n", re.sub(r'"[^"]*"', "", text))
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert all(None not in row and None not in row.values() for row in rows)
    return rows


def test_a_meeting_is_a_row_in_the_standards_columns(client, catalogue, coded):
    page = catalogue.course(
        title='鏡川の"歴史", 第1集', summary="川の話。\u3000二部構成", place="みかがみ大学",
        fee_note="全2回で3,000円", capacity=30, contact="大学事務局 0277-12-3456",
        apply_url="https://u.example/k?a=1&b=2",
    )  # fmt: skip

    first, second = read(client, STANDARD.format("course-meetings"))

    meeting = page.course.meetings.get(order=1)
    assert tuple(first) == columns.STANDARD
    assert first["全国地方公共団体コード"] == "011002"
    assert first["ID"] == str(meeting.public_id)
    assert first["地方公共団体名"] == "北海道みかがみ市"
    assert first["イベント名"] == page.title
    assert first["状態"] == "開催予定"
    assert (first["開始日"], first["開始時間"], first["終了時間"]) == (
        "2026-12-05",
        "13:30",
        "15:00",
    )
    assert second["開始日"] == "2026-12-12"
    assert (first["料金種別"], first["料金(詳細)"]) == ("有料", "全2回で3,000円")
    assert (first["定員"], first["連絡先電話番号"]) == ("30", "(0277)12-3456")
    assert first["所在地_連結表記"] == "みかがみ大学"
    assert first["URL"] == page.full_url
    assert first["最終更新日時"] == "2026-11-22T10:00:00+09:00"
    assert first["連絡先電話番号"] == second["連絡先電話番号"]


def test_a_lecture_is_a_row_with_its_year_and_whether_it_can_be_asked_for(client, catalogue, coded):
    open_one = catalogue.lecture(title="防災マップ", cost_note="")
    catalogue.lecture(title="おやすみ", accepting=False)

    first, second = read(client, RECOMMENDED.format("lectures"))

    assert tuple(first) == columns.RECOMMENDED
    assert first["NO"] == f"{open_one.lecture_id:010}"
    assert first["都道府県コード又は市区町村コード"] == "011002"
    assert (first["都道府県名"], first["市区町村名"]) == ("北海道", "みかがみ市")
    assert (first["開始日"], first["終了日"]) == ("2026-04-01", "2027-03-31")
    assert (first["料金(基本)"], first["料金(詳細)"]) == ("0", "無料")
    assert (first["状態"], second["状態"]) == ("受付中", "休止")


def test_both_sets_say_the_same_of_the_same(client, catalogue, coded):
    catalogue.course(title="短歌", place="市民会館")
    (new, *_), (old, *_) = (
        read(client, form.format("course-meetings")) for form in (STANDARD, RECOMMENDED)
    )
    alike = set(columns.STANDARD) & set(columns.RECOMMENDED)

    assert {name: new[name] for name in alike} == {name: old[name] for name in alike}
    assert all(new["状態"] for new in read(client, STANDARD.format("course-meetings")))


def test_a_fee_that_nobody_has_said_is_neither_free_nor_paid(client, catalogue):
    catalogue.course(fee_note=ASK, audience=ASK)
    first, *_ = read(client, RECOMMENDED.format("course-meetings"))

    assert (first["料金(基本)"], first["料金(詳細)"]) == ("", ASK)
    first, *_ = read(client, STANDARD.format("course-meetings"))
    assert (first["料金種別"], first["対象者"]) == ("", ASK)


def test_what_is_over_says_so(client, catalogue, clock_at):
    catalogue.lecture()
    catalogue.course()
    clock_at("2027-04-01 09:00")

    assert [row["状態"] for row in read(client, STANDARD.format("lectures"))] == ["終了"]
    states = [row["状態"] for row in read(client, STANDARD.format("course-meetings"))]
    assert states == ["終了", "終了"]


def test_a_cancelled_meeting_and_what_is_only_told_of_say_so(client, catalogue):
    catalogue.course(
        standing="cancelled", entry="talk", city_role="introduced", source_name="県民学習ネット"
    )

    first, second = read(client, STANDARD.format("course-meetings"))

    assert (first["状態"], second["状態"]) == ("中止", "中止")
    assert first["イベント種類"] == "講演会・シンポジウム"
    assert first["備考"] == "中止になりました、紹介だけ、情報のもと：県民学習ネット"


def test_drafts_and_another_towns_rows_are_not_published(client, catalogue, next_town):
    catalogue.lecture(title="うちの").unpublish()

    assert read(client, STANDARD.format("lectures")) == []
    theirs = client.get(STANDARD.format("lectures"), headers={"host": "tonari.test"})
    assert "となりの講座" in theirs.content.decode()


def test_a_title_is_never_a_formula(client, catalogue):
    catalogue.lecture(title="=HYPERLINK(1)")

    assert read(client, STANDARD.format("lectures"))[0]["イベント名"] == "＝HYPERLINK(1)"


def test_a_file_is_named_after_its_town_and_told_when_it_changed(client, catalogue, coded):
    catalogue.lecture()
    answer = client.get(STANDARD.format("lectures"))

    again = client.get(STANDARD.format("lectures"), headers={"if-none-match": answer["ETag"]})

    assert 'filename="011002_lectures.csv"' in answer["Content-Disposition"]
    assert answer["Last-Modified"] == "Sun, 22 Nov 2026 01:00:00 GMT"
    assert again.status_code == 304
    assert client.get("/open-data/people.csv").status_code == 404


def test_the_page_lists_the_files_and_their_licence(client, catalogue, coded):
    catalogue.lecture()
    html = client.get("/open-data/").content.decode()

    assert re.findall(r'href="(/open-data/[^"]+csv)"', html) == [
        STANDARD.format("lectures"), STANDARD.format("course-meetings"),
        RECOMMENDED.format("lectures"), RECOMMENDED.format("course-meetings"),
    ]  # fmt: skip
    assert "creativecommons.org/licenses/by/4.0" in html
    assert "2026年11月22日（日）10時00分" in html


def test_looking_makes_no_settings(client, catalogue):
    client.get("/open-data/")
    client.get(STANDARD.format("lectures"))

    assert OpenDataSettings.objects.count() == 0
    assert Site.objects.count() == 1


@pytest.mark.parametrize("code", ["352039", "011002", "352021"])
def test_a_code_with_the_right_check_digit_is_taken(code):
    check_municipality_code(code)


@pytest.mark.parametrize("code", ["352038", "11002", "３５２０３９", "abcdef", "352039\n"])
def test_any_other_code_is_refused(code):
    with pytest.raises(ValidationError):
        check_municipality_code(code)


@pytest.mark.parametrize(
    "words,phone",
    [
        ("大学 03-1234-5678", "(03)1234-5678"),
        ("090-1234-5678", "090-1234-5678"),
        ("kouza@u.example", ""),
        ("2026-12-05", ""),
    ],
)
def test_a_telephone_number_is_written_as_the_data_sets_write_it(words, phone):
    assert phone_of(words) == phone
