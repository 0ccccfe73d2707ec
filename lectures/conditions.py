"""申込条件 as a lecture's page tells them: people, hours, and the first day that can be asked for.

Only for reading aloud. What a request must obey is decided elsewhere, from the same rows.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from typing import TYPE_CHECKING, Any

import jpholiday
from django.conf import settings
from django.db.models import Q

from config import clock
from lectures import eras
from lectures.following import following
from lectures.models.lecture import Lecture, LectureTally
from lectures.models.office import OfficeSettings
from lectures.models.rules import (
    SEASON_NAMES,
    Blackout,
    BookingRules,
    laid_over,
    season_of,
)
from lectures.seasons import Season
from lectures.working_days import Closed
from lectures.zones import venue_zone

if TYPE_CHECKING:
    from lectures.models.pages.lecture import LecturePage
    from lectures.models.pages.menu import MenuPage

_NAMES = (
    "lead_days",
    "earliest_days",
    "min_people",
    "max_people",
    "weekends",
    "holidays",
    "day_from",
    "day_until",
    "quota",
)


@dataclass(frozen=True)
class Told:
    """What a card of the menu says of one lecture's days."""

    season: str
    left: int | None
    earliest_day: date | None


@dataclass(frozen=True)
class Conditions:
    lead_days: int
    earliest_days: int
    min_people: int
    max_people: int | None
    weekends: bool
    holidays: bool
    day_from: time
    day_until: time
    closed: Sequence[Closed] = ()
    season: Season = field(default_factory=Season)
    quota: int | None = None

    def earliest_day(
        self,
        *,
        today: date,
        full: int | None = None,
        first: date = date.min,
        last: date = date.max,
    ) -> date | None:
        """The first open day after the lead time; None: none before the calendar ends.

        `full`: a fiscal year whose count is reached. `first`, `last`: the days of its menu.
        """
        for ahead in range(self.lead_days, self.earliest_days + 1):
            day = today + timedelta(days=ahead)
            if first <= day <= last and eras.fiscal_year_of(day) != full and self._open(day):
                return day
        return None

    def left(self, counted: int) -> int | None:
        """How often the lecture can still be given in its year. None: nobody counts."""
        return None if self.quota is None else max(0, self.quota - counted)

    def told(self, lecture: Lecture, *, today: date, counted: int) -> Told:
        left = self.left(counted)
        year = lecture.fiscal_year
        full = year.year if left == 0 else None
        first, last = eras.fiscal_year_range(year.year)
        handed_on = year.next_menu_from is not None and year.next_menu_from <= today
        day = self.earliest_day(
            today=today, full=full, first=first, last=last if handed_on else date.max
        )
        return Told(self.season.words, left, day)

    def _open(self, day: date) -> bool:
        if not self.season.covers(day):
            return False
        if not self.weekends and day.weekday() >= 5:
            return False
        if not self.holidays and jpholiday.is_holiday(day):
            return False
        return not any(closed.covers(day) for closed in self.closed)


def conditions_of(*, site_id: int, lecture: Lecture | None) -> Conditions | None:
    """The town's row, overridden by the lecture's own. None: the town has not set any."""
    ours = BookingRules.objects.filter(site_id=site_id)
    town = ours.filter(lecture__isnull=True).first()
    if town is None:
        return None
    own = ours.filter(lecture=lecture).first() if lecture else None
    blackouts = Blackout.objects.filter(site_id=site_id)
    closed = blackouts.filter(lecture__isnull=True)
    if lecture:
        closed |= blackouts.filter(lecture=lecture)
    return _together(town, own, closed=closed.order_by("starts_on"))


def _together(
    town: BookingRules, own: BookingRules | None, *, closed: Iterable[Blackout]
) -> Conditions:
    said = laid_over(town, own, names=[*_NAMES, *SEASON_NAMES])
    return Conditions(
        **{name: said[name] for name in _NAMES},
        closed=tuple(row.days for row in closed),
        season=season_of(said),
    )


def counted_in_year(lectures: Sequence[Lecture]) -> Counter[int]:
    """By the lecture's key: what counts in its own year, also of the same lecture in the years beside."""
    before = {row.continued_from_id for row in lectures if row.continued_from_id}
    own = {row.pk for row in lectures}
    near = Q(lecture__in=own | before) | Q(lecture__continued_from__in=own)
    rows = LectureTally.objects.filter(near).values_list(
        "lecture_id", "lecture__continued_from_id", "counted"
    )
    tallies, found = list(rows), Counter[int]()
    for lecture in lectures:
        for pk, continues, counted in tallies:
            if lecture.pk in (pk, continues) or pk == lecture.continued_from_id:
                found[lecture.pk] += counted.get(str(lecture.fiscal_year.year), 0)
    return found


def told_of(lectures: Iterable[Lecture], *, site_id: int, today: date) -> dict[int, Told]:
    """By the lecture's key; three queries for however many. Empty: the town has no conditions yet."""
    rows = {row.lecture_id: row for row in BookingRules.objects.filter(site_id=site_id)}
    blackouts = list(Blackout.objects.filter(site_id=site_id).order_by("starts_on"))
    town = rows.pop(None, None)
    if town is None:
        return {}
    lectures, found = list(lectures), {}
    counted = counted_in_year(lectures)
    for lecture in lectures:
        closed = [row for row in blackouts if row.lecture_id in (None, lecture.pk)]
        conditions = _together(town, rows.get(lecture.pk), closed=closed)
        found[lecture.pk] = conditions.told(lecture, today=today, counted=counted[lecture.pk])
    return found


def shown_with(page: "LecturePage", *, menu: "MenuPage") -> dict[str, Any]:
    """What a lecture's page shows besides its own words."""
    year, today = menu.fiscal_year, clock.today(venue_zone())
    lecture = page.lecture
    conditions = conditions_of(site_id=year.site_id, lecture=lecture)
    tally = getattr(lecture, "tally", None) if lecture else None
    counted = counted_in_year([lecture])[lecture.pk] if lecture else 0
    told = (
        conditions.told(lecture, today=today, counted=counted) if conditions and lecture else None
    )
    return {
        "menu": menu,
        "year": year.year,
        "year_over": today > eras.fiscal_year_range(year.year)[1],
        "conditions": conditions,
        "earliest_day": told.earliest_day
        if told
        else conditions and conditions.earliest_day(today=today),
        "left": told.left if told else None,
        "office": OfficeSettings.objects.filter(site_id=year.site_id).first(),
        "others": list(page.other_departments.all()),
        "tally": tally,
        "following": lecture
        and following(
            lecture,
            language=page.locale.language_code if page.locale_id else settings.LANGUAGE_CODE,
        ),
    }
