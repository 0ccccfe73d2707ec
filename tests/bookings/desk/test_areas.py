"""Areas and the counting unit: what the office decides about counting, and what it does."""

import pytest
from bs4 import BeautifulSoup

from bookings import counting
from bookings.actions import counting_units
from bookings.actions.moves import Refused
from bookings.counting import Dimension
from bookings.insight.unplaced import unplaced
from bookings.models import Area, CountingUnit, YearClosing
from lectures.models import FiscalYear
from tests.bookings.desk.test_results_by import questions, text_of
from tests.factories.bookings import make_request
from tests.factories.town import NOW

PATH, UNIT = "/desk/results/areas/", "/desk/results/unit/"


def boxes(client, path=PATH) -> dict[str, str]:
    page = BeautifulSoup(client.get(path).content, "html.parser")
    form = page.select("#work form")[-1]
    found = {box["name"]: box.get("value", "") for box in form.select("input[name]")}
    return found | {box["name"]: box.get_text().strip() for box in form.select("textarea[name]")}


def standing() -> list[tuple[object, ...]]:
    return list(Area.objects.values_list("name", "row", "column", "residents"))


def by_area() -> dict[str, int]:
    rows = counting.breakdown(2026, Dimension.AREA, at=NOW)
    return {row.key: row.delivered for row in rows}


def test_a_town_named_by_an_address_places_its_sessions_at_once(office, town):
    make_request(town, status="closed")  # みかがみ市桜が丘2-3
    assert unplaced(2026) == [("みかがみ市桜が丘2-3", 1)]
    assert "みかがみ市桜が丘2-3：1回" in text_of(office, PATH)

    answer = office.post(
        PATH,
        boxes(office)
        | {
            "name-0": "西",
            "towns-0": "桜が丘",
            "row-0": "１",
            "column-0": "２",
            "residents-0": "１２,０００人",
        },
    )

    assert answer.status_code == 302
    assert standing() == [("西", 1, 2, 12000)]
    assert (by_area(), unplaced(2026)) == ({"西": 1}, [])


def test_an_area_goes_away_when_its_name_is_emptied(office, town):
    make_request(town, status="closed")
    Area.objects.create(site=town.site, name="西", towns="桜が丘")
    assert by_area() == {"西": 1}

    office.post(PATH, boxes(office) | {"name-0": ""})

    assert (standing(), by_area()) == ([], {"": 1})


def test_two_areas_may_change_places(office, town):
    Area.objects.create(site=town.site, name="A", row=1, column=1)
    Area.objects.create(site=town.site, name="B", row=1, column=2)

    office.post(PATH, boxes(office) | {"column-0": "2", "column-1": "1"})

    assert standing() == [("A", 1, 2, None), ("B", 1, 1, None)]


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"name-0": "西", "row-0": "1"}, "地図の場所は、上からと左からを両方入れてください。"),
        (
            {"name-0": "西", "row-0": "99", "column-0": "1"},
            "地図の場所は、1から30の数字で入れてください。",
        ),
        (
            {"name-0": "西", "residents-0": "たくさん"},
            "住んでいる人の数は、数字で入れてください。例：12000",
        ),
        ({"towns-0": "桜が丘"}, "地区の名前を入れてください。"),
        ({"name-0": "西", "name-1": "西"}, "同じ名前の地区が二つあります。"),
    ],
)
def test_what_is_wrong_is_said_and_stays(office, town, typed, sentence):
    answer = office.post(PATH, boxes(office) | typed)

    page = BeautifulSoup(answer.content, "html.parser")
    assert (answer.status_code, standing()) == (422, [])
    assert sentence in page.select_one(".error-summary").get_text()
    for name, value in typed.items():
        box = page.select_one(f"[name={name}]")
        assert (box.get("value") or box.get_text().strip()) == value


def test_another_ones_new_area_is_not_lost(office, town):
    shown = boxes(office)
    Area.objects.create(site=town.site, name="東")

    answer = office.post(PATH, shown | {"name-0": "西"})

    assert (answer.status_code, [row[0] for row in standing()]) == (422, ["東"])


def test_centres_name_the_first_areas(office, town):
    town.centre.area = "北川"
    town.centre.save()

    for _twice in range(2):
        office.post(f"{PATH}from-centres/")

    assert standing() == [("北川", 1, 1, None)]


def test_as_many_questions_for_one_area_as_for_three(office, town):
    make_request(town, status="closed")
    Area.objects.create(site=town.site, name="A", row=1, column=1)
    first = questions(office, PATH)
    for number in range(2):
        Area.objects.create(site=town.site, name=f"B{number}", row=2, column=number + 1)

    assert questions(office, PATH) == first


def two_on_one_day(town) -> None:
    request = make_request(town, status="closed")
    session = request.sessions.get()
    session.pk, session.public_id, session.order = None, None, 2
    session.public_id = type(session)._meta.get_field("public_id").get_default()
    session._state.adding = True
    session.save()


def test_a_change_of_the_unit_is_shown_before_it_is_made(office, town):
    two_on_one_day(town)
    sent = {"from_year": "２０２６", "unit": "day", "reason": "要綱の改正"}

    looked = office.post(UNIT, sent)

    row = BeautifulSoup(looked.content, "html.parser").select_one("#looked ~ table tbody tr")
    assert [cell.get_text() for cell in row.select("td")] == ["2", "1"]
    assert (CountingUnit.objects.count(), counting.delivered(2026)) == (0, 2)
    assert office.post(UNIT, sent | {"sure": "1"}).status_code == 302
    assert counting.delivered(2026) == 1
    assert "要綱の改正" in text_of(office, UNIT)


def test_a_closed_year_keeps_its_unit(office, town):
    year = FiscalYear.objects.get(year=2026)
    YearClosing.objects.create(site=town.site, fiscal_year=year, figures={}, closed_at=NOW)
    sent = {"from_year": "2026", "unit": "day", "reason": "要綱の改正", "sure": "1"}

    answer = office.post(UNIT, sent)

    assert (answer.status_code, CountingUnit.objects.count()) == (422, 0)
    assert "令和8年度は締めてあるので、その数え方は変えられません。" in answer.content.decode()
    assert office.post(UNIT, sent | {"from_year": "2027"}).status_code == 302


def test_without_the_look_at_closings_a_closed_year_would_change(office, town, monkeypatch):
    """The twin."""
    two_on_one_day(town)
    year = FiscalYear.objects.get(year=2026)
    YearClosing.objects.create(site=town.site, fiscal_year=year, figures={}, closed_at=NOW)
    monkeypatch.setattr(counting_units, "refuse_what_cannot_be", lambda **wanted: None)

    office.post(UNIT, {"from_year": "2026", "unit": "day", "reason": "x", "sure": "1"})

    assert counting.delivered(2026) == 1


def test_the_same_unit_again_is_no_change(town, clerk):
    with pytest.raises(Refused):
        counting_units.change(
            from_year=2027, unit="session", reason="x", site_id=town.site.pk, user=clerk, at=NOW
        )


def test_nothing_typed_is_asked_for(office, town):
    page = office.post(UNIT, {}).content.decode()

    for sentence in (
        "どの年度からかを入れてください。",
        "数え方をえらんでください。",
        "変える理由を書いてください。",
    ):
        assert sentence in page
