"""Reads the conditions that hold for one lecture."""

from datetime import time
from typing import Any

from bookings.models.request import BookingRequest
from bookings.rules import Closed, Part, Rules, Usable
from lectures.models import Blackout, BookingRules, Lecture, PartOfDay


def rules_for(lecture: Lecture) -> Rules:
    """The town's row, overridden where the lecture's own row says something.

    BookingRules.DoesNotExist: the town has not set its conditions yet.
    """
    rows = list(BookingRules.objects.filter(lecture__isnull=True))
    rows += list(BookingRules.objects.filter(lecture=lecture))
    if not rows or rows[0].lecture_id is not None:
        raise BookingRules.DoesNotExist("the town has no booking rules")

    def told(name: str) -> Any:
        return next(
            (value for row in reversed(rows) if (value := getattr(row, name)) is not None), None
        )

    return Rules(
        **{
            name: told(name)
            for name in (
                "lead_days",
                "earliest_days",
                "min_people",
                "max_people",
                "weekends",
                "holidays",
                "day_from",
                "day_until",
            )
        },
        parts={
            part: Part(told(f"{part}_from"), told(f"{part}_until"), told(f"{part}_start"))
            for part in PartOfDay.values
        },
        closed=tuple(
            Closed(row.starts_on, row.ends_on, row.every_year, row.reason)
            for row in Blackout.objects.filter(lecture__isnull=True)
            | Blackout.objects.filter(lecture=lecture)
        ),
    )


def usable_for(request: BookingRequest, *, rank: int | None) -> Usable:
    """The hours in which a start still meets the wish: the venue's, where the group said them.

    Where it did not: the wish's own part of the day or times; without a wish, the town's hours.
    """
    rules, wish = rules_for(request.lecture), request.wishes.filter(rank=rank).first()
    opens: time | None = rules.day_from
    closes: time | None = rules.day_until
    if wish is not None and wish.part:
        opens, closes = rules.parts[wish.part].opens, rules.parts[wish.part].closes
    elif wish is not None:
        opens, closes = wish.starts, wish.ends
    return Usable(request.usable_from or opens, request.usable_until or closes)
