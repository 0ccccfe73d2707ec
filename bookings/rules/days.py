"""Which days: the lead time, the town's days off, the lecture's season, count and people."""

from datetime import date, timedelta

import jpholiday
from django.utils.translation import gettext as _

from bookings.rules.availability import Availability
from bookings.rules.terms import House, Problem, Rules, Wish
from bookings.sentence import Sentence, Year, sentence
from lectures.eras import (
    fiscal_year_label,
    fiscal_year_of,
    fiscal_year_range,
    full_day,
    short_day,
)

HOUSE_SHUT = "house_shut"
BEFORE_MENU, NEXT_MENU = "before_menu", "next_menu"


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
    if problem := menu_problem(rules, day, today=today):
        return problem
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
    return closed_problem(rules, day)


def menu_problem(rules: Rules, day: date, *, today: date) -> Problem | None:
    """Why a lecture of this menu is not the one to ask for, on that day."""
    menu = rules.menu
    if menu is None:
        return None
    if menu.begins_after(day):
        return Problem(
            BEFORE_MENU,
            sentence(
                "これは%(year)sの講座です。%(first)sから後の日をえらんでください。",
                year=Year(menu.year),
                first=fiscal_year_range(menu.year)[0],
            ),
            _("%(year)sの講座です") % {"year": fiscal_year_label(menu.year)},
        )
    if menu.has_handed_on(day, today=today):
        following = fiscal_year_of(day)
        return Problem(
            NEXT_MENU,
            sentence(
                "%(day)sは、%(year)sの講座で申し込んでください。", day=day, year=Year(following)
            ),
            _("%(year)sの講座で申し込めます") % {"year": fiscal_year_label(following)},
        )
    return None


def closed_problem(rules: Rules, day: date) -> Problem | None:
    """Days on which nobody goes out, or the house is shut."""
    return _town_problem(rules, day) or house_problem(rules.house, day)


def house_problem(house: House | None, day: date) -> Problem | None:
    """Why that place cannot be had on that day, or None."""
    reason = house.closing.why(day) if house else None
    if house is None or reason is None:
        return None
    return Problem(
        HOUSE_SHUT,
        sentence(
            "%(day)sは、%(house)sが休みです（%(reason)s）。ほかの会場か、ほかの日をえらんでください。",
            day=day,
            house=house.name,
            reason=reason,
        ),
        _("%(house)sが休みです") % {"house": house.name},
    )


def _town_problem(rules: Rules, day: date) -> Problem | None:
    for closed in rules.closed:
        if closed.covers(day):
            return Problem(
                "closed",
                sentence(
                    "%(day)sはうかがえません（%(reason)s）。ほかの日をえらんでください。",
                    day=day,
                    reason=closed.reason,
                ),
                closed.reason,
            )
    if not rules.weekends and day.weekday() >= 5:
        return Problem(
            "weekend",
            sentence("%(day)sはうかがえません。月曜から金曜の日をえらんでください。", day=day),
            _("土曜・日曜"),
        )
    if not rules.holidays and jpholiday.is_holiday(day):
        return Problem(
            "holiday",
            sentence("%(day)sは祝日なのでうかがえません。ほかの日をえらんでください。", day=day),
            _("祝日"),
        )
    return None


def coming_problem(rules: Rules, day: date, *, availability: Availability) -> Problem | None:
    """Why the lecture cannot be given on that day, at whatever hour, or None."""
    if not rules.season.covers(day):
        return Problem(
            "season",
            sentence(
                "この講座の時期は、%(season)sです。その間の日をえらんでください。",
                season=rules.season,
            ),
            _("講座の時期ではありません"),
        )
    year = fiscal_year_of(day)
    if rules.quota is not None and availability.counted.get(year, 0) >= rules.quota:
        return Problem(
            "quota",
            sentence(
                "この講座は、%(year)sの回数に達しました。ほかの年度（4月から）の日か、ほかの講座をえらんでください。",
                year=Year(year),
            ),
            _("%(year)sの回数に達しました") % {"year": fiscal_year_label(year)},
        )
    if availability.is_away(day):
        return Problem(
            "away",
            sentence("%(day)sは担当課が不在です。ほかの日をえらんでください。", day=day),
            _("担当課が不在です"),
        )
    if availability.nobody_goes(day):
        return taken(day)
    return None


def taken(when: date | Sentence) -> Problem:
    return Problem(
        "taken",
        sentence(
            "%(when)sは、講師の予定がうまっています。ほかの日か時間をえらんでください。", when=when
        ),
        _("講師の予定がうまっています"),
    )
