"""What was typed on the page いつ, and what its buttons do to it. Pure: dicts in, dicts out."""

import re
from dataclasses import dataclass
from datetime import date

from bookings.forms.base import StepForm
from bookings.forms.when import RANKS
from lectures.eras import short_day

_NAMES = ("day", "part", "times")
_OF_A_WISH = re.compile(r"wish[0-9]_")
Typed = dict[str, str]


def days_of(typed: Typed) -> list[date | None]:
    """The day of each rank; None where there is none or it cannot be read."""
    return [_day(typed.get(f"wish{rank}_day", "")) for rank in RANKS]


def with_day(typed: Typed, day: date) -> Typed:
    """The day as the next wish of a list that is not full."""
    return _numbered(typed, [*_wishes(typed), {"day": day.isoformat()}])


def without(typed: Typed, rank: str) -> Typed:
    """One wish removed; those behind it move up."""
    place = _place(typed, rank)
    wishes = _wishes(typed)
    return _numbered(typed, [wish for number, wish in enumerate(wishes) if number != place])


def raised(typed: Typed, rank: str) -> Typed:
    """One wish changes places with the one before it."""
    place, wishes = _place(typed, rank), _wishes(typed)
    if place:
        wishes[place - 1], wishes[place] = wishes[place], wishes[place - 1]
    return _numbered(typed, wishes)


def count(typed: Typed) -> int:
    return len(_wishes(typed))


def is_full(typed: Typed) -> bool:
    """All three wishes are taken."""
    return count(typed) == len(RANKS)


@dataclass(frozen=True)
class Place:
    """One of the three places on the page."""

    rank: int
    typed_day: str
    day: date | None
    form: StepForm
    is_next: bool

    @property
    def anchor(self) -> str:
        return f"wish-{self.rank}"

    @property
    def words(self) -> str:
        return short_day(self.day) if self.day else ""

    @property
    def before(self) -> int:
        """The rank that this wish may change places with; 0: it is the first."""
        return self.rank - 1

    @property
    def fields(self) -> dict[str, object]:
        return {name: self.form[f"wish{self.rank}_{name}"] for name in _NAMES}

    @property
    def times_open(self) -> bool:
        """Whether the box for exact times is unfolded."""
        times = self.form[f"wish{self.rank}_times"]
        return bool(times.value() or times.errors)


def places(form: StepForm, typed: Typed) -> list[Place]:
    taken = count(typed)
    return [
        Place(
            rank=rank,
            typed_day=typed.get(f"wish{rank}_day", ""),
            day=day,
            form=form,
            is_next=rank == taken + 1,
        )
        for rank, day in zip(RANKS, days_of(typed), strict=True)
    ]


def _ranks(typed: Typed) -> list[int]:
    return [rank for rank in RANKS if typed.get(f"wish{rank}_day", "").strip()]


def _place(typed: Typed, rank: str) -> int | None:
    """Where that wish stands in the list; a button of long ago may name none."""
    ranks = [str(number) for number in _ranks(typed)]
    return ranks.index(rank) if rank in ranks else None


def _wishes(typed: Typed) -> list[Typed]:
    return [
        {name: typed.get(f"wish{rank}_{name}", "") for name in _NAMES} for rank in _ranks(typed)
    ]


def _numbered(typed: Typed, wishes: list[Typed]) -> Typed:
    """The wishes in their new order; what else was typed on the page stays."""
    others = {name: text for name, text in typed.items() if not _OF_A_WISH.match(name)}
    return others | {
        f"wish{rank}_{name}": wish.get(name, "")
        for rank, wish in enumerate(wishes, start=1)
        for name in _NAMES
    }


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
