"""A year's target, month by month, and what it would take. Numbers in, numbers and sentences out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate
from math import ceil

from django.utils.translation import gettext as _

from bookings.forecasting import Forecast, Past, TooLittle, profile

_MONTH = 365 / 12
_LAST_STRETCH = 31  # days, in which "so many a month" says nothing any more


def curve(target: int, past: Sequence[Past] = ()) -> tuple[int, ...]:
    """What should have been delivered by the end of each month, April first; the last is the target.

    As past years went where their months are known, otherwise the same each month.
    """
    known = any(sum(year.months) for year in past)
    shares = profile(past) if known else (1 / 12,) * 12
    return (*(round(target * part) for part in list(accumulate(shares))[:-1]), target)


@dataclass(frozen=True)
class Pace:
    """How a target stands at the end of `today`, in sessions.

    `by_month_end`: what the curve wants by the end of this month; `expected`: delivered, and
    planned until then; `planned`: all that is still to come in the year.
    """

    today: date
    target: int
    by_month_end: int
    delivered: int
    expected: int
    planned: int

    @property
    def missing(self) -> int:
        """Of the year's target."""
        return max(0, self.target - self.delivered)

    @property
    def missing_this_month(self) -> int:
        return max(0, self.by_month_end - self.delivered)

    @property
    def days_left(self) -> int:
        """Until 31 March, today not counted."""
        last = date(self.today.year + (self.today.month > 3), 3, 31)
        return (last - self.today).days

    @property
    def per_month(self) -> int | None:
        """How many a month it would take; None: nothing is missing, or it is the last month."""
        if not self.missing or self.days_left < _LAST_STRETCH:
            return None
        return ceil(self.missing / (self.days_left / _MONTH))


def this_month(pace: Pace) -> str:
    """The sentence about the end of this month."""
    words = {
        "month": pace.today.month,
        "target": pace.by_month_end,
        "missing": pace.missing_this_month,
        "short": pace.by_month_end - pace.expected,
    }
    if not pace.missing_this_month:
        return _("%(month)d月の目やす%(target)d回に、もうとどいています。") % words
    if pace.expected >= pace.by_month_end:
        return (
            _(
                "%(month)d月の目やす%(target)d回まで、あと%(missing)d回です。予定どおりなら、とどきます。"
            )
            % words
        )
    return (
        _(
            "%(month)d月の目やす%(target)d回まで、あと%(missing)d回です。予定どおりでも、%(short)d回たりません。"
        )
        % words
    )


def what_it_takes(pace: Pace) -> str:
    """The sentence about 31 March."""
    words = {"missing": pace.missing, "planned": pace.planned, "rate": pace.per_month}
    if not pace.missing:
        return _("年度の目標に、もうとどいています。")
    if pace.planned >= pace.missing:
        return (
            _(
                "年度の目標まで、あと%(missing)d回です。いまの予定は%(planned)d回なので、予定どおりなら、とどきます。"
            )
            % words
        )
    if pace.per_month is None:
        return _("年度の目標まで、あと%(missing)d回です。いまの予定は%(planned)d回です。") % words
    return (
        _(
            "年度の目標まで、あと%(missing)d回です。月に%(rate)d回のペースが必要です。いまの予定は%(planned)d回です。"
        )
        % words
    )


def foretold(forecast: Forecast | TooLittle) -> str:
    """The forecast in words, or why there is none."""
    if forecast is TooLittle.EARLY:
        return _("はじめの年度の4月と5月は、くらべる数がないので、3月31日の見込みを出しません。")
    if isinstance(forecast, TooLittle):
        return _("実施がまだ5回より少ないので、3月31日の見込みを出しません。")
    words = {"low": forecast.low, "median": forecast.median, "high": forecast.high}
    return (
        _(
            "3月31日には、%(median)d回ぐらいになる見込みです。10のうち8は、%(low)d回から%(high)d回のあいだになります。"
        )
        % words
    )


def against(forecast: Forecast | TooLittle, *, target: int | None) -> str:
    """The forecast beside the target; "" where one of them is missing."""
    if isinstance(forecast, TooLittle) or target is None:
        return ""
    if forecast.low >= target:
        return _("目標の%(target)d回に、とどく見込みです。") % {"target": target}
    if forecast.high < target:
        return _("目標の%(target)d回には、とどかない見込みです。") % {"target": target}
    return _("目標の%(target)d回にとどくかどうかは、まだわかりません。") % {"target": target}
