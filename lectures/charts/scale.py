"""From values to places."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil

from lectures.charts.words import number, width_of


def nice_step(most: float) -> int:
    """1, 2 or 5 times a power of ten, so that at most five steps reach `most`."""
    power = 1
    while True:
        for times in (1, 2, 5):
            if times * power * 5 >= most:
                return times * power
        power *= 10


@dataclass(frozen=True)
class Scale:
    """Values from `begins` to `top`, marked at `steps`."""

    begins: int
    top: int
    steps: tuple[int, ...]

    def place(self, value: float, length: int) -> int:
        """How far from the beginning, of so many px."""
        return round(length * (value - self.begins) / (self.top - self.begins))

    @property
    def margin(self) -> int:
        """px that the numbers beside the axis take."""
        return max(width_of(number(step)) for step in self.steps)


def scale_for(values: Iterable[float | None], *, begins: int = 0) -> Scale:
    """A value below the beginning cannot be drawn: ValueError."""
    known = [value for value in values if value is not None]
    if known and min(known) < begins:
        raise ValueError("a value lies below the beginning of the axis")
    most = max(known, default=begins) - begins
    step = nice_step(most)
    count = max(ceil(most / step), 1)
    return Scale(begins, begins + step * count, tuple(begins + step * n for n in range(count + 1)))
