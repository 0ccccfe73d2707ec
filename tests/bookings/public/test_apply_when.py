"""いつ: a press fills the wishes in order; typed days in any calendar; every rule has its sentence."""

from datetime import date, time

import pytest

from bookings.forms.terms import terms_for
from bookings.forms.when import WhenForm
from bookings.models import Allocation, BookingRequest, Resource
from bookings.rules import Wish
from bookings.status import AllocationState
from lectures.models import Absence, Blackout, BookingRules
from tests.bookings.public.conftest import WHEN
from tests.factories.town import NOW, at


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
        "wish3_day": "2026-12-22",
        "wish3_part": "",
        "wish3_times": "10時〜11時半",
    }

    press(at_when, data, remove="2")

    assert (typed()["wish2_day"], typed()["wish2_times"]) == ("2026-12-22", "10時〜11時半")
    assert "wish3_day" not in typed() or typed()["wish3_day"] == ""


TWO = {
    **WHEN,
    "wish2_day": "2026-12-21",
    "wish2_part": "",
    "wish2_times": "午後２時半から",
}


def test_two_wishes_change_places_with_all_that_was_typed(at_when) -> None:
    press(at_when, {**TWO, "agreed_with": "x"}, up="2")

    assert {name: text for name, text in typed().items() if text} == {
        "wish1_day": "2026-12-21",
        "wish1_times": "午後２時半から",
        "wish2_day": "2026-12-17",
        "wish2_part": "morning",
        "agreed_with": "x",
    }


@pytest.mark.parametrize("rank", ["1", "3", "9", "", "x"])
def test_a_wish_that_cannot_go_up_stays(at_when, rank) -> None:
    press(at_when, TWO, up=rank)

    assert (typed()["wish1_day"], typed()["wish2_day"]) == ("2026-12-17", "2026-12-21")


@pytest.mark.parametrize(
    ("times", "starts", "ends"),
    [
        ("10時〜11時半", time(10), time(11, 30)),
        ("１０：００ー１１：３０", time(10), time(11, 30)),
        ("午後2時から", time(14), time(15)),
        ("10時から90分", time(10), time(11, 30)),
    ],
)
def test_exact_times_are_typed_in_one_box(at_when, times, starts, ends) -> None:
    data = {"wish1_day": "2026-12-17", "wish1_times": times}
    assert press(at_when, data, next="1")["Location"] == at_when.url("where")

    wish = at_when_form(at_when).wishes[0]
    assert (wish.part, wish.starts, wish.ends) == ("", starts, ends)
    assert f'value="{times}"' in at_when.get("when").content.decode()


def at_when_form(citizen):
    draft = BookingRequest.objects.get()
    form = WhenForm(draft.typed["when"], terms=terms_for(draft.lecture, at=NOW))
    assert form.is_valid()
    return form


def test_a_draft_with_the_two_boxes_of_before_is_still_understood(at_when) -> None:
    data = {"wish1_day": "2026-12-17", "wish1_from": "午後2時", "wish1_until": "午後3時半"}
    assert press(at_when, data, next="1")["Location"] == at_when.url("where")

    assert at_when_form(at_when).wishes == (Wish(date(2026, 12, 17), "", time(14), time(15, 30)),)


def test_the_same_day_at_another_time_is_another_wish(at_when) -> None:
    data = {
        "wish1_day": "2026-12-17",
        "wish1_times": "10時〜11時",
        "wish2_day": "2026-12-17",
        "wish2_times": "14時〜15時",
    }

    assert press(at_when, data, next="1")["Location"] == at_when.url("where")


def test_a_part_in_which_every_lecturer_is_taken_says_so(at_when) -> None:
    for lecturer in at_when.town.lecturers:
        take_all_morning(lecturer)

    press(at_when, day="2026-12-17")
    page = at_when.get("when")

    notes = {value: label.note for value, label in page.context["form"]["wish1_part"].field.choices}
    assert notes == {"morning": "うまっています", "afternoon": "", "evening": ""}
    assert sentences(press(at_when, WHEN, next="1")) == [
        "12月17日（木）のその時間は、講師の予定がうまっています。ほかの日か時間をえらんでください。"
    ]


def take_all_morning(lecturer) -> None:
    Allocation.objects.create(
        site=lecturer.site,
        resource=Resource.objects.create(site=lecturer.site, lecturer=lecturer),
        state=AllocationState.HOLD,
        starts_at=at("2026-12-17 09:00"),
        ends_at=at("2026-12-17 12:00"),
        expires_at=at("2026-12-01 00:00"),
    )


def test_a_month_without_open_days_leads_to_the_next_one(at_when) -> None:
    BookingRules.objects.create(
        site=at_when.town.site, lecture=at_when.town.lecture, season_months="2,3"
    )

    assert at_when.get("when").context["month"].value == "2027-02"
    page = at_when.get("when", "?month=2026-12").content.decode()
    assert "次に申し込めるのは、2月1日（月）です。" in page
    assert "講座の時期ではありません" in page


def test_a_day_that_closed_after_it_was_chosen_is_told_at_the_wish(at_when) -> None:
    press(at_when, WHEN, next="1")
    Absence.objects.create(
        site=at_when.town.site,
        department=at_when.town.department,
        starts_on=date(2026, 12, 17),
        ends_on=date(2026, 12, 17),
    )

    response = at_when.get("where")

    assert response["Location"].startswith(at_when.url("when"))
    assert (
        "12月17日（木）は担当課が不在です。"
        in at_when.client.get(response["Location"]).content.decode()
    )


AGREED = {
    "agreed": "yes",
    "agreed_day": "令和8年12月17日",
    "agreed_times": "10時〜11時半",
    "agreed_with": "防災課の田中さん",
}


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"agreed_day": ""}, "約束した日にちを入れてください"),
        ({"agreed_times": ""}, "約束した時刻を入れてください。例：10時〜11時半"),
        ({"agreed_with": " "}, "約束した担当課の人の名前を入れてください"),
        ({"agreed_day": "2/30"}, "2月30日はありません。日にちを確かめてください"),
        ({"agreed_times": "7時〜8時"}, "午前か午後をつけて、午後2時のように入れてください"),
        (
            {"agreed_times": "21時から"},
            "うかがえるのは9時から21時までです。その間の時刻を入れてください。",
        ),
        (
            {"agreed_day": "12月1日"},
            "12月13日（日）より前は受け付けられません。12月13日（日）から後の日をえらんでください。",
        ),
    ],
)
def test_what_is_agreed_needs_a_day_a_time_and_a_name(at_when, changes, sentence) -> None:
    response = press(at_when, {**AGREED, **changes}, next="1")

    assert sentences(response) == [sentence]
    assert "open" in response.content.decode().split('class="fold agreed"')[1][:6]


def test_wishes_typed_before_do_not_count_once_a_time_is_agreed(at_when) -> None:
    data = {**AGREED, "wish1_day": "2026-12-01", "wish1_times": "よる"}

    assert press(at_when, data, next="1")["Location"] == at_when.url("where")

    form = at_when_form(at_when)
    assert form.wishes == (Wish(date(2026, 12, 17), "", time(10), time(11, 30)),)
    assert typed()["wish1_times"] == "よる"


def test_without_an_agreement_its_boxes_do_not_count(at_when) -> None:
    press(at_when, {**WHEN, **AGREED, "agreed": "no"}, next="1")

    assert at_when_form(at_when).cleaned_data["agreed_with"] == ""


def test_an_agreed_time_is_sent_shown_and_stored_as_the_first_wish(at_when) -> None:
    press(at_when, AGREED, next="1")
    at_when.fill("where", "contact")
    check = at_when.get("check").content.decode()
    at_when.post("check")

    request = BookingRequest.objects.get()
    assert "約束した人：防災課の田中さん" in check
    assert "12月17日（木） 10時〜11時30分" in check
    wish = request.wishes.get()
    assert (request.agreed_with, wish.starts, wish.ends) == (
        "防災課の田中さん",
        time(10),
        time(11, 30),
    )


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
