"""What the office has set for a lecture goes on in the new year: conditions, days off, next departments.

Only with a new row that continues last year's; what is there already is never changed.
"""

from datetime import date

from django.apps import apps

from lectures.models.lecture import Lecture, NextDepartment


def carry_settings(row: Lecture) -> None:
    """From the lecture that it continues. A season with dates moves on by the years between."""
    # Their module knows the lecture's own, which is loaded before it.
    rules, blackouts = (apps.get_model("lectures", name) for name in ("BookingRules", "Blackout"))
    last = row.continued_from
    if last is None:
        return
    years = row.fiscal_year.year - last.fiscal_year.year
    for own in rules.objects.filter(lecture=last):
        own.pk, own.lecture = None, row
        own.season_from = _moved(own.season_from, years=years)
        own.season_until = _moved(own.season_until, years=years)
        own.save(force_insert=True)
    for closed in blackouts.objects.filter(lecture=last, every_year=True):
        closed.pk, closed.lecture = None, row
        closed.save(force_insert=True)
    for candidate in NextDepartment.objects.filter(lecture=last):
        candidate.pk, candidate.lecture = None, row
        candidate.save(force_insert=True)


def _moved(day: date | None, *, years: int) -> date | None:
    if day is None:
        return None
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # 29 February
        return day.replace(year=day.year + years, day=28)
