"""課で直接受けた講座: what a day without its year means, and which lecture a title means."""

from datetime import date

import pytest
from django import forms

from bookings.forms.direct import Known, PastDayField, RowForm
from lectures.models import Lecture
from tests.factories.town import make_department

NOVEMBER = date(2026, 11, 24)


def read(text: str, *, today: date = NOVEMBER) -> date:
    field = PastDayField()
    field.today = today
    return field.clean(text)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("11/10", date(2026, 11, 10)),
        ("11/24", date(2026, 11, 24)),
        ("１１／１０（火）", date(2026, 11, 10)),
        ("6月12日（金）", date(2026, 6, 12)),
        ("3/31", date(2026, 3, 31)),
        ("令和7年12月3日", date(2025, 12, 3)),
        ("R7.12.3", date(2025, 12, 3)),
        ("2025/12/3", date(2025, 12, 3)),
        ("8/12/3", date(2026, 12, 3)),  # 令和8年: the form refuses it as still to come
    ],
)
def test_a_day_without_its_year_is_the_last_such_day(text, day):
    assert read(text) == day


def test_early_in_the_year_december_is_the_one_before():
    assert read("12/3", today=date(2027, 2, 1)) == date(2026, 12, 3)


def test_the_leap_day_of_this_year_is_known_the_day_after():
    assert read("2/29", today=date(2028, 3, 1)) == date(2028, 2, 29)


@pytest.mark.parametrize(
    ("text", "today"),
    [("12/3", NOVEMBER), ("11/25", NOVEMBER), ("3/5", date(2027, 2, 10))],
)
def test_a_day_to_come_is_never_taken_for_the_fiscal_year_before(text, today):
    with pytest.raises(forms.ValidationError) as refusal:
        read(text, today=today)

    assert f"{text}は、これからの日です。前の年のことなら、" in refusal.value.messages[0]


def test_of_two_lectures_with_one_title_the_departments_own_is_meant(town):
    other = make_department(town.site, code="0100", name="健康課", email="k@city.example")
    theirs = Lecture.objects.get(pk=town.lecture.pk)
    theirs.pk, theirs.public_id = None, None
    theirs.number, theirs.department = "9-01", other
    theirs.public_id = Lecture._meta.get_field("public_id").get_default()
    theirs.save()

    known = Known(town.department, today=NOVEMBER)
    form = RowForm({"row-day": "11/10", "row-lecture": town.lecture.title},
                   prefix="row", known=known, today=NOVEMBER)  # fmt: skip
    form.is_valid()

    assert form.cleaned_data["found"] == town.lecture
