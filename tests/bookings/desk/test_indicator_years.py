"""計画の指標: nothing is typed of what has not been, a base is one, and wholes have no decimals."""

from decimal import Decimal

import pytest

from bookings.actions import indicating
from bookings.actions.moves import Refused
from bookings.models import IndicatorValue
from tests.bookings.desk.test_indicators import PAGE, errors_of, typed
from tests.factories.indicators import kept, prepared

NOT_YET = "令和9年度（2027年度）は、まだ始まっていません。先の年度に入れられるのは、目標だけです。"


@pytest.mark.parametrize("kind", ["actual", "base"])
def test_a_year_that_has_not_begun_has_a_target_and_nothing_else(office, town, kind):
    prepared("2")

    answer = office.post(f"{PAGE}2/", typed(kind=kind, year="令和9", value="70"))

    assert (answer.status_code, errors_of(answer)) == (422, [NOT_YET])
    assert not IndicatorValue.objects.exists()
    with pytest.raises(Refused, match="まだ始まっていません"):
        kept("2", kind, 2027, 70)
    assert office.post(f"{PAGE}2/", typed(kind="target", year="R9", value="70")).status_code == 302


def test_the_running_year_may_have_its_survey_already(office, town):
    prepared("2")

    assert office.post(f"{PAGE}2/", typed(year="令和8", value="70")).status_code == 302


def test_without_the_guard_next_years_number_would_stand_before_the_citizens(
    client, town, monkeypatch
):
    monkeypatch.setattr(indicating, "what_forbids_year", lambda *_a, **_k: "")
    kept("2", "base", 2016, 60)
    kept("2", "actual", 2030, 50)

    assert (
        "令和12年度（2030年度）の50.0%に下がりました" in client.get("/indicators/").content.decode()
    )


def test_a_day_to_come_is_no_day_of_a_survey(office, town):
    prepared("2")

    answer = office.post(f"{PAGE}2/", typed(value="70", surveyed_on="2030/1/15"))

    assert errors_of(answer) == ["これからの日です。調べた日を確かめてください。"]
    assert 'value="2030/1/15"' in answer.content.decode()


def test_a_second_base_is_refused_and_names_the_first(office, town):
    kept("2", "base", 2016, "61")

    answer = office.post(f"{PAGE}2/", typed(kind="base", year="H8", value="60"))

    assert errors_of(answer) == [
        "基準は1つです。平成28年度（2016年度）の基準が、もう入っています。まちがいなら、それを取り消してから入れてください。"
    ]  # fmt: skip
    assert kept("2", "base", 2016, "62", seen=1).value == Decimal(62)


def test_half_a_session_is_refused(office, town):
    prepared("7")

    answer = office.post(f"{PAGE}7/", typed(kind="base", value="3.5"))

    assert errors_of(answer) == ["回は、小数のない数で入れてください。"]
