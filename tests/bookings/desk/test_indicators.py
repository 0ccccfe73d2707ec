"""計画の指標: what the pages say, what is typed in, and that what stood before stays."""

from decimal import Decimal

import pytest
from bs4 import BeautifulSoup
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import Role, User
from bookings import plan
from bookings.actions import indicating
from bookings.actions.indicating import Evidence
from bookings.actions.moves import Refused, Stale
from bookings.models import Indicator, IndicatorChange, IndicatorValue, PastFigure, PastImport
from bookings.trends import Way
from lectures.roles import give_role
from tests.factories.bookings import make_request
from tests.factories.indicators import kept, prepared
from tests.factories.town import NOW

PAGE = "/desk/indicators/"
FIVE = {"answer-0": "12.1", "answer-1": "24.3", "answer-2": "32.9", "answer-3": "18.6", "answer-4": "12.1", "answer-5": "0"}  # fmt: skip


def typed(**more: str) -> dict[str, str]:
    return {"kind": "actual", "year": "平成23年度", "source": "市民アンケート 報告書", **more}


def standing(code: str) -> plan.Standing:
    return next(one for one in plan.standings(at=NOW) if one.indicator.code == code)


def errors_of(answer) -> list[str]:
    page = BeautifulSoup(answer.content, "html.parser")
    return [link.get_text() for link in page.select(".summary-errors a, [role=alert] a")]


def past(town, year: int, sessions: int, *, unit: str = "session") -> None:
    made = PastImport.objects.create(site=town.site, year=year, version=1, unit=unit, at=NOW)
    PastFigure.objects.create(
        site=town.site, imported=made, year=year, dimension="total", sessions=sessions, unit=unit
    )


def test_one_button_prepares_the_seven_and_pressing_again_changes_nothing(office, town):
    first = office.post(f"{PAGE}prepare/", follow=True).content.decode()
    Indicator.objects.filter(code="2").update(name="われわれのことば")
    again = office.post(f"{PAGE}prepare/", follow=True).content.decode()

    assert "計画の指標を7つ用意しました。" in first
    assert "指標は、もうそろっています。" in again
    assert [row.section for row in Indicator.objects.order_by("code")] == [1, 2, 3, 4, 5, 6, 7]
    assert Indicator.objects.get(code="2").name == "われわれのことば"
    assert prepared("2").counting_answers == ["満足", "どちらかといえば満足", "普通"]
    assert [row.code for row in Indicator.objects.filter(computed=True)] == ["7"]


def test_an_indicator_that_the_town_has_already_keeps_its_name_and_values(town):
    old = Indicator.objects.create(
        site=town.site, code="7", name="お気軽講座の回数", unit="回", computed=True
    )
    IndicatorValue.objects.create(
        site=town.site, indicator=old, year=2026, kind="target", value=100
    )

    indicating.prepare()

    old.refresh_from_db()
    assert (old.name, old.section, old.values.get().value) == ("お気軽講座の回数", 7, 100)


def test_a_falling_trend_is_said_and_the_target_year_stands_in_heisei(town):
    kept("1", "base", 2006, "83.1")
    kept("1", "actual", 2011, "71.9")
    kept("1", "target", 2017, "93")

    one = standing("1")

    assert (one.trend, one.is_worse, one.reached) == (Way.DOWN, True, False)
    assert one.sentences == [
        "平成18年度（2006年度）の83.1%から、平成23年度（2011年度）の71.9%に下がりました。",
        "平成29年度（2017年度）の目標の93.0%まで、あと21.1ポイントです。",
    ]


def test_a_missing_base_is_said_and_one_number_is_no_trend(town):
    kept("3", "actual", 2011, 475)
    kept("3", "target", 2017, 800)

    one = standing("3")

    assert one.trend == Way.UNKNOWN
    assert one.sentences == [
        "基準の値はありません。",
        "くらべる前の年度がないので、上がったか下がったかは、まだ分かりません。",
        "平成29年度（2017年度）の目標の800件まで、あと325件です。",
    ]


def test_an_indicator_of_which_less_is_better(town):
    Indicator.objects.filter(pk=prepared("3").pk).update(higher_is_better=False)
    kept("3", "base", 2020, 10)
    kept("3", "actual", 2024, 8)
    kept("3", "target", 2025, 9)

    one = standing("3")

    assert (one.trend, one.is_worse, one.reached) == (Way.DOWN, False, True)


def test_the_number_of_sessions_is_counted_and_its_running_year_is_no_fall(town):
    prepared("7")
    past(town, 2024, 20)
    past(town, 2025, 25)
    make_request(town, status="closed")

    one = standing("7")

    assert [(row.year, row.value, row.running) for row in one.actuals] == [
        (2024, 20, False), (2025, 25, False), (2026, 1, True),
    ]  # fmt: skip
    assert (one.newest.value, one.running.value, one.trend) == (25, 1, Way.UP)
    kept("7", "target", 2026, 30)
    one = standing("7")
    assert one.sentences[-1] == "令和8年度（2026年度）の目標の30回まで、あと29回です。"
    assert one.reached is False
    kept("7", "target", 2027, 27)
    assert standing("7").sentences[-1] == "令和9年度（2027年度）の目標の27回まで、あと2回です。"


def test_a_change_of_the_counting_unit_is_said_and_nothing_compared(town):
    prepared("7")
    past(town, 2024, 20, unit="request")
    past(town, 2025, 45)

    one = standing("7")

    assert (one.trend, one.is_worse) == (Way.UNKNOWN, False)
    assert one.sentences[1].endswith(
        "途中で数え方が変わったので、そのままくらべることはできません。"
    )
    assert "この年度から、数え方が変わりました。" in Client().get("/indicators/").content.decode()


def test_what_is_counted_here_cannot_be_typed(office, town):
    seven = prepared("7")

    answer = office.post(f"{PAGE}7/", typed(value="99"))

    assert answer.status_code == 422
    assert not IndicatorValue.objects.filter(kind="actual").exists()
    with pytest.raises(Refused, match="実施の報告から数えます"):
        indicating.keep_value(
            indicator_id=seven.pk, kind="actual", year=2020, value=Decimal(99),
            evidence=Evidence("x"), seen=0, by=None, at=NOW,
        )  # fmt: skip


def test_without_the_guard_a_typed_number_would_stand_beside_the_counted_one(town, monkeypatch):
    monkeypatch.setattr(indicating, "what_forbids", lambda *_a, **_k: "")

    kept("7", "actual", 2026, 99)

    assert IndicatorValue.objects.get(kind="actual").value == 99
    assert standing("7").actuals == ()  # the page counts all the same


def test_a_value_is_typed_in_full_width_and_in_an_era(office, town, clerk):
    prepared("2")

    office.post(f"{PAGE}2/", typed(year="Ｈ２９", value="６９．３％", surveyed_on="平成29年8月1日", sample="１，２３４"))  # fmt: skip

    row = IndicatorValue.objects.get()
    assert (row.year, row.value, row.sample, row.version) == (2017, Decimal("69.3"), 1234, 1)
    assert (row.source, row.entered_by, row.entered_at) == ("市民アンケート 報告書", clerk, NOW)
    assert str(row.surveyed_on) == "2017-08-01"
    assert "平成29年度（2017年度）" in office.get(f"{PAGE}2/").content.decode()


def test_the_answers_of_a_survey_make_the_value(office, town):
    prepared("2")

    office.post(f"{PAGE}2/", typed(value="", counted_in="percent", **FIVE))

    row = IndicatorValue.objects.get()
    assert row.value == Decimal("69.3")
    assert row.counts["どちらかといえば満足"] == "24.3"


def test_a_sum_that_contradicts_the_typed_value_is_said_beside_it(office, town):
    prepared("2")

    answer = office.post(f"{PAGE}2/", typed(value="75", counted_in="percent", **FIVE))

    assert answer.status_code == 422
    page = answer.content.decode()
    assert "足す答えの合計は69.3%ですが、値は75%です。どちらかを直してください" in page
    assert 'value="24.3"' in page
    assert not IndicatorValue.objects.exists()


def test_a_difference_of_rounding_is_kept_and_shown(office, town):
    prepared("2")

    office.post(f"{PAGE}2/", typed(value="69.4", counted_in="percent", **FIVE))

    page = Client().get("/indicators/").content.decode()
    assert "答えを足すと69.3%（四捨五入のちがい）" in page


@pytest.mark.parametrize(
    "wrong, said",
    [
        ({"value": "101"}, "割合は、0から100までで入れてください"),
        ({"value": "6x"}, "数は、61.5や1,234のように入れてください"),
        ({"value": ""}, "値を入れてください"),
        ({"year": "きょねん", "value": "5"}, "年度は、2017、平成29年度、H29のように入れてください"),
        ({"source": "", "value": "5"}, "どこから取った数か、書いてください"),
        ({"value": "", "answer-0": "5"}, "だれもえらばなかった答えは0です"),
        ({"value": "", **FIVE, "answer-0": "40"}, "割合を全部足すと127.9%です。100%になるように確かめてください"),
        ({"kind": "", "value": "5"}, "基準・実績・目標のどれかをえらんでください"),
    ],
)  # fmt: skip
def test_wrong_input_gets_a_sentence_and_keeps_what_was_typed(office, town, wrong, said):
    prepared("2")
    answer = office.post(f"{PAGE}2/", typed(**wrong))

    page = answer.content.decode()
    assert answer.status_code == 422
    assert page.count(said) >= 2  # in the summary and beside the field
    assert not IndicatorValue.objects.exists()
    for text in filter(None, typed(**wrong).values()):
        assert f'value="{text}"' in page


def test_a_correction_says_why_and_the_value_before_stays_in_the_history(office, town, clerk):
    kept("2", "actual", 2011, "69.3")
    path = f"{PAGE}2/actual/2011/"
    body = {"value": "69.8", "source": "報告書の訂正", "reason": "", "seen": "1"}

    assert "なぜ直すのか、書いてください" in office.post(path, body).content.decode()
    office.post(path, {**body, "reason": "報告書に正誤表が出たため"})

    row = IndicatorValue.objects.get()
    assert (row.value, row.version, row.entered_by) == (Decimal("69.8"), 2, clerk)
    changes = IndicatorChange.objects.order_by("pk").values_list("was", "value", "reason")
    assert list(changes) == [
        (None, Decimal("69.3"), ""),
        (Decimal("69.3"), Decimal("69.8"), "報告書に正誤表が出たため"),
    ]
    assert "報告書に正誤表が出たため" in office.get(f"{PAGE}2/").content.decode()


def test_two_people_do_not_write_over_each_other(office, town):
    kept("2", "actual", 2011, "69.3")
    kept("2", "actual", 2011, "69.5", seen=1)

    answer = office.post(
        f"{PAGE}2/actual/2011/",
        {"value": "70", "source": "x", "reason": "y", "seen": "1"},
    )

    assert "ほかの人がこの値を変えました" in answer.content.decode()
    assert IndicatorValue.objects.get().value == Decimal("69.5")
    with pytest.raises(Stale):
        kept("2", "actual", 2011, "70", seen=1)


def test_a_second_value_of_the_same_year_is_sent_to_the_correction(office, town):
    kept("2", "actual", 2011, "69.3")

    answer = office.post(f"{PAGE}2/", typed(value="70"))

    said = "平成23年度（2011年度）の値は、もう入っています。表の「直す」から直してください"
    assert said in answer.content.decode()


def test_a_value_of_the_wrong_year_is_taken_away_and_stays_written(office, town):
    kept("2", "actual", 2012, "69.3")
    path = f"{PAGE}2/actual/2012/take-away/"

    assert office.post(path, {"why": "", "seen": "1"}).status_code == 422
    office.post(path, {"why": "年度ちがい", "seen": "1"})

    assert not IndicatorValue.objects.exists()
    last = IndicatorChange.objects.order_by("pk").last()
    assert (last.was, last.value, last.reason) == (Decimal("69.3"), None, "年度ちがい")


def test_the_history_cannot_be_rewritten(town):
    kept("2", "actual", 2011, "69.3")

    with pytest.raises(IntegrityError), transaction.atomic():
        IndicatorChange.objects.update(value=Decimal("80"))


def test_an_indicator_is_worded_anew_but_not_what_was_summed(office, town):
    two = prepared("2")
    page = office.get(f"{PAGE}2/words/").context["form"].initial
    body = {**page, "name": "講座の満足度"}
    assert office.post(f"{PAGE}2/words/", body).status_code == 302
    office.post(f"{PAGE}2/", typed(value="", counted_in="percent", **FIVE))

    answer = office.post(f"{PAGE}2/words/", {**body, "answers": "＋よい\nわるい"})

    two.refresh_from_db()
    assert two.name == "講座の満足度"
    assert "答えは変えられません" in answer.content.decode()
    assert len(two.answers) == 6


def test_an_auditor_reads_and_types_nothing(town, site):
    kept("2", "actual", 2011, "69.3")
    user = User.objects.create_user("kansa@city.example", "a-long-password")
    give_role(site=site, user=user, role=Role.AUDITOR)
    auditor = Client()
    auditor.force_login(user)

    for path in ("", "2/", "2/actual/2011/", "2/words/"):
        page = auditor.get(PAGE + path)
        assert page.status_code == 200
        assert 'method="post" action="/desk/' not in page.content.decode()
    for path in ("prepare/", "2/", "2/actual/2011/", "2/actual/2011/take-away/", "2/words/"):
        assert auditor.post(PAGE + path, typed(value="1")).status_code == 403


def test_everybody_reads_the_same_numbers_in_three_languages(office, town):
    kept("1", "base", 2006, "83.1")
    kept("1", "actual", 2011, "71.9")

    for page in (office.get(PAGE), Client().get("/indicators/")):
        text = page.content.decode()
        assert "83.1%" in text
        assert (
            "平成18年度（2006年度）の83.1%から、平成23年度（2011年度）の71.9%に下がりました。"
            in text
        )
    for language in ("en", "ja-easy"):
        client = Client()
        client.post("/language/", {"language": language, "next": "/indicators/"})
        page = client.get("/indicators/").content.decode()
        assert "71.9%" in page
        if language == "en":
            assert "People who want to keep learning or to start" in page


def test_the_page_asks_the_same_questions_however_many_values_there_are(town):
    asked = []
    for year in (2011, 2012, 2013):
        for code in ("1", "2"):
            kept(code, "actual", year, "50")
        past(town, year, 20)
        with CaptureQueriesContext(connection) as queries:
            plan.standings(at=NOW)
        asked.append(len(queries))

    assert asked[0] == asked[2]


def test_targets_of_a_department_or_a_centre_are_not_the_towns(town):
    seven = prepared("7")
    for part in ({"department": town.department}, {"centre": town.centre}):
        IndicatorValue.objects.create(
            site=town.site, indicator=seven, year=2026, kind="target", value=5, **part
        )

    assert standing("7").target is None
    kept("7", "target", 2026, 30)
    assert standing("7").target.value == 30
