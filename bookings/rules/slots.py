"""The exact slot of a wish, and whether one that is proposed does."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from bookings.rules.availability import Availability
from bookings.rules.days import closed_problem, coming_problem
from bookings.rules.hours import hours_problem, no_room, window, within_usable
from bookings.rules.terms import Problem, Rules, Slot, Usable, Wish
from bookings.rules.wishes import taken_problem


def exact_slot(
    rules: Rules, wish: Wish, *, minutes: int, usable: Usable, zone: ZoneInfo
) -> Slot | Problem:
    """The one slot that 「承諾」 fixes for a wish.

    Exact times stand as they are. In a part of the day the lecture starts at the usual time,
    moved into the venue's usable time.
    """
    length = timedelta(minutes=minutes)
    if wish.starts is not None:
        starts = datetime.combine(wish.day, wish.starts, zone)
        ends = datetime.combine(wish.day, wish.ends, zone) if wish.ends else starts + length
        return Slot(_utc(starts), _utc(ends))
    opens, closes = window(rules, wish, usable=usable)
    latest = datetime.combine(wish.day, closes, zone) - length
    usual = datetime.combine(wish.day, max(rules.parts[wish.part].usual_start, opens), zone)
    starts = min(usual, latest)
    if starts < datetime.combine(wish.day, opens, zone):
        return no_room(minutes, usable=usable)
    return Slot(_utc(starts), _utc(starts + length))


def is_exact(wish: Wish) -> bool:
    """Whether the wish's number alone fixes a time; a part of the day does not."""
    return wish.starts is not None


def slot_problem(
    rules: Rules, slot: Slot, *, usable: Usable, zone: ZoneInfo, availability: Availability
) -> Problem | None:
    """Why a concrete slot (of a counter-proposal, say) does not fit, lead time apart."""
    starts, ends = slot.starts_at.astimezone(zone), slot.ends_at.astimezone(zone)
    day, hours = starts.date(), (starts.time(), ends.time())
    if day != ends.date():
        return Problem("order", _("はじまりとおわりは、同じ日にしてください。"))
    if not within_usable(slot, usable, zone):
        return Problem("usable", _("会場を使える時間の外です。"))
    return (
        closed_problem(rules, day)
        or hours_problem(rules, starts=hours[0], ends=hours[1])
        or coming_problem(rules, day, availability=availability)
        or taken_problem(
            rules, Wish(day, "", *hours), minutes=0, usable=usable, availability=availability
        )
    )


def _utc(moment: datetime) -> datetime:
    return moment.astimezone(ZoneInfo("UTC"))
