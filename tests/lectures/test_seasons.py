"""The season of a lecture and what is left of its year: in words, in the form, on its pages."""

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import SiteRole
from lectures.conditions import conditions_of, told_of
from lectures.models import BookingRules, LectureTally
from lectures.seasons import Season
from tests.factories import lectures as make

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("season", "words"),
    [
        (Season(), ""),
        (Season(frozenset(range(1, 13))), ""),
        (Season(frozenset({6})), "6月"),
        (Season(frozenset({6, 7, 8, 10})), "6月から8月・10月"),
        (Season(frozenset({12, 1, 2})), "12月から2月"),
        (Season(frozenset({3, 4})), "4月・3月"),
        (Season(starts_on=date(2026, 6, 1)), "6月1日（月）から"),
        (
            Season(frozenset({7}), date(2026, 7, 6), date(2026, 7, 10)),
            "7月、7月6日（月）から7月10日（金）まで",
        ),
        (Season(ends_on=date(2026, 7, 10)), "7月10日（金）まで"),
    ],
)
def test_a_season_in_words(season, words):
    assert season.words == words


@pytest.mark.parametrize(
    ("day", "covered"),
    [
        (date(2026, 6, 30), False),
        (date(2026, 7, 5), False),
        (date(2026, 7, 6), True),
        (date(2026, 7, 10), True),
        (date(2026, 7, 11), False),
        (date(2027, 7, 7), False),
    ],
)
def test_months_and_dates_hold_together(day, covered):
    season = Season.of("7", date(2026, 7, 6), date(2026, 7, 10))

    assert season.covers(day) is covered


@pytest.fixture
def page(site):
    BookingRules.objects.create(site=site, **BookingRules.usual())
    return make.lecture_page(make.menu(site), title="雪の下の植物")


def test_the_lectures_page_and_the_menu_say_season_first_day_and_what_is_left(
    site, page, client, clock_at
):
    clock_at("2026-11-22 10:00")
    BookingRules.objects.create(site=site, lecture=page.lecture, season_months="1,2", quota=6)
    LectureTally.objects.create(
        site=site, lecture=page.lecture, delivered=1, planned=1, counted={"2026": 2, "2027": 3}
    )

    lecture = client.get(page.url).content.decode()
    menu = client.get(page.get_parent().url).content.decode()

    for words in ("1月から2月", "3月まで、残り4回", "1月2日（土）"):
        assert words in lecture
    for words in ("時期 1月から2月", "3月まで残り 4回", "いちばん早い日 2027年1月2日（土）"):
        assert words in menu


def test_a_year_that_is_full_says_so_and_names_a_day_of_the_next(site, page, client, clock_at):
    clock_at("2026-11-22 10:00")
    BookingRules.objects.create(site=site, lecture=page.lecture, quota=1)
    LectureTally.objects.create(site=site, lecture=page.lecture, counted={"2026": 1})

    lecture = client.get(page.url).content.decode()

    assert "この年度の回数に達しました" in lecture
    assert "4月1日（木）" in lecture


def test_without_a_quota_nothing_is_left_to_count(site, page):
    assert conditions_of(site_id=site.pk, lecture=page.lecture).left(7) is None


def test_many_lectures_cost_two_queries(site, page):
    pages = [page, *(make.lecture_page(page.menu()) for _number in range(5))]
    lectures = [row.lecture for row in pages]
    for row in lectures:
        assert row.fiscal_year.year == 2026
        BookingRules.objects.create(site=site, lecture=row, lead_days=30)

    with CaptureQueriesContext(connection) as caught:
        told = told_of(lectures, site_id=site.pk, today=TODAY)

    assert {row.earliest_day for row in told.values()} == {date(2026, 12, 22)}
    assert len([row for row in caught if "tally" not in row["sql"]]) == 2


def test_months_are_ticked_in_the_ledger_and_shown_ticked_again(site, page):
    office = Client()
    office.force_login(make.person(site, SiteRole.Role.OFFICE))
    row = BookingRules.objects.create(site=site, lecture=page.lecture)
    url = f"/admin/booking_rules/edit/{row.pk}/"
    sent = {
        "lecture": row.lecture_id, "season_months": ["6", "12", "7"], "season_from": "２０２６-06-15",
        "season_until": "", "quota": "８", "weekends": "unknown", "holidays": "unknown",
    }  # fmt: skip

    answer = office.post(url, sent)

    assert answer.status_code == 302, answer.content.decode()
    row.refresh_from_db()
    assert (row.season_months, row.season_from, row.quota) == ("6,7,12", date(2026, 6, 15), 8)
    page_again = office.get(url).content.decode()
    assert page_again.count("checked") >= 3
    refused = office.post(url, sent | {"season_months": ["13"]})
    assert "月を、もう一度えらんでください" in refused.content.decode()


def test_no_month_ticked_means_as_the_town_has_it(site, page):
    office = Client()
    office.force_login(make.person(site, SiteRole.Role.OFFICE))
    row = BookingRules.objects.create(site=site, lecture=page.lecture, season_months="6")

    office.post(
        f"/admin/booking_rules/edit/{row.pk}/",
        {"lecture": row.lecture_id, "weekends": "unknown", "holidays": "unknown"},
    )

    row.refresh_from_db()
    assert row.season_months is None


def test_a_season_that_ends_before_it_begins_is_refused_by_the_database(site, page):
    with pytest.raises(IntegrityError), transaction.atomic():
        BookingRules.objects.create(
            site=site, lecture=page.lecture, season_from=TODAY, season_until=date(2026, 1, 1)
        )
