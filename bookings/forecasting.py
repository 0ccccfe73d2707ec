"""How many sessions a fiscal year will have on 31 March: numbers in, numbers out.

No rows, no clock, no chance: closed formulas and an exact sum of small distributions. The method
in plain words, its trial on simulated years and its limits are in docs/forecast.md.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from itertools import accumulate, pairwise
from math import e, log, sqrt
from statistics import NormalDist

from bookings.distributions import (
    Numbers,
    beta_binomial,
    both,
    certain,
    negative_binomial,
    quantile,
)

ByDay = Mapping[date, int]

LOW, MIDDLE, HIGH = 0.1, 0.5, 0.9
FEWEST = 5  # delivered sessions, below which nothing is foretold
SOONEST = 61  # days of April and May: below, nothing without a past year

# April first: peaks in early summer and autumn, a guess, worth as much as PROFILE sessions.
USUAL_YEAR = (0.04, 0.07, 0.11, 0.11, 0.06, 0.09, 0.13, 0.13, 0.07, 0.06, 0.07, 0.06)
PROFILE = 40
# How long before the day a session is asked for: (days, share asked later than that).
USUAL_LEADS = ((0, 0.02), (14, 0.08), (30, 0.33), (45, 0.57), (60, 0.74), (90, 0.91), (180, 1.0))
LEADS = 20
CHANGE = 0.25  # of a year's level from the last, as a coefficient of variation; worth CHANGES years
CHANGES = 3
CLUSTERS = 1.5  # variance of a month's count over its mean; worth CLUSTER months
CLUSTER = 12
DRIFT = 0.15  # of the level in a year that is still to come, likewise
FADE = 200  # days after which a session of this year says half as much about what comes
BIG = 3000  # sessions to come, from which a smooth curve is as good


class TooLittle(StrEnum):
    """Why nothing is foretold."""

    EARLY = "early"
    FEW = "few"


@dataclass(frozen=True)
class Odds:
    """How often something was kept. `prior` is what to think before: (kept, not kept)."""

    kept: int = 0
    lost: int = 0

    def after(self, prior: tuple[float, float]) -> tuple[float, float]:
        """The two shapes of a beta distribution; never surer than fifty cases make one."""
        yes, no = prior[0] + self.kept, prior[1] + self.lost
        scale = min(1.0, 50 / (yes + no))
        return yes * scale, no * scale


@dataclass(frozen=True)
class Past:
    """A past year: how many were delivered, and in which months (April first) where known."""

    total: int
    months: tuple[int, ...] = ()


@dataclass(frozen=True)
class Known:
    """What a town knows at the end of `today`, in sessions by their day.

    `unreported` are over without a report, `planned` are fixed, `asked` are wished for and not
    decided. `leads`: for delivered sessions, days from the request to the day (negative where the
    office heard of it afterwards), with how many. `past`: the last year first.
    """

    today: date
    year: int
    delivered: ByDay
    unreported: ByDay = field(default_factory=dict)
    planned: ByDay = field(default_factory=dict)
    asked: ByDay = field(default_factory=dict)
    leads: Mapping[int, int] = field(default_factory=dict)
    reports: Odds = Odds()
    plans: Odds = Odds()
    wishes: Odds = Odds()
    past: Sequence[Past] = ()


Range = tuple[int, int, int]


@dataclass(frozen=True)
class Forecast:
    """The delivered on 31 March: in four years of five between `low` and `high`, both counted.

    `by_month`: the same (low, median, high) at the end of each month, April first; None for
    months that are over.
    """

    low: int
    median: int
    high: int
    by_month: tuple[Range | None, ...]


def forecast(known: Known) -> Forecast | TooLittle:
    """Foretell, or say why not. A year that is over needs no more than what is there."""
    first, last = date(known.year, 4, 1), date(known.year + 1, 3, 31)
    so_far = sum(known.delivered.values())
    if known.today < last:
        if so_far < FEWEST:
            return TooLittle.FEW
        if not known.past and (known.today - first).days + 1 < SOONEST:
            return TooLittle.EARLY
    ends = [_month_end(known.year, order) for order in range(12)]
    ahead = _Ahead(known)
    found = [ahead.until(end) if end > known.today or end == last else None for end in ends]
    shown = _rising(found)
    low, median, high = shown[-1] or (so_far, so_far, so_far)
    return Forecast(low, median, high, tuple(shown))


def profile(past: Sequence[Past]) -> tuple[float, ...]:
    """Each month's share of a year, April first: past years, and the usual year where they are few."""
    counted = [sum(year.months[order] for year in past if year.months) for order in range(12)]
    whole = sum(counted) + PROFILE
    return tuple(
        (count + PROFILE * share) / whole for count, share in zip(counted, USUAL_YEAR, strict=True)
    )


class _Ahead:
    """One day's view of the rest of its year."""

    def __init__(self, known: Known) -> None:
        self.known = known
        self.so_far = sum(known.delivered.values())
        self.clusters = clusters(known.past)
        self.shares = _daily(known)
        self.still_unheard = _unheard(known)
        self.level, self.sureness = self._level()

    def until(self, end: date) -> Range:
        """Low, median and high of all that will have been delivered by the end of that day."""
        sums = certain(self.so_far)
        for days, odds, prior in _kinds(self.known):
            number = sum(count for day, count in days.items() if day <= end)
            sums = both(sums, beta_binomial(number, *odds.after(prior)))
        return _quantiles(sums, *self._unheard_of(end))

    def _unheard_of(self, end: date) -> tuple[float, float]:
        """Mean and variance of the sessions by `end` that nobody has asked for yet."""
        share = sum(value for day, value in self.still_unheard.items() if day <= end)
        years = max(0, (end - self.known.today).days) / 365
        mean = self.level * share
        spread = 1 / self.sureness + DRIFT**2 * (0.25 + years) + self._doubt(share)
        return mean, mean * self.clusters + mean**2 * spread

    def _doubt(self, share: float) -> float:
        """How unsure the months' shares make it to reckon from what was heard to that share."""
        counted = sum(year.total for year in self.known.past if year.months)
        heard = sum(self.shares.values()) - sum(self.still_unheard.values())
        if not (share and heard):
            return 0.0
        return (1 / share + 1 / heard) / (PROFILE + counted / self.clusters)

    def _level(self) -> tuple[float, float]:
        """Sessions of a whole year, and how sure that is: the two shapes of a gamma distribution.

        What is known so far, each day by how much of it should be known by now, beside the level
        of the past years.
        """
        known = self.known
        counted = [(day, float(count)) for day, count in known.delivered.items()]
        for days, odds, prior in _kinds(known):
            yes, no = odds.after(prior)
            counted += [(day, count * yes / (yes + no)) for day, count in days.items()]
        last = date(known.year + 1, 3, 31)
        seen = sum(_fading(known.today, day) * number for day, number in counted if day <= last)
        heard = sum(
            _fading(known.today, day) * (share - self.still_unheard[day])
            for day, share in self.shares.items()
        )
        before, sure = level_before(known.past)
        shape = sure + seen / self.clusters
        rate = (sure / before if before else 0.0) + heard / self.clusters
        return shape / max(rate, 1e-9), max(shape, 0.5)


def level_before(past: Sequence[Past]) -> tuple[float, float]:
    """What the past years make one expect of this one: sessions, and a gamma's shape. (0, 0.5): none."""
    totals = [year.total for year in past if year.total > 0]
    if not totals:
        return 0.0, 0.5
    weights = [0.4**age for age in range(len(totals))]
    mean = sum(w * total for w, total in zip(weights, totals, strict=True)) / sum(weights)
    steps = [
        max(0.0, log(newer / older) ** 2 - 1 / newer - 1 / older)
        for newer, older in pairwise(totals)
    ]
    change = (sum(steps) + CHANGES * CHANGE**2) / (len(steps) + CHANGES)
    return mean, 1 / (change + CLUSTERS / mean)


def clusters(past: Sequence[Past]) -> float:
    """How much more than chance a month's count varies: several classes, bursts, bad months."""
    excess, months = CLUSTERS * CLUSTER, float(CLUSTER)
    shares = profile(past)
    for year in past:
        if not year.months or not year.total:
            continue
        for count, share in zip(year.months, shares, strict=True):
            mean = year.total * share
            excess += (count - mean) ** 2 / mean
            months += 1
    return max(1.0, excess / months)


def _kinds(known: Known) -> tuple[tuple[ByDay, Odds, tuple[float, float]], ...]:
    """What is under way, how often such came about here, and what to think where that is unknown."""
    return (
        (known.unreported, known.reports, (19.0, 1.0)),
        (known.planned, known.plans, (18.0, 2.0)),
        (known.asked, known.wishes, (12.0, 4.0)),
    )


def _daily(known: Known) -> dict[date, float]:
    """Each day's share of the year."""
    found = {}
    for order, share in enumerate(profile(known.past)):
        end = _month_end(known.year, order)
        for back in range(end.day):
            found[end - timedelta(days=back)] = share / end.day
    return found


def _unheard(known: Known) -> dict[date, float]:
    """Each day's share of the year that will only be asked for, or told, after today."""
    number = sum(known.leads.values())
    later = dict(enumerate(accumulate(known.leads.get(days, 0) for days in range(-365, 366))))

    def share(ahead: int) -> float:
        own = later[min(max(ahead + 364, 0), 730)]
        return (own + LEADS * _usual_lead(ahead)) / (number + LEADS)

    return {day: part * share((day - known.today).days) for day, part in _daily(known).items()}


def _usual_lead(ahead: int) -> float:
    """The share of sessions that are asked for less than so many days before."""
    if ahead < 0:
        return max(0.0, USUAL_LEADS[0][1] * (1 + ahead / 90))
    for (left, less), (right, more) in pairwise(USUAL_LEADS):
        if ahead <= right:
            return less + (more - less) * (ahead - left) / (right - left)
    return 1.0


def _fading(today: date, day: date) -> float:
    """How much a session of that day says about those to come."""
    return 0.5 ** (max(0, (today - day).days) / FADE)


def _quantiles(sums: Numbers, mean: float, variance: float) -> Range:
    if mean > BIG:
        return _smooth(sums, mean, variance)
    unheard = negative_binomial(mean, variance)
    low, median, high = (quantile(sums, unheard, part) for part in (LOW, MIDDLE, HIGH))
    return low, median, high


def _smooth(sums: Numbers, mean: float, variance: float) -> Range:
    """The same by a log-normal curve: the exact sum would be long and no better."""
    middle = sums.mean() - sums.start + mean
    width = log(1 + (variance + sums.variance()) / middle**2)
    curve = NormalDist(log(middle) - width / 2, sqrt(width))
    low, median, high = (
        sums.start + round(e ** curve.inv_cdf(part)) for part in (LOW, MIDDLE, HIGH)
    )
    return low, median, high


def _rising(found: Sequence[Range | None]) -> list[Range | None]:
    """No later month below an earlier one: sessions are not taken back."""
    shown: list[Range | None] = []
    floor = (0, 0, 0)
    for one in found:
        if one is not None:
            floor = (max(floor[0], one[0]), max(floor[1], one[1]), max(floor[2], one[2]))
        shown.append(one and floor)
    return shown


def _month_end(year: int, order: int) -> date:
    """The last day of a month of the fiscal year; 0 is April."""
    turn, month = divmod(order + 4, 12)
    return date(year + turn, month + 1, 1) - timedelta(days=1)
