"""The day and the hours that an acceptance is about: the asked slot, or one of the wishes."""

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from bookings.answers.understood import AnswerContext, Doubt, Wish

_MOST_WISHES = 3


@dataclass(frozen=True)
class Slot:
    """`starts` None: only a part of the day is known. Other starts must lie between the two."""

    day: date
    starts: datetime | None
    earliest: datetime | None
    latest: datetime | None
    is_part_of_day: bool = False

    def allows(self, starts: datetime, *, minutes: int) -> bool:
        if starts == self.starts:
            return True
        if self.earliest is None or self.latest is None:
            return False
        return self.earliest <= starts and starts + timedelta(minutes=minutes) <= self.latest


def slot_of(rank: int | None, *, context: AnswerContext) -> Slot | None:
    """None: nothing is known of the ask, and the wishes 1 to 3 pass."""
    if context.asked_starts is None:
        if rank is not None and not 1 <= rank <= _MOST_WISHES:
            raise Doubt("no_such_wish")
        return None
    wish = next((wish for wish in context.wishes if wish.rank == rank), None)
    if rank is None:
        return _asked(context)
    if wish is None:
        raise Doubt("no_such_wish")
    if wish.exact:
        starts = _at(wish.day, wish.starts, context=context)
        return _usable(wish.day, starts=starts, wish=wish, context=context)
    return _part_of_day(wish, context=context)


def _asked(context: AnswerContext) -> Slot:
    assert context.asked_starts is not None
    asked = context.asked_starts.astimezone(context.zone)
    if not context.asked_exact and context.asked_ends:
        ends = context.asked_ends.astimezone(context.zone).time()
        return _part_of_day(Wish(0, asked.date(), asked.time(), ends, exact=False), context=context)
    same = (wish for wish in context.wishes if _is_about(wish, asked))
    return _usable(asked.date(), starts=asked, wish=next(same, None), context=context)


def _usable(
    day: date, *, starts: datetime | None, wish: Wish | None, context: AnswerContext
) -> Slot:
    earliest = context.usable_from or (wish.earliest if wish else None)
    latest = context.usable_until or (wish.latest if wish else None)
    return Slot(
        day,
        starts=starts,
        earliest=_at(day, earliest, context=context),
        latest=_at(day, latest, context=context),
    )


def _is_about(wish: Wish, asked: datetime) -> bool:
    """Whether the asked slot is this wish, or a time picked from its part of the day."""
    if wish.day != asked.date():
        return False
    picked = wish.starts <= asked.time() < wish.ends
    return wish.starts == asked.time() if wish.exact else picked


def _part_of_day(wish: Wish, *, context: AnswerContext) -> Slot:
    earliest = max(wish.starts, context.usable_from or wish.starts)
    latest = min(wish.ends, context.usable_until or wish.ends)
    slot = Slot(
        wish.day,
        starts=None,
        earliest=_at(wish.day, earliest, context=context),
        latest=_at(wish.day, latest, context=context),
        is_part_of_day=True,
    )
    if not context.asked_exact or context.asked_starts is None:
        return slot
    asked = context.asked_starts.astimezone(context.zone)
    within = asked.date() == wish.day and slot.allows(asked, minutes=context.minutes)
    return replace(slot, starts=asked) if within else slot


def _at(day: date, at: time | None, *, context: AnswerContext) -> datetime | None:
    return datetime.combine(day, at, tzinfo=context.zone) if at is not None else None
