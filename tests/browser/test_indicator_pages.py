"""The plan's indicators and the years before this system: a clerk types, corrects and brings in."""

import pytest

from bookings.models import IndicatorValue, PastFigure
from tests.browser.town import Everything
from tests.browser.visitor import Visitor
from tests.factories.indicators import kept

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.once]
SEND = "main form:has(.button) .actions button[type=submit]"
TABLE = "年度,区分,名前,回数,人数\r\n令和5年度,合計,,47,1200\r\nR5,課,防災課,40,\r\n"
WRONG = "年度,区分,名前,回数,人数\r\nむかし,合計,,47,\r\n"


def upload(clerk: Visitor, text: str) -> None:
    clerk.page.set_input_files(
        "[name=file]",
        {"name": "past.csv", "mimeType": "text/csv", "buffer": text.encode("cp932")},
    )
    clerk.page.check("[name=unit][value=session]")
    clerk.page.fill("[name=source]", "事業報告書")
    clerk.press(SEND)


def test_indicators_are_prepared_typed_and_corrected(town: Everything, clerk: Visitor):
    clerk.see("/desk/indicators/", "indicators, none")
    clerk.press("form[action$='prepare/'] button")
    clerk.look("indicators, without values")
    clerk.see("/desk/indicators/2/", "one indicator, without values")
    clerk.press(SEND)
    clerk.look("one indicator, errors", error=True)
    clerk.page.check("[name=kind][value=actual]")
    clerk.page.fill("[name=year]", "平成２３")
    clerk.page.fill("[name=source]", "市民アンケート")
    for place, number in enumerate(("12.1", "24.3", "32.9", "18.6", "12.1", "0")):
        clerk.page.fill(f"[name=answer-{place}]", number)
    clerk.press(SEND)
    clerk.look("one indicator, with a value")
    assert float(IndicatorValue.objects.get().value) == 69.3
    kept("2", "base", 2006, "75")
    kept("2", "target", 2017, "80")
    kept("3", "actual", 2011, 475)
    clerk.see("/desk/indicators/", "indicators, with values")
    clerk.see("/desk/indicators/2/actual/2011/", "a value")
    clerk.press("form[action$='take-away/'] button")
    clerk.look("a value, taken away without a reason", error=True)
    clerk.see("/desk/indicators/2/words/", "an indicator's words")
    clerk.page.fill("[name=name]", "")
    clerk.press(SEND)
    clerk.look("an indicator's words, errors", error=True)

    assert clerk.complaints() == ""


def test_past_years_are_looked_at_and_brought_in(town: Everything, clerk: Visitor):
    clerk.see("/desk/results/past/", "past years, none")
    clerk.press(SEND)
    clerk.look("past years, errors", error=True)
    upload(clerk, WRONG)
    clerk.look("past years, a wrong file", error=True)
    upload(clerk, TABLE)
    clerk.look("past years, what would change")
    clerk.press("form[action$='bring-in/'] button")
    clerk.look("past years, one")
    assert [row.sessions for row in PastFigure.objects.order_by("order")] == [47, 40]
    clerk.open("/desk/results/past/")
    upload(clerk, TABLE.replace("1200", "1300"))
    clerk.look("past years, what would be replaced")
    clerk.press("form[action$='bring-in/'] button")
    clerk.see("/desk/results/past/2023/", "a past year and its history")
    clerk.press("form[action$='take-away/'] button")
    clerk.look("a past year, taken away without a reason", error=True)

    assert clerk.complaints() == ""


def test_everybody_sees_the_indicators(town: Everything, visitor: Visitor):
    visitor.see("/indicators/", "indicators, none")
    kept("1", "base", 2006, "83.1")
    kept("1", "actual", 2011, "71.9")
    kept("1", "target", 2017, "93")
    kept("3", "actual", 2011, 475)
    visitor.see("/indicators/", "indicators, with values")

    assert visitor.complaints() == ""
