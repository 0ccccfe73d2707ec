"""申込条件 as a lecture's page tells them: people, hours, and the first day that can be asked for.

Only for reading aloud. What a request must obey is decided elsewhere, from the same rows.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import TYPE_CHECKING, Any

import jpholiday

from config import clock
from lectures import eras
from lectures.models.lecture import Lecture
from lectures.models.office import OfficeSettings
from lectures.models.rules import Blackout, BookingRules, laid_over
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
)


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

    def earliest_day(self, *, today: date) -> date | None:
        """The first open day after the lead time; None: none before the calendar ends."""
        for ahead in range(self.lead_days, self.earliest_days + 1):
            day = today + timedelta(days=ahead)
            if self._open(day):
                return day
        return None

    def _open(self, day: date) -> bool:
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
    days = tuple(row.days for row in closed.order_by("starts_on"))
    return Conditions(**laid_over(town, own, names=_NAMES), closed=days)


def shown_with(page: "LecturePage", *, menu: "MenuPage") -> dict[str, Any]:
    """What a lecture's page shows besides its own words."""
    year, today = menu.fiscal_year, clock.today(venue_zone())
    lecture = page.lecture
    conditions = conditions_of(site_id=year.site_id, lecture=lecture)
    return {
        "menu": menu,
        "year": year.year,
        "year_over": today > eras.fiscal_year_range(year.year)[1],
        "conditions": conditions,
        "earliest_day": conditions and conditions.earliest_day(today=today),
        "office": OfficeSettings.objects.filter(site_id=year.site_id).first(),
        "others": list(page.other_departments.all()),
        "tally": lecture and getattr(lecture, "tally", None),
        "next_year": lecture and lecture.continued_by.first(),
    }
