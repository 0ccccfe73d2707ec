"""What a town accepts, what a group wishes, and why not: plain values."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time

from lectures.closing import Closing
from lectures.eras import fiscal_year_of
from lectures.seasons import Season
from lectures.working_days import Closed


@dataclass(frozen=True)
class Part:
    """A part of the day: its window and the usual start in it."""

    opens: time
    closes: time
    usual_start: time


@dataclass(frozen=True)
class House:
    """The town's own place that a wish is for, and when it is shut."""

    name: str
    closing: Closing


@dataclass(frozen=True)
class MenuYear:
    """The year whose menu a lecture stands on. Days of later years are its own as well, until the
    day from which the next menu takes them (`next_from`; None: no such day). `earlier_too`: the
    office lets days before that year pass."""

    year: int
    next_from: date | None = None
    earlier_too: bool = False

    def begins_after(self, day: date) -> bool:
        return fiscal_year_of(day) < self.year and not self.earlier_too

    def has_handed_on(self, day: date, *, today: date) -> bool:
        """Whether a wish that is made today for that day belongs to the next menu."""
        if self.next_from is None or today < self.next_from:
            return False
        return fiscal_year_of(day) > self.year


@dataclass(frozen=True)
class Rules:
    """What holds for one lecture after the town's and its own conditions are laid together.

    `house`: where it is to be held, once that is one of the town's centres. `menu`: None for a
    request that was taken already: it goes on, whatever the menu is now.
    """

    lead_days: int
    earliest_days: int
    min_people: int
    max_people: int | None
    weekends: bool
    holidays: bool
    day_from: time
    day_until: time
    parts: dict[str, Part]
    closed: Sequence[Closed] = ()
    season: Season = field(default_factory=Season)
    quota: int | None = None
    house: House | None = None
    menu: MenuYear | None = None


@dataclass(frozen=True)
class Wish:
    """A day with a part of it, or with exact times."""

    day: date
    part: str = ""
    starts: time | None = None
    ends: time | None = None


@dataclass(frozen=True)
class Usable:
    """When the venue can be used; None: not said."""

    opens: time | None = None
    closes: time | None = None


@dataclass(frozen=True)
class Problem:
    """Why not: a code for programs, a sentence for people, a few words for a month of days."""

    code: str
    sentence: str
    short: str = ""


@dataclass(frozen=True)
class Slot:
    """An exact time; both ends aware, in UTC."""

    starts_at: datetime
    ends_at: datetime
