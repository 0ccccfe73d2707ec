"""What next year's menu should hold: every block says its finding, and nobody's name."""

from datetime import date

from bs4 import BeautifulSoup

from bookings.actions import deciding
from bookings.insight import next_menu
from bookings.insight.next_menu import blocks
from bookings.models import Area
from bookings.status import Reason
from lectures.models import Lecture, MissedWords
from tests.bookings.desk.test_results_by import questions, text_of
from tests.factories.bookings import make_request
from tests.factories.town import NOW, OFFICE

PATH = "/desk/results/next-menu/"


def found(key: str):
    return next(block for block in blocks(2026, at=NOW) if block.key == key)


def more_lecture(town, number: str, **more) -> Lecture:
    facts = {"fiscal_year": town.lecture.fiscal_year, "category": town.lecture.category}
    return Lecture.objects.create(
        site=town.site,
        number=number,
        title=f"話{number}",
        department=town.department,
        **facts,
        **more,
    )


def missed(town, words: str, times: int, day: date = date(2026, 9, 1)) -> None:
    MissedWords.objects.create(
        site=town.site,
        day=day,
        words=words,
        language="ja",
        times=times,
        keep_until=date(2027, 9, 1),
    )


def test_a_town_without_anything_says_so(office, town):
    words = text_of(office, PATH)

    for sentence in (
        "応じられなかった申込みはありません。", "見つからなかったことばは、残っていません。",
        "応じられなかった相談はありません。", "返事は、まだありません。",
        "5人以上が答えた講座は、まだありません。",
    ):  # fmt: skip
        assert sentence in words


def test_lectures_that_nobody_asked_for(town):
    make_request(town)
    more_lecture(town, "9-01")

    block = found("unasked")

    assert "メニューの2講座のうち1講座に申込みがなく" in block.finding
    assert [row[1:] for row in block.rows] == [("防災課", "なかった講座")]


def test_what_was_asked_and_not_given(town):
    for _one in range(2):
        make_request(town, status="unfulfilled")
    over = make_request(town)
    deciding.refuse(
        request_id=over.pk, by=OFFICE, at=NOW, reason=Reason.QUOTA, words="終わりました。"
    )
    make_request(town, status="refused")  # for another reason

    assert found("too-much").rows == (("3-07 わが家の防災マップづくり", "3"),)


def test_words_that_found_nothing_by_times(town):
    missed(town, "ドローン", 2)
    missed(town, "ドローン", 3, date(2026, 10, 1))
    missed(town, "終活", 4)
    missed(town, "古い", 9, date(2025, 10, 1))

    block = found("missed")

    assert block.rows == (("ドローン", "5"), ("終活", "4"))
    assert (
        block.finding == "いちばん多くさがされて見つからなかったことばは「ドローン」です（5回）。"
    )


def test_all_lectures_that_nobody_asked_for_can_be_unfolded(office, town):
    for number in range(10, 22):
        more_lecture(town, f"9-{number}")

    page = BeautifulSoup(office.get(PATH).content, "html.parser")

    more = page.select_one("section[aria-labelledby=unasked] details")
    assert more.summary.get_text() == "ほかに5件あります。"
    unfolded = [row.th.get_text() for row in more.select("tbody tr")]
    assert unfolded == [f"9-{number} 話9-{number}" for number in range(17, 22)]


def test_of_many_words_that_found_nothing_the_true_number_is_said(town, monkeypatch):
    monkeypatch.setattr(next_menu, "_WORDS", 9)
    for number in range(12):
        missed(town, f"ことば{number:02}", 1)

    block = found("missed")

    assert (len(block.rows), len(block.rest), block.more) == (8, 1, 4)


def test_one_share_is_no_range():
    assert next_menu._of_opinions([80]) == (
        "「役に立つ」と答えた割合は、80%です（5人以上が答えた講座）。"
    )
    assert next_menu._of_opinions([60, 80]) == (
        "「役に立つ」と答えた割合は、60%から80%までです（5人以上が答えた講座）。"
    )


def test_areas_far_below_their_share_are_named(town):
    town.centre.area = "北"
    town.centre.save()
    Area.objects.create(site=town.site, name="北", residents=5000)
    Area.objects.create(site=town.site, name="南", residents=5000)
    make_request(town, status="closed", centre_id=town.centre.pk, venue_name="", venue_address="")

    rows = [row for row in found("unreached").rows if row[0] == "地区"]

    assert rows == [("地区", "南", "実施0回（0%）、住んでいる人は50%")]


def test_few_answers_of_a_department_are_counted_and_not_judged(town):
    make_request(town, status="confirmed", lecturers=False)

    assert found("answers").rows == (("防災課", "1", "少ないので出しません"),)


def test_without_that_rule_one_answer_would_judge_a_department(town, monkeypatch):
    """The twin."""
    monkeypatch.setattr(next_menu, "FEW", 1)
    make_request(town, status="confirmed", lecturers=False)

    assert found("answers").rows == (("防災課", "1", "0"),)


def test_no_name_of_a_group_or_a_person(office, town):
    make_request(town, status="closed")
    make_request(town, status="unfulfilled")

    words = text_of(office, PATH)

    assert all(name not in words for name in ("佐藤", "桜が丘", "田中"))


def test_as_many_questions_for_one_as_for_three(office, town):
    make_request(town, status="closed")
    make_request(town, status="unfulfilled")
    missed(town, "終活", 1)
    more_lecture(town, "9-01")
    first = questions(office, PATH)
    for number in range(3):
        make_request(town, status="unfulfilled")
        missed(town, f"ことば{number}", 1)
        more_lecture(town, f"9-1{number}")

    assert questions(office, PATH) == first
