"""休館日: on which days a house is shut, why, and how it is said."""

from datetime import date, timedelta

import jpholiday
import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import Role
from lectures.closing import OPEN_THEN_NEXT, SHUT, Closing, days_of_month
from lectures.models import Centre, CentreClosure
from lectures.working_days import Closed
from tests.factories.lectures import person

MONDAYS = Closing(frozenset({0}))
THIRD_MONDAYS = Closing(of_month=frozenset({(3, 0)}), on_holidays=OPEN_THEN_NEXT)
MOVED = Closing(frozenset({0}), OPEN_THEN_NEXT)
WORKS = Closed(date(2026, 12, 16), date(2026, 12, 18), False, "空調の工事")


@pytest.mark.parametrize(
    ("closing", "day", "why"),
    [
        (MONDAYS, date(2026, 12, 14), "毎週月曜日が休館日"),
        (MONDAYS, date(2026, 12, 15), None),
        # 11 January 2027 is a Monday and 成人の日.
        (MONDAYS, date(2027, 1, 11), "毎週月曜日が休館日"),
        (MOVED, date(2027, 1, 11), None),
        (MOVED, date(2027, 1, 12), "祝日のかわりの休館日"),
        (MOVED, date(2027, 1, 13), None),
        # 21 to 23 September 2026 are holidays in a row: the first day after them.
        (MOVED, date(2026, 9, 21), None),
        (MOVED, date(2026, 9, 22), None),
        (MOVED, date(2026, 9, 24), "祝日のかわりの休館日"),
        (Closing(on_holidays=SHUT), date(2027, 1, 11), "祝日は休館日"),
        (Closing(on_holidays=SHUT), date(2027, 1, 12), None),
        (Closing(years_end=(28, 4)), date(2026, 12, 27), None),
        (Closing(years_end=(28, 4)), date(2026, 12, 28), "年末年始の休館日"),
        (Closing(years_end=(28, 4)), date(2027, 1, 4), "年末年始の休館日"),
        (Closing(years_end=(28, 4)), date(2027, 1, 5), None),
        (Closing(spans=(WORKS,)), date(2026, 12, 18), "空調の工事"),
        (Closing(spans=(WORKS,)), date(2026, 12, 19), None),
        (THIRD_MONDAYS, date(2026, 12, 14), None),
        (THIRD_MONDAYS, date(2026, 12, 21), "第3月曜日は休館日"),
        # 20 July 2026 is a third Monday and 海の日.
        (THIRD_MONDAYS, date(2026, 7, 20), None),
        (THIRD_MONDAYS, date(2026, 7, 21), "祝日のかわりの休館日"),
        (
            Closing(spans=(Closed(date(2026, 12, 3), date(2026, 12, 3), False, ""),)),
            date(2026, 12, 3),
            "臨時の休館日",
        ),
    ],
)
def test_a_day_and_why_the_house_is_shut(closing, day, why):
    said = closing.why(day)

    assert (str(said) if said else None) == why


def test_what_people_read_is_made_of_the_data():
    closing = Closing(frozenset({0, 2}), OPEN_THEN_NEXT, (28, 4), (WORKS,))

    assert closing.words(today=date(2026, 11, 22)) == [
        "毎週月曜日・水曜日（祝日のときは、そのあとの祝日でない日）",
        "年末年始（12月28日から1月4日まで）",
        "12月16日（水）から12月18日（金）まで（空調の工事）",
    ]
    assert closing.words(today=date(2026, 12, 19))[2:] == []
    assert Closing().words(today=date(2026, 11, 22)) == []


days = st.dates(date(2024, 1, 1), date(2029, 12, 31))
closings = st.builds(
    Closing,
    st.frozensets(st.integers(0, 6), max_size=6),
    st.sampled_from(["", OPEN_THEN_NEXT, SHUT]),
    st.none() | st.tuples(st.integers(20, 31), st.integers(1, 10)),
)


@given(closings, days)
def test_a_house_without_closing_days_is_never_shut_and_one_with_them_says_so(closing, day):
    if not closing:
        assert closing.why(day) is None
    if closing.why(day) is not None:
        assert closing.words(today=day) != []


@given(st.frozensets(st.integers(0, 6), min_size=1, max_size=6), days)
def test_each_closing_day_that_is_a_holiday_is_made_up_for_once(weekdays, day):
    """Open on the holiday, shut on the first ordinary day after it; otherwise as every week."""
    closing = Closing(weekdays, OPEN_THEN_NEXT)
    if jpholiday.is_holiday(day):
        assert closing.why(day) is None
        return
    before = [day - timedelta(days=number) for number in range(1, 12)]
    run = [
        one
        for number, one in enumerate(before)
        if all(map(jpholiday.is_holiday, before[: number + 1]))
    ]
    owed = any(one.weekday() in weekdays for one in run)

    assert (closing.why(day) is not None) == (day.weekday() in weekdays or owed)


@given(closings, days)
def test_a_span_shuts_the_house_whatever_else_holds(closing, day):
    span = Closed(day, day, False, "点検")

    assert (
        Closing(closing.weekdays, closing.on_holidays, closing.years_end, (span,)).why(day)
        == "点検"
    )


@pytest.mark.parametrize(
    ("typed", "days"),
    [
        ("", set()),
        ("第3月曜日", {(3, 0)}),
        ("第３月曜", {(3, 0)}),
        ("第三月曜日", {(3, 0)}),
        ("毎月第1・第3水曜日、第2土曜", {(1, 2), (3, 2), (2, 5)}),
        ("第1と第3月曜", {(1, 0), (3, 0)}),
        ("第1及び第3水曜日", {(1, 2), (3, 2)}),
        ("第一第三月曜および第2・4火曜", {(1, 0), (3, 0), (2, 1), (4, 1)}),
        ("第1・3月曜日と第5日曜日", {(1, 0), (3, 0), (5, 6)}),
    ],
)
def test_days_of_the_month_are_read_as_they_are_typed(typed, days):
    assert days_of_month(typed) == days


@pytest.mark.parametrize(
    "typed", ["第6月曜日", "第13月曜", "月曜日", "第3月曜日は午前だけ", "x", "第3", "・"]
)
def test_what_else_stands_there_is_refused(site, typed):
    centre = Centre(site=site, code="01", name="北", address="北1", closed_of_month=typed)

    if typed == "・":  # nothing but a mark between
        assert days_of_month(typed) == set()
        return
    with pytest.raises(ValidationError, match="第3月曜日 のように"):
        centre.full_clean()


def test_both_kinds_of_days_stand_in_one_line():
    closing = Closing(frozenset({0}), OPEN_THEN_NEXT, of_month=frozenset({(3, 2)}))

    assert closing.words(today=date(2026, 11, 22)) == [
        "毎週月曜日・第3水曜日（祝日のときは、そのあとの祝日でない日）"
    ]
    assert THIRD_MONDAYS.words(today=date(2026, 11, 22)) == [
        "毎月第3月曜日（祝日のときは、そのあとの祝日でない日）"
    ]


def test_a_centres_rows_become_one_value(site):
    centre = Centre.objects.create(
        site=site, code="01", name="北川センター", address="北川1", closed_weekdays="0,6",
        on_holidays="next", years_end_from=28, years_end_until=4, closed_of_month="第3火曜日",
    )  # fmt: skip
    CentreClosure.objects.create(site=site, centre=centre, starts_on=date(2026, 12, 16))

    found = Centre.objects.get(pk=centre.pk).closing

    assert (found.weekdays, found.on_holidays, found.years_end) == ({0, 6}, "next", (28, 4))
    assert found.of_month == {(3, 1)}
    assert found.why(date(2026, 12, 16)) == "臨時の休館日"


@pytest.mark.parametrize(
    "wrong",
    [
        {"years_end_from": 28},
        {"years_end_from": 32, "years_end_until": 4},
        {"on_holidays": "some"},
    ],
)
def test_the_database_refuses_half_a_years_end(site, wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        Centre.objects.create(site=site, code="09", name="南センター", address="南1", **wrong)


def test_a_closure_does_not_end_before_it_begins(site):
    centre = Centre.objects.create(site=site, code="09", name="南センター", address="南1")

    with pytest.raises(IntegrityError), transaction.atomic():
        CentreClosure.objects.create(
            site=site, centre=centre, starts_on=date(2026, 12, 16), ends_on=date(2026, 12, 15)
        )


def test_the_office_enters_closing_days_in_the_admin(site, client):
    centre = Centre.objects.create(site=site, code="01", name="北川センター", address="北川1")
    client.force_login(person(site, Role.OFFICE))
    url = f"/admin/centres/edit/{centre.pk}/"
    page = client.get(url).content.decode()
    typed = {
        "code": "01", "name": "北川センター", "address": "北川1", "closed_weekdays": ["0", "2"],
        "on_holidays": "next", "years_end_from": "２８", "years_end_until": "4",
        "rooms-TOTAL_FORMS": "0", "rooms-INITIAL_FORMS": "0",
        "closures-TOTAL_FORMS": "1", "closures-INITIAL_FORMS": "0",
        "closures-0-starts_on": "2026-12-16", "closures-0-reason": "空調の工事",
    }  # fmt: skip

    answer = client.post(url, typed)

    assert answer.status_code == 302, answer.context["form"].errors
    assert "臨時の休館日" in page
    found = Centre.objects.get()
    assert (found.closed_weekdays, found.closing.years_end) == ("0,2", (28, 4))
    assert found.closing.why(date(2026, 12, 16)) == "空調の工事"


def test_a_slip_that_was_taken_before_shuts_no_day(site):
    centre = Centre.objects.create(
        site=site, code="01", name="北", address="北1", closed_of_month="第13月曜日"
    )
    assert not centre.closing
