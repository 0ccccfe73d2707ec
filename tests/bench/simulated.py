"""What happened to every request of a simulated town, and what its office knew on a given day.

Shared by the three generators of `futures`; nothing here knows how the forecaster thinks.
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta

from bookings.forecasting import Known, Odds, Past


@dataclass(frozen=True)
class Wish:
    """One session's life. `lost`: the day on which it was declined or called off, if it was.

    `asked` may come after `day` (a department told of it later); `fixed` is the day of the decision.
    """

    asked: date
    fixed: date
    day: date
    reported: date
    lost: date | None = None


@dataclass(frozen=True)
class World:
    """A simulated fiscal year. `before`: the years that came before it, the last first."""

    name: str
    year: int
    wishes: list[Wish]
    before: list[Past] = field(default_factory=list)
    old_leads: Counter[int] = field(default_factory=Counter)

    @property
    def truth(self) -> int:
        """Delivered in the year, once everything is reported."""
        return sum(self._counts(wish) and not wish.lost for wish in self.wishes)

    def _counts(self, wish: Wish) -> bool:
        return date(self.year, 4, 1) <= wish.day <= date(self.year + 1, 3, 31)

    def known(self, today: date) -> Known:
        """What the office sees at the end of that day."""
        delivered, unreported, planned, asked = (Counter[date]() for _kind in range(4))
        leads = Counter(self.old_leads)
        plans, wishes = [0, 0], [0, 0]
        for wish in self.wishes:
            if wish.asked > today or (not self._counts(wish) and wish.day > today):
                continue
            gone = wish.lost is not None and wish.lost <= today
            if wish.fixed <= today and (gone or wish.reported <= today):
                plans[gone] += 1
            if gone or wish.fixed <= today:
                wishes[wish.lost is not None and wish.lost < wish.fixed] += 1
            if gone or not self._counts(wish):
                continue
            if wish.fixed > today:
                asked[wish.day] += 1
            elif wish.day > today:
                planned[wish.day] += 1
            elif wish.reported > today:
                unreported[wish.day] += 1
            else:
                delivered[wish.day] += 1
                leads[(wish.day - wish.asked).days] += 1
        return Known(
            today, self.year, delivered, unreported, planned, asked, leads,
            plans=Odds(*plans), wishes=Odds(*wishes), past=self.before,
        )  # fmt: skip


def month_order(day: date) -> int:
    """0 is April."""
    return (day.month - 4) % 12


def past_of(year: int, wishes: list[Wish], *, months: bool) -> Past:
    """That year as a later one remembers it."""
    held = [
        wish.day for wish in wishes
        if not wish.lost and date(year, 4, 1) <= wish.day <= date(year + 1, 3, 31)
    ]  # fmt: skip
    counted = Counter(month_order(day) for day in held)
    return Past(len(held), tuple(counted[order] for order in range(12)) if months else ())


def days(number: float) -> timedelta:
    return timedelta(days=round(number))
