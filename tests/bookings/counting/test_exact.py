"""What counting shows equals a recount by hand, at any moment, folded or not."""

import random
from collections import Counter
from datetime import timedelta

import pytest
from django.db import connection, transaction

from bookings import counting, marking
from bookings.counting import Dimension
from bookings.counting.exact import figures
from bookings.counting.folding import fold, fold_all
from bookings.models import CountingUnit, FigureLine, LectureSession, SessionReport, StaleSession
from bookings.status import SessionState
from tests.factories.figures import Random
from tests.factories.town import NOW, ZONE, at, make_town

D, S = Dimension, SessionState
TOWNS = 25


@pytest.fixture
def town(site):
    return make_town(site)


def made(town, seed: int) -> Random:
    some = Random(town, random.Random(seed))
    for _one in range(some.chance.randrange(1, 6)):
        request = some.request()
        starts = some.moment()
        for order in range(some.chance.choice([1, 1, 3])):
            some.session(request, starts=starts + timedelta(hours=order))
    return some


def by_hand(unit: str) -> Counter:
    """{(year, what, key): number} in plain Python, from the sessions and their newest reports."""
    found: Counter = Counter()
    days = set()
    rows = LectureSession.objects.select_related("request__group", "lecture").order_by(
        "starts_at", "pk"
    )
    for row in rows:
        day = row.starts_at.astimezone(ZONE).date()
        year = day.year if day.month >= 4 else day.year - 1
        if row.state != S.DELIVERED:
            continue
        report = SessionReport.objects.filter(session=row).order_by("version").last()
        number = 1
        if unit == "day":
            number = 0 if (row.request_id, day) in days else 1
            days.add((row.request_id, day))
        keys = {
            D.ALL: "", D.MONTH: day.month, D.DEPARTMENT: row.department_id,
            D.CATEGORY: row.lecture.category_id, D.NEED_KIND: row.lecture.need_kind,
            D.LED_BY: row.lecture.led_by, D.GROUP_KIND: row.request.group.kind,
            D.CENTRE: row.centre_id or "", D.LECTURE: row.lecture_id, D.FORMAT: row.lecture.format,
            D.WAY: row.request.way,
        }  # fmt: skip
        for dimension, key in keys.items():
            found[year, dimension, str(key), "delivered"] += number
            found[year, dimension, str(key), "people"] += report.people
    return +found


def shown(years) -> Counter:
    found: Counter = Counter()
    some = [one for one in D if one not in (D.AGE, D.AREA, D.MENU, D.REASON)]
    for year in years:
        for dimension, rows in counting.breakdowns(year, some, at=NOW).items():
            for row in rows:
                found[year, dimension, row.key, "delivered"] = row.delivered
                found[year, dimension, row.key, "people"] = row.people
    return +found


YEARS = range(2024, 2030)


@pytest.mark.parametrize("unit", ["session", "day"])
def test_every_table_equals_a_recount_while_things_happen(town, unit):
    if unit == "day":
        CountingUnit.objects.create(
            site=town.site, from_year=2020, unit="day", reason="要綱の改正", at=NOW
        )
    for seed in range(TOWNS):
        with transaction.atomic():
            some = made(town, seed)
            for _one in range(12):
                some.change()
                if some.chance.random() < 0.4:
                    fold(at=NOW, most=some.chance.randrange(1, 6))
                assert shown(YEARS) == by_hand(unit)
            fold_all(at=NOW)
            assert not StaleSession.objects.exists()
            assert shown(YEARS) == by_hand(unit)
            transaction.set_rollback(True)


def test_without_its_trigger_a_change_is_not_seen(town):
    """The twin: what the triggers hold off."""
    some = made(town, 3)
    fold_all(at=NOW)
    marking.take_away()

    LectureSession.objects.update(state=S.DELIVERED, reason="")
    for row in LectureSession.objects.filter(reports=None):
        some.report(row)

    assert shown(YEARS) != by_hand("session")
    marking.install()


def test_each_number_of_a_year_is_the_same_in_every_table(town):
    made(town, 7)

    for year in YEARS:
        tables = counting.breakdowns(year, list(D), at=NOW)
        wholes = {
            tuple(
                sum(getattr(row, name) for row in rows)
                for name in (
                    "delivered",
                    "people",
                    "planned",
                    "unresolved",
                    "cancelled",
                    "postponed",
                )
            )
            for rows in tables.values()
        }
        assert len(wholes) == 1
        assert counting.year_count(year, at=NOW).delivered == sum(
            row.delivered for row in tables[D.ALL]
        )


def test_planned_sessions_that_are_over_wait_for_their_report(town):
    made(town, 1)
    LectureSession.objects.update(state=S.PLANNED, reason="")
    over = LectureSession.objects.filter(ends_at__lt=NOW).count()
    fold_all(at=NOW)

    counts = [counting.year_count(year, at=NOW) for year in YEARS]

    assert sum(count.unresolved for count in counts) == over
    assert (
        sum(count.planned + count.unresolved for count in counts) == LectureSession.objects.count()
    )


def test_a_day_counts_once_from_the_year_of_the_change_on(town):
    some = Random(town, random.Random(1))
    for year in (2025, 2026):
        request = some.request()
        for hour in (10, 11, 13):
            session = some.session(request, starts=at(f"{year}-06-01 {hour}:00"))
            LectureSession.objects.filter(pk=session.pk).update(state=S.DELIVERED, reason="")
    fold_all(at=NOW)

    CountingUnit.objects.create(
        site=town.site, from_year=2026, unit="day", reason="要綱の改正", at=NOW
    )

    assert [(one.year, one.delivered, one.unit, one.breaks) for one in counting.series()] == [
        (2025, 3, "session", False),
        (2026, 1, "day", True),
    ]


def test_an_address_without_a_centre_is_placed_by_the_name_of_its_town(town):
    some = Random(town, random.Random(1))
    session = some.session(some.request(), starts=at("2026-06-01 10:00"))
    LectureSession.objects.filter(pk=session.pk).update(
        state=S.DELIVERED, reason="", centre=None, venue_address="東町　３番地"
    )

    rows = counting.breakdown(2026, D.AREA, at=NOW)

    assert [(row.label, row.delivered) for row in rows] == [("東地区", 1)]


def test_lines_of_the_sums_are_never_more_than_months_and_keys(town):
    made(town, 2)
    fold_all(at=NOW)
    before = FigureLine.objects.count()

    LectureSession.objects.update(version=7)
    fold_all(at=NOW)

    assert FigureLine.objects.count() == before


@pytest.mark.parametrize("number", [1, 3])
def test_the_number_of_queries_does_not_depend_on_the_sessions(
    town, number, django_assert_num_queries
):
    some = Random(town, random.Random(1))
    for _one in range(number):
        some.session(some.request(), starts=at("2026-06-01 10:00"))
    fold_all(at=NOW)

    with django_assert_num_queries(2 + (connection.vendor == "postgresql")):
        figures([D.ALL, D.DEPARTMENT], years=[2026])


def test_what_was_entered_by_mistake_is_not_among_the_cancelled(town):
    some = Random(town, random.Random(1))
    for reason in ("disaster", "mistake"):
        session = some.session(some.request(), starts=at("2026-06-01 10:00"))
        LectureSession.objects.filter(pk=session.pk).update(state=S.CANCELLED, reason=reason)

    assert counting.year_count(2026, at=NOW).cancelled == 1
