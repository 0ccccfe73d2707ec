"""Reads the conditions that hold for one lecture."""

from datetime import time

from accounts.once import once
from bookings.models.request import BookingRequest, PreferredSlot
from bookings.rules import Part, Rules, Usable
from lectures.models import Blackout, BookingRules, Lecture, PartOfDay
from lectures.models.rules import laid_over

_NAMES = (
    "lead_days earliest_days min_people max_people weekends holidays day_from day_until"
).split()
_PART_NAMES = [f"{part}_{end}" for part in PartOfDay.values for end in ("from", "until", "start")]


def rules_for(lecture: Lecture) -> Rules:
    """The town's row, overridden where the lecture's own row says something.

    BookingRules.DoesNotExist: the town has not set its conditions yet.
    """
    return once(("rules", lecture.pk), lambda: _read_rules(lecture))


def _read_rules(lecture: Lecture) -> Rules:
    town = BookingRules.objects.get(lecture__isnull=True)
    own = BookingRules.objects.filter(lecture=lecture).first()
    said = laid_over(town, own, names=[*_NAMES, *_PART_NAMES])
    blackouts = Blackout.objects.filter(lecture__isnull=True)
    blackouts |= Blackout.objects.filter(lecture=lecture)
    return Rules(
        **{name: said[name] for name in _NAMES},
        parts={
            part: Part(said[f"{part}_from"], said[f"{part}_until"], said[f"{part}_start"])
            for part in PartOfDay.values
        },
        closed=tuple(row.days for row in blackouts),
    )


def wishes_of(request: BookingRequest) -> list[PreferredSlot]:
    """The group's wishes, the first one first."""
    return once(("wishes", request.pk), lambda: list(request.wishes.order_by("rank")))


def usable_for(request: BookingRequest, *, rank: int | None) -> Usable:
    """The hours in which a start still meets the wish: the venue's, where the group said them.

    Where it did not: the wish's own part of the day or times; without a wish, the town's hours.
    """
    rules = rules_for(request.lecture)
    wish = next((row for row in wishes_of(request) if row.rank == rank), None)
    opens: time | None = rules.day_from
    closes: time | None = rules.day_until
    if wish is not None and wish.part:
        opens, closes = rules.parts[wish.part].opens, rules.parts[wish.part].closes
    elif wish is not None:
        opens, closes = wish.starts, wish.ends
    return Usable(request.usable_from or opens, request.usable_until or closes)
