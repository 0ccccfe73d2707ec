"""Three ways to make up the years of a town, each unlike what the forecaster believes.

`habits`: groups with their own month, their returning, their lead time. `word_of_mouth`: each
session brings others, in bursts, through school terms and a trend. `odd_years`: profiles drawn
from very different towns, heavy tails, epidemics. 25 to 600 sessions a year, 0 to 5 past years.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from math import exp, log
from random import Random

from tests.bench.simulated import Wish, World, days, month_order, past_of

YEAR = 2026
Maker = Callable[[Random, float, int], dict[int, list[Wish]]]


def worlds(seeds: range) -> Iterator[World]:
    """One world for each seed and generator."""
    for seed in seeds:
        for maker in (habits, word_of_mouth, odd_years):
            yield world(maker, seed)


def world(maker: Maker, seed: int) -> World:
    rng = Random(f"{maker.__name__} {seed}")
    size = exp(rng.uniform(log(25), log(600)))
    past = rng.randrange(6)
    years = maker(rng, size, past)
    imported = rng.randrange(past + 1)  # the older ones: only their totals were kept
    totals_only = rng.random() < 0.5
    before = [
        past_of(YEAR - age, years[YEAR - age], months=age <= past - imported or not totals_only)
        for age in range(1, past + 1)
    ]
    kept_here = range(1, past - imported + 1)
    leads = Counter(
        (wish.day - wish.asked).days
        for age in kept_here for wish in years[YEAR - age] if not wish.lost
    )  # fmt: skip
    return World(maker.__name__, YEAR, years[YEAR], before, leads)


def _first(year: int) -> date:
    return date(year, 4, 1)


def _fate(rng: Random, asked: date, day: date, *, refused: float, fallen: float) -> Wish:
    """Decided within some weeks; perhaps declined, perhaps called off; reported some days after."""
    fixed = min(asked + days(rng.gammavariate(2, 5)), max(asked, day - timedelta(days=1)))
    reported = day + days(rng.choice((1, 3, 8, 20, 20 + rng.expovariate(1 / 20))))
    lost = None
    if rng.random() < refused:
        lost = fixed - timedelta(days=1)
    elif rng.random() < fallen:
        lost = fixed + days(rng.random() * max(0, (day - fixed).days))
    return Wish(asked, fixed, day, max(reported, asked), lost)


# --- groups with habits ----------------------------------------------------------------------


def habits(rng: Random, size: float, past: int) -> dict[int, list[Wish]]:
    """Groups come and go; each has its month, its weekday, its notice and how faithful it is."""
    growth = rng.gauss(0.0, 0.12)
    told_later = rng.choice((0.0, 0.0, 0.05, 0.12))
    busy = [rng.choice((0.3, 1, 1, 2.5)) for _month in range(12)]
    busy[4] *= 0.5
    groups = [_group(rng, busy) for _group_number in range(round(size / 0.85))]
    found = {}
    for year in range(YEAR - past, YEAR + 1):
        storm = _first(year) + timedelta(days=rng.randrange(60, 220))
        closed = range(
            (storm - _first(year)).days, (storm - _first(year)).days + rng.choice((2, 4, 12))
        )
        found[year] = [
            wish
            for group in groups if rng.random() < group[2]
            for wish in _visits(rng, group, year, closed, told_later)
        ]  # fmt: skip
        leaving = rng.uniform(0.05, 0.25)
        arriving = round(len(groups) * (leaving + growth + rng.gauss(0, 0.06)))
        groups = [group for group in groups if rng.random() > leaving]
        groups += [_group(rng, busy) for _new in range(max(0, arriving))]
    return found


def _group(rng: Random, busy: list[float]) -> tuple[int, float, float, int]:
    """Its day of the year, how punctual it is, how faithful, its days of notice."""
    month = rng.choices(range(12), busy)[0]
    notice = rng.choice((21, 30, 45, 60, 90, 150))
    return month * 30 + rng.randrange(30), rng.choice((4, 15, 50)), rng.betavariate(2, 1.2), notice


def _visits(
    rng: Random, group: tuple[int, float, float, int], year: int, closed: range, told_later: float
) -> Iterator[Wish]:
    centre, scatter, _faithful, notice = group
    classes = rng.choices((1, 2, 3, 4), (88, 6, 4, 2))[0]
    ahead = round(rng.gauss(centre, scatter)) % 365
    day = _first(year) + timedelta(days=ahead)
    asked = day - days(max(15, rng.gauss(notice, 10)))
    if rng.random() < told_later:
        asked = day + timedelta(days=rng.randrange(5, 80))
    for _class in range(classes):
        wish = _fate(rng, asked, day, refused=0.12, fallen=0.06)
        if ahead in closed and wish.lost is None and rng.random() < 0.8:
            wish = Wish(
                wish.asked, wish.fixed, day, wish.reported, max(wish.asked, day - timedelta(1))
            )
        yield wish


# --- word of mouth ---------------------------------------------------------------------------


def word_of_mouth(rng: Random, size: float, past: int) -> dict[int, list[Wish]]:
    """Each session makes others ask; the town's paper makes bursts; schools ask in their terms."""
    infectious = rng.uniform(0.1, 0.5)
    trend = rng.gauss(0.0, 0.10)
    notice, spread = rng.choice((14, 20, 30)), rng.uniform(10, 50)
    schools = rng.random() * 0.6
    papers = sorted(rng.sample(range(365), rng.randrange(1, 5)))
    first = _first(YEAR - past - 1)
    length = (_first(YEAR + 1) - first).days
    asks = [0.0] * (length + 400)
    wishes: list[Wish] = []
    for number in range(length):
        day = first + timedelta(days=number)
        level = size * (1 - infectious) / 365 * exp(trend * (number / 365 - past))
        term = 1.0 if day.month not in (3, 4, 8) else 0.25
        rate = level * (1 - schools + schools * term * 1.25)
        rate += 1.5 * level * any(0 <= number % 365 - paper < 10 for paper in papers)
        for _ask in range(_poisson(rng, (rate + asks[number]) * 1.1)):
            held = day + days(notice + rng.expovariate(1 / spread))
            wish = _fate(rng, day, held, refused=0.1, fallen=0.05)
            wishes.append(wish)
            if wish.lost is None:
                place = (held - first).days
                for later in range(place, min(place + 60, len(asks))):
                    asks[later] += infectious / 60
    return _by_year(wishes)


def _by_year(wishes: list[Wish]) -> dict[int, list[Wish]]:
    found: dict[int, list[Wish]] = {}
    for wish in wishes:
        found.setdefault(wish.day.year - (wish.day.month < 4), []).append(wish)
    return found


def _poisson(rng: Random, mean: float) -> int:
    number, left = 0, rng.expovariate(1)
    while left < mean:
        number += 1
        left += rng.expovariate(1)
    return number


# --- odd years -------------------------------------------------------------------------------

PROFILES = (
    (3, 8, 14, 12, 5, 8, 14, 13, 6, 5, 7, 5), (8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8),
    (1, 3, 5, 6, 4, 7, 20, 24, 12, 6, 9, 3), (2, 14, 22, 18, 2, 9, 10, 8, 4, 3, 5, 3),
    (5, 6, 9, 15, 18, 8, 9, 8, 5, 5, 7, 5), (2, 4, 8, 6, 3, 6, 11, 13, 9, 12, 16, 10),
)  # fmt: skip


def odd_years(rng: Random, size: float, past: int) -> dict[int, list[Wish]]:
    """Monthly counts with heavy tails around a profile; a campaign now and then; an epidemic."""
    shape = [value * exp(rng.gauss(0, 0.25)) for value in rng.choice(PROFILES)]
    level, found = size, {}
    leads = [rng.choice((18, 25, 32, 40, 60, 75, 110)) for _kind in range(3)]
    for year in range(YEAR - past, YEAR + 1):
        level = max(20, level * exp(0.10 * _heavy(rng)))
        epidemic = rng.randrange(12) if rng.random() < 0.08 else None
        wishes: list[Wish] = []
        for order in range(12):
            mean = level * shape[order] / sum(shape) * exp(rng.gauss(0, 0.25))
            number = _poisson(rng, mean * 1.15)
            if rng.random() < 0.03:
                number += round(min(0.25 * level, 3 * rng.paretovariate(1.2)))
            wishes += [_odd(rng, year, order, leads, epidemic) for _session in range(number)]
        found[year] = wishes
    return found


def _heavy(rng: Random) -> float:
    """Student's t with three degrees of freedom."""
    return rng.gauss(0, 1) / (rng.gammavariate(1.5, 2) / 3) ** 0.5


def _odd(rng: Random, year: int, order: int, leads: list[int], epidemic: int | None) -> Wish:
    month = date(year + (order > 8), (order + 3) % 12 + 1, 1)
    day = month + timedelta(days=rng.randrange(28))
    asked = day - days(max(10, rng.choice(leads) * rng.uniform(0.6, 1.5)))
    wish = _fate(rng, asked, day, refused=0.09, fallen=0.05)
    if epidemic is not None and epidemic <= month_order(day) < epidemic + 5 and rng.random() < 0.65:
        begins = date(year + (epidemic > 8), (epidemic + 3) % 12 + 1, 1)
        return Wish(asked, wish.fixed, day, wish.reported, max(asked, begins))
    return wish
