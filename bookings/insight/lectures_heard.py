"""Satisfaction of each lecture; never of few answers, and never one average over all lectures."""

from dataclasses import dataclass

from bookings.insight.findings import percent
from bookings.opinions import Voice, by_lecture
from bookings.rules.suppressing import FEWEST
from lectures.models import Lecture


@dataclass(frozen=True)
class Heard:
    """`useful` and `understood`: how many percent said so; None: fewer than five answered."""

    lecture: Lecture
    of_group: bool
    answered: int
    understood: int | None
    useful: int | None

    @property
    def is_shown(self) -> bool:
        return self.useful is not None


def heard(year: int) -> list[Heard]:
    """What groups and what listeners said, apart; by the lecture's number."""
    found = []
    for row in by_lecture(year):
        for of_group, voice in ((True, row.group), (False, row.audience)):
            if voice.answered:
                found.append(_one(row.lecture, voice, of_group=of_group))
    return found


def _one(lecture: Lecture, voice: Voice, *, of_group: bool) -> Heard:
    few = voice.answered < FEWEST or voice.useful is None or voice.understood is None
    if few:
        return Heard(lecture, of_group, voice.answered, None, None)
    return Heard(
        lecture, of_group, voice.answered,
        percent(voice.understood or 0, voice.answered), percent(voice.useful or 0, voice.answered),
    )  # fmt: skip
