"""Which hours: those in which lecturers go out, and the venue's."""

from datetime import date, time
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from bookings.rules.availability import Span
from bookings.rules.terms import Problem, Rules, Slot, Usable, Wish
from bookings.sentence import sentence
from lectures.eras import clock_time


def time_problem(rules: Rules, wish: Wish, *, minutes: int, usable: Usable) -> Problem | None:
    """Why the hours of a wish do not do, whoever is free then."""
    if wish.starts is None:
        opens, closes = part_span(rules, wish, usable=usable)
        if closes - opens >= minutes:
            return None
        return no_room(minutes, usable=usable)
    starts, ends = exact_span(wish, minutes=minutes)
    if ends <= starts:
        return hours_problem(rules, starts=wish.starts, ends=wish.ends or wish.starts)
    if ends > minutes_of(rules.day_until) or starts < minutes_of(rules.day_from):
        return _outside_hours(rules)
    if ends - starts < minutes:
        return Problem(
            "too_short",
            _("この講座は%(minutes)d分かかります。おわりの時刻をおそくしてください")
            % {"minutes": minutes},
        )
    return _outside_venue(usable, (starts, ends))


def _outside_venue(usable: Usable, span: Span) -> Problem | None:
    starts, ends = span
    if (usable.opens is None or minutes_of(usable.opens) <= starts) and (
        usable.closes is None or ends <= minutes_of(usable.closes)
    ):
        return None
    return Problem(
        "usable", _("希望の時刻が、会場を使える時刻の外です。どちらかを変えてください。")
    )


def hours_problem(rules: Rules, *, starts: time, ends: time) -> Problem | None:
    """Outside the hours in which lecturers go out."""
    if ends <= starts:
        return Problem("order", _("おわりの時刻は、はじまりの時刻より後にしてください。"))
    if starts < rules.day_from or ends > rules.day_until:
        return _outside_hours(rules)
    return None


def window(rules: Rules, wish: Wish, *, usable: Usable) -> tuple[time, time]:
    """Between which hours a part of the day lies, as far as lecturers go out and the venue is open.

    Where the two do not meet, the end lies before the start.
    """
    part = rules.parts[wish.part]
    opens = max(part.opens, rules.day_from, usable.opens or part.opens)
    return opens, min(part.closes, rules.day_until, usable.closes or part.closes)


def open_parts(rules: Rules, *, minutes: int) -> list[str]:
    """The parts of the day in which a lecture of that length has room at all."""
    wishes = [Wish(date.min, part) for part in rules.parts]
    return [
        wish.part
        for wish in wishes
        if time_problem(rules, wish, minutes=minutes, usable=Usable()) is None
    ]


def within_usable(slot: Slot, usable: Usable, zone: ZoneInfo) -> bool:
    """Whether the venue can be used during the whole slot."""
    starts, ends = slot.starts_at.astimezone(zone), slot.ends_at.astimezone(zone)
    return (usable.opens is None or starts.time() >= usable.opens) and (
        usable.closes is None or (ends.time() <= usable.closes and ends.date() == starts.date())
    )


def clock_words(moment: time) -> str:
    """9時, 9時30分."""
    return clock_time(moment)


def minutes_of(moment: time) -> int:
    """Since midnight."""
    return moment.hour * 60 + moment.minute


def part_span(rules: Rules, wish: Wish, *, usable: Usable) -> Span:
    opens, closes = window(rules, wish, usable=usable)
    return minutes_of(opens), minutes_of(closes)


def exact_span(wish: Wish, *, minutes: int) -> Span:
    assert wish.starts is not None
    starts = minutes_of(wish.starts)
    return starts, minutes_of(wish.ends) if wish.ends else starts + minutes


def no_room(minutes: int, *, usable: Usable | None = None) -> Problem:
    if usable is None or usable == Usable():
        sentence = _(
            "その時間帯には、講座（%(minutes)d分）が入りません。ほかの時間帯をえらんでください。"
        )
    else:
        sentence = _(
            "会場を使える時間に、講座（%(minutes)d分）が入りません。時間帯か会場の時間を変えてください。"
        )
    return Problem("does_not_fit", sentence % {"minutes": minutes}, _("講座が入る時間がありません"))


def _outside_hours(rules: Rules) -> Problem:
    return Problem(
        "hours",
        sentence(
            "うかがえるのは%(from)sから%(until)sまでです。その間の時刻を入れてください。",
            **{"from": rules.day_from, "until": rules.day_until},
        ),
    )
