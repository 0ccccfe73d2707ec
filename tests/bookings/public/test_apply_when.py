"""いつ: a press fills the wishes in order; typed days in any calendar; every rule has its sentence."""

from datetime import date

import pytest

from bookings.models import BookingRequest
from lectures.models import Blackout
from tests.bookings.public.conftest import WHEN


@pytest.fixture
def at_when(citizen):
    citizen.start()
    citizen.fill("who")
    return citizen


def typed() -> dict[str, str]:
    return BookingRequest.objects.get().typed["when"]


def press(citizen, data: dict[str, str] | None = None, **buttons: str):
    return citizen.landed(citizen.client.post(citizen.url("when"), {**(data or {}), **buttons}))


def sentences(response) -> list[str]:
    return [str(link.sentence) for link in response.context["links"]]


def cell(response, day: date):
    return next(
        found
        for week in response.context["month"].weeks
        for found in week
        if found and found.day == day
    )


def test_the_first_month_shown_is_the_first_that_can_be_asked_for(at_when) -> None:
    page = at_when.get("when")

    assert page.context["month"].caption == "2026年（令和8年）12月"
    marks = {day: cell(page, date(2026, 12, day)).mark for day in (12, 13, 17)}
    assert marks == {12: "－", 13: "○", 17: "○"}
    assert "あいています" not in page.content.decode()
    assert "申し込めます" in page.content.decode()


def test_holidays_and_closed_days_cannot_be_pressed(at_when) -> None:
    Blackout.objects.create(
        site=at_when.town.site,
        reason="年末年始",
        starts_on=date(2026, 12, 28),
        ends_on=date(2027, 1, 4),
        every_year=True,
    )

    page = at_when.get("when", "?month=2027-01")

    marks = {day: cell(page, date(2027, 1, day)).mark for day in (4, 5, 11)}
    assert marks == {4: "×", 5: "○", 11: "×"}


def test_presses_fill_first_second_and_third_wish(at_when) -> None:
    for day in ("2026-12-17", "2026-12-21", "2026-12-17"):
        data = dict(BookingRequest.objects.get().typed.get("when", {}))
        assert press(at_when, data, day=day).status_code == 302

    assert [typed()[f"wish{rank}_day"] for rank in (1, 2, 3)] == [
        "2026-12-17",
        "2026-12-21",
        "2026-12-17",
    ]
    full = press(at_when, typed(), day="2026-12-22")
    assert sentences(full) == ["第3希望まで入っています。変えるときは、先に一つ取り消してください"]


def test_a_press_goes_to_the_wish_that_it_filled(at_when) -> None:
    response = press(at_when, shown="2027-01", day="2027-01-13")

    assert response["Location"].endswith("/when/?month=2027-01#wish-1")


def test_removing_a_wish_moves_the_others_up_with_their_times(at_when) -> None:
    data = {
        **WHEN,
        "wish2_day": "2026-12-21",
        "wish2_part": "afternoon",
        "wish2_from": "",
        "wish2_until": "",
        "wish3_day": "2026-12-22",
        "wish3_part": "",
        "wish3_from": "10時",
        "wish3_until": "",
    }

    press(at_when, data, remove="2")

    assert (typed()["wish2_day"], typed()["wish2_from"]) == ("2026-12-22", "10時")
    assert "wish3_day" not in typed() or typed()["wish3_day"] == ""


@pytest.mark.parametrize(
    "typed_day",
    ["令和8年12月20日", "Ｒ８．１２．２０", "8/12/20", "2026/12/20", "12月20日（日）", "20261220"],
)
def test_a_typed_day_is_taken_in_any_calendar_and_width(at_when, typed_day) -> None:
    press(at_when, typed_day=typed_day, next="1")

    assert typed()["wish1_day"] == "2026-12-20"


@pytest.mark.parametrize(
    ("typed_day", "sentence"),
    [
        ("令和9年2月30日", "2月30日はありません。日にちを確かめてください"),
        (
            "12月1日",
            "12月13日（日）より前は受け付けられません。12月13日（日）から後の日をえらんでください。",
        ),
        ("2026/11/1", "11月1日（日）はもうすぎました。これからの日をえらんでください。"),
        ("2027/12/1", "5月21日（金）までの日をえらんでください。"),
        ("2027/1/11", "1月11日（月）は祝日なのでうかがえません。ほかの日をえらんでください。"),
        ("あした", "日にちは、12月17日か2026/12/17のように入れてください"),
    ],
)
def test_a_typed_day_that_cannot_be_has_its_sentence_and_stays(
    at_when, typed_day, sentence
) -> None:
    response = press(at_when, typed_day=typed_day, next="1")

    assert sentences(response) == [sentence]
    assert response.context["add"]["typed_day"].value() == typed_day


def test_the_button_beside_an_empty_box_asks_for_a_day(at_when) -> None:
    assert sentences(press(at_when, add="1")) == ["日にちを入れてください"]


def test_a_day_that_is_closed_cannot_be_pressed_by_hand(at_when) -> None:
    response = press(at_when, day="2026-12-01")

    assert "より前は受け付けられません" in sentences(response)[0]
    assert typed().get("wish1_day", "") == ""


NEXT = [
    ({}, "第1希望の日をえらんでください"),
    ({"wish1_day": "2026-12-17"}, "第1希望の時間帯をえらんでください"),
    ({**WHEN, "wish1_part": "noon"}, "時間帯を、もう一度えらんでください"),
    (
        {**WHEN, "wish1_from": "14時"},
        "えらんだ時間帯と、入れた時刻がちがいます。どちらかを直してください",
    ),
    ({**WHEN, "wish1_part": "", "wish1_until": "11時"}, "何時からかを入れてください"),
    (
        {**WHEN, "wish1_part": "", "wish1_from": "10時", "wish1_until": "10時30分"},
        "この講座は60分かかります。おわりの時刻をおそくしてください",
    ),
    (
        {**WHEN, "wish1_part": "", "wish1_from": "11時", "wish1_until": "10時"},
        "おわりの時刻は、はじまりの時刻より後にしてください。",
    ),
    (
        {**WHEN, "wish1_part": "", "wish1_from": "20時30分", "wish1_until": ""},
        "うかがえるのは9時から21時までです。その間の時刻を入れてください。",
    ),
    (
        {**WHEN, "wish1_part": "", "wish1_from": "23時30分", "wish1_until": ""},
        "うかがえるのは9時から21時までです。その間の時刻を入れてください。",
    ),
    (
        {**WHEN, "wish2_day": "2026-12-17", "wish2_part": "morning"},
        "第1希望と第2希望が同じです。ちがう日か時間帯をえらんでください",
    ),
    (
        {**WHEN, "wish1_day": "2026-12-01"},
        "12月13日（日）より前は受け付けられません。12月13日（日）から後の日をえらんでください。",
    ),
]


@pytest.mark.parametrize(("data", "sentence"), NEXT)
def test_each_broken_rule_has_one_sentence(at_when, data, sentence) -> None:
    assert sentences(press(at_when, data, next="1")) == [sentence]


def test_the_same_day_in_another_part_is_another_wish(at_when) -> None:
    data = {**WHEN, "wish2_day": "2026-12-17", "wish2_part": "afternoon"}

    assert press(at_when, data, next="1")["Location"] == at_when.url("where")


def test_another_month_keeps_what_was_chosen(at_when) -> None:
    response = press(at_when, WHEN, month="2027-02")

    assert response["Location"].endswith("/when/?month=2027-02#calendar")
    assert typed()["wish1_part"] == "morning"


@pytest.mark.parametrize("month", ["9999-12", "0001-01", "2026-13", "x", "2026-12-17"])
def test_a_month_out_of_reach_shows_one_within(at_when, month) -> None:
    assert at_when.get("when", f"?month={month}").status_code == 200
