"""What was typed on the page いつ, and what its buttons do to it. Pure: dicts in, dicts out."""

from dataclasses import dataclass
from datetime import date

from bookings.forms.base import StepForm
from bookings.forms.when import RANKS
from lectures.eras import short_day

_NAMES = ("day", "part", "from", "until")
Typed = dict[str, str]


def days_of(typed: Typed) -> list[date | None]:
    """The day of each rank; None where there is none or it cannot be read."""
    return [_day(typed.get(f"wish{rank}_day", "")) for rank in RANKS]


def with_day(typed: Typed, day: date) -> Typed:
    """The day as the next wish of a list that is not full."""
    return _numbered([*_wishes(typed), {"day": day.isoformat()}])


def without(typed: Typed, rank: str) -> Typed:
    """One wish removed; those behind it move up."""
    names = [number for number in RANKS if typed.get(f"wish{number}_day", "").strip()]
    kept = [wish for number, wish in zip(names, _wishes(typed), strict=True) if str(number) != rank]
    return _numbered(kept)


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
    def words(self) -> str:
        return short_day(self.day) if self.day else ""

    @property
    def fields(self) -> dict[str, object]:
        return {name: self.form[f"wish{self.rank}_{name}"] for name in _NAMES}

    @property
    def times_open(self) -> bool:
        """Whether the boxes for exact times are unfolded."""
        return any(
            field.value() or field.errors
            for name, field in self.fields.items()
            if name in ("from", "until")
        )


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


def _wishes(typed: Typed) -> list[Typed]:
    return [
        {name: typed.get(f"wish{rank}_{name}", "") for name in _NAMES}
        for rank in RANKS
        if typed.get(f"wish{rank}_day", "").strip()
    ]


def _numbered(wishes: list[Typed]) -> Typed:
    return {
        f"wish{rank}_{name}": wish.get(name, "")
        for rank, wish in enumerate(wishes, start=1)
        for name in _NAMES
    }


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
