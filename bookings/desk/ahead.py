"""The rest of the running year on the desk's page: sentences, a table of paces, a chart of the range."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from bookings.counting import YearCount
from bookings.forecasting import Forecast, TooLittle
from bookings.outlook import Named, outlook
from bookings.pacing import against, foretold, what_it_takes
from bookings.year import MonthRow
from lectures.charts import Band, Chart, Series, line_chart


@dataclass(frozen=True)
class Ahead:
    """`chart`: None where nothing is foretold."""

    needed: str
    forecast: str
    made_of: str
    against: str
    paces: tuple[tuple[str, tuple[Named, ...]], ...]
    chart: Chart | None


def ahead(count: YearCount, months: Sequence[MonthRow], *, at: datetime) -> Ahead | None:
    """None for a year that is not running."""
    found = outlook(count, at=at)
    if found is None:
        return None
    target = None if count.target is None else int(count.target)
    told = foretold(found.forecast)
    kinds = ((_("課"), found.departments), (_("センター"), found.centres))
    return Ahead(
        needed=what_it_takes(found.town) if found.town else "",
        forecast=told,
        made_of=_made_of(count, asked=found.asked),
        against=against(found.forecast, target=target),
        paces=tuple((kind, rows) for kind, rows in kinds if rows),
        chart=None if isinstance(found.forecast, TooLittle)
        else _chart(found.forecast, months, title=told),
    )  # fmt: skip


def _made_of(count: YearCount, *, asked: int) -> str:
    return _(
        "実施%(delivered)d回、報告を待っている%(unresolved)d回、このあとの予定%(planned)d回、日時の決まっていない申込み%(asked)d件と、過去の年度の月ごとの数から計算しています。"
    ) % {
        "delivered": count.delivered, "unresolved": count.unresolved, "planned": count.planned,
        "asked": asked,
    }  # fmt: skip


def _chart(forecast: Forecast, months: Sequence[MonthRow], *, title: str) -> Chart:
    """The range opens at the last month that is over."""
    begun = [row.cumulative for row in months if row.cumulative is not None]
    over = sum(one is None for one in forecast.by_month)
    there = begun[over - 1] if over else 0
    known = [None] * max(0, over - 1) + ([(there,) * 3] if over else [])
    ranges = [*known, *forecast.by_month[over:]]
    low, median, high = (
        [None if one is None else one[part] for one in ranges] for part in range(3)
    )
    done = [row.cumulative for row in months[:over]] + [None] * (len(months) - over)
    series = [
        Series(
            _("見込み %(number)d") % {"number": forecast.median}, median, "planned", _("見込み")
        ),
    ]
    if over:
        words = _("%(month)d月まで %(number)d") % {"month": months[over - 1].month, "number": there}
        series.append(Series(words, done, "done", _("実施")))
    if months[0].target is not None:
        words = _("目標 %(number)d") % {"number": months[-1].target}
        series.insert(0, Series(words, [row.target for row in months], "target", _("目標の目やす")))
    words = _("%(low)d〜%(high)d") % {"low": forecast.low, "high": forecast.high}
    return line_chart(
        series,
        band=Band(words, low, high, _("10のうち8の範囲")),
        labels=[_("%(month)d月") % {"month": row.month} for row in months],
        of=_("月"),
        unit=_("回"),
        title=title,
        description=_("4月からの累計です。色のついた帯は、10のうち8がその中に入る範囲です。"),
        key="forecast-chart",
    )
