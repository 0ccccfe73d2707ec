"""申込条件 as pure functions: which days, hours and numbers of people a town accepts.

No database, no HTTP, no clock: `today` is an argument, times are the venue's local times.
Every refusal is a `Problem` whose sentence tells the citizen what to do.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import jpholiday
from django.utils.translation import gettext as _

from lectures.eras import clock_time, full_day, short_day
from lectures.working_days import Closed


@dataclass(frozen=True)
class Part:
    """A part of the day: its window and the usual start in it."""

    opens: time
    closes: time
    usual_start: time


@dataclass(frozen=True)
class Rules:
    """What holds for one lecture after the town's and its own conditions are laid together."""

    lead_days: int
    earliest_days: int
    min_people: int
    max_people: int | None
    weekends: bool
    holidays: bool
    day_from: time
    day_until: time
    parts: dict[str, Part]
    closed: Sequence[Closed] = ()


@dataclass(frozen=True)
class Wish:
    """A day with a part of it, or with exact times."""

    day: date
    part: str = ""
    starts: time | None = None
    ends: time | None = None


@dataclass(frozen=True)
class Usable:
    """When the venue can be used; None: not said."""

    opens: time | None = None
    closes: time | None = None


@dataclass(frozen=True)
class Problem:
    """Why not: a code for programs, a sentence for people."""

    code: str
    sentence: str


@dataclass(frozen=True)
class Slot:
    """An exact time; both ends aware, in UTC."""

    starts_at: datetime
    ends_at: datetime


def first_day(rules: Rules, *, today: date) -> date:
    """The first day that may be asked for."""
    return today + timedelta(days=rules.lead_days)


def last_day(rules: Rules, *, today: date) -> date:
    return today + timedelta(days=rules.earliest_days)


def last_day_to_send(rules: Rules, wish: Wish) -> date:
    """Afterwards the lead time of that wish is over."""
    return wish.day - timedelta(days=rules.lead_days)


def day_problem(rules: Rules, day: date, *, today: date) -> Problem | None:
    """Why nobody can come on that day, or None."""
    first, last = first_day(rules, today=today), last_day(rules, today=today)
    if day < today:
        return Problem(
            "past",
            _("%(day)sはもうすぎました。これからの日をえらんでください。")
            % {"day": short_day(day) if day.year == today.year else full_day(day)},
        )
    if day < first:
        return Problem(
            "too_early",
            _("%(first)sより前は受け付けられません。%(first)sから後の日をえらんでください。")
            % {"first": short_day(first)},
        )
    if day > last:
        return Problem(
            "too_late", _("%(last)sまでの日をえらんでください。") % {"last": short_day(last)}
        )
    return _closed_problem(rules, day)


def _closed_problem(rules: Rules, day: date) -> Problem | None:
    for closed in rules.closed:
        if closed.covers(day):
            return Problem(
                "closed",
                _("%(day)sはうかがえません（%(reason)s）。ほかの日をえらんでください。")
                % {"day": short_day(day), "reason": closed.reason},
            )
    if not rules.weekends and day.weekday() >= 5:
        return Problem(
            "weekend",
            _("%(day)sはうかがえません。月曜から金曜の日をえらんでください。")
            % {"day": short_day(day)},
        )
    if not rules.holidays and jpholiday.is_holiday(day):
        return Problem(
            "holiday",
            _("%(day)sは祝日なのでうかがえません。ほかの日をえらんでください。")
            % {"day": short_day(day)},
        )
    return None


def hours_problem(rules: Rules, *, starts: time, ends: time) -> Problem | None:
    """Outside the hours in which lecturers go out."""
    if ends <= starts:
        return Problem("order", _("おわりの時刻は、はじまりの時刻より後にしてください。"))
    if starts < rules.day_from or ends > rules.day_until:
        return Problem(
            "hours",
            _("うかがえるのは%(from)sから%(until)sまでです。その間の時刻を入れてください。")
            % {"from": clock_words(rules.day_from), "until": clock_words(rules.day_until)},
        )
    return None


def people_problem(rules: Rules, people: int, *, phone: str) -> Problem | None:
    if people < rules.min_people:
        return Problem(
            "too_few",
            _(
                "この講座は%(count)d人以上でお願いしています。少ないときは電話で相談してください（%(phone)s）。"
            )
            % {"count": rules.min_people, "phone": phone},
        )
    if rules.max_people is not None and people > rules.max_people:
        return Problem(
            "too_many",
            _("この講座は%(count)d人までです。多いときは電話で相談してください（%(phone)s）。")
            % {"count": rules.max_people, "phone": phone},
        )
    return None


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
        return Problem(
            "does_not_fit",
            _(
                "会場を使える時間に、講座（%(minutes)d分）が入りません。時間帯か会場の時間を変えてください。"
            )
            % {"minutes": minutes},
        )
    return Slot(_utc(starts), _utc(starts + length))


def is_exact(wish: Wish) -> bool:
    """Whether the wish's number alone fixes a time; a part of the day does not."""
    return wish.starts is not None


def window(rules: Rules, wish: Wish, *, usable: Usable) -> tuple[time, time]:
    """Between which hours a part of the day lies, as far as the venue can be used then."""
    part = rules.parts[wish.part]
    opens = max(part.opens, usable.opens or part.opens)
    return opens, min(part.closes, usable.closes or part.closes)


def within_usable(slot: Slot, usable: Usable, zone: ZoneInfo) -> bool:
    """Whether the venue can be used during the whole slot."""
    starts, ends = slot.starts_at.astimezone(zone), slot.ends_at.astimezone(zone)
    return (usable.opens is None or starts.time() >= usable.opens) and (
        usable.closes is None or (ends.time() <= usable.closes and ends.date() == starts.date())
    )


def slot_problem(rules: Rules, slot: Slot, *, usable: Usable, zone: ZoneInfo) -> Problem | None:
    """Why a concrete slot (of a counter-proposal, say) does not fit, lead time apart."""
    starts, ends = slot.starts_at.astimezone(zone), slot.ends_at.astimezone(zone)
    if starts.date() != ends.date():
        return Problem("order", _("はじまりとおわりは、同じ日にしてください。"))
    if not within_usable(slot, usable, zone):
        return Problem("usable", _("会場を使える時間の外です。"))
    return _closed_problem(rules, starts.date()) or hours_problem(
        rules, starts=starts.time(), ends=ends.time()
    )


def clock_words(moment: time) -> str:
    """9時, 9時30分."""
    return clock_time(moment)


def _utc(moment: datetime) -> datetime:
    return moment.astimezone(ZoneInfo("UTC"))
