"""A dimension as a chart and a table, and the fiscal years side by side."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.utils.translation import gettext as _

from bookings.counting import Dimension, Row, YearPoint, breakdowns, series
from bookings.insight.findings import finding_of, most_held, needs, percent
from bookings.models import Area, CountingUnit
from lectures.charts import (
    Balance,
    Bar,
    Chart,
    Stack,
    Tile,
    YearBar,
    balance_bars,
    month_columns,
    ranked_bars,
    tile_map,
    year_bars,
)
from lectures.eras import fiscal_year_label

D = Dimension
# In the order in which the desk offers them.
OFFERED = (
    D.MONTH, D.DEPARTMENT, D.CATEGORY, D.NEED_KIND, D.LED_BY, D.GROUP_KIND, D.AGE, D.AREA, D.CENTRE,
    D.LECTURE, D.FORMAT, D.WAY, D.MENU, D.REASON,
)  # fmt: skip
_PER = 10_000


@dataclass(frozen=True)
class Line:
    """A row of the table. `residents` and `per` (sessions per 10,000 of them) only of areas."""

    row: Row
    percent: int
    residents: int | None = None
    per: Decimal | None = None


@dataclass(frozen=True)
class Shown:
    """One dimension of one year. `dimension` names its address."""

    dimension: Dimension
    finding: str
    charts: tuple[Chart, ...]
    lines: tuple[Line, ...]
    total: Row

    @property
    def has_residents(self) -> bool:
        return any(line.residents for line in self.lines)


def shown(year: int, dimension: Dimension, *, at: datetime) -> Shown:
    """Everything that the page of a dimension shows."""
    rows = breakdowns(year, [dimension], at=at)[dimension]
    areas = list(Area.objects.all()) if dimension == D.AREA else []
    rows = with_every_area(rows, areas) if areas else rows
    return Shown(
        dimension, finding_of(dimension, rows), charts_of(dimension, rows, areas),
        lines_of(rows, areas), total_of(rows),
    )  # fmt: skip


def findings(year: int, *, at: datetime) -> list[tuple[Dimension, str]]:
    """One sentence for each dimension; as many questions as for one."""
    found = breakdowns(year, OFFERED, at=at)
    return [(one, finding_of(one, found[one])) for one in OFFERED]


def charts_of(
    dimension: Dimension, rows: Sequence[Row], areas: Sequence[Area] = ()
) -> tuple[Chart, ...]:
    title, key = finding_of(dimension, rows), f"by-{dimension.replace('_', '-')}"
    if dimension == D.MONTH:
        return (_months(rows, title=title, key=key),)
    if dimension == D.NEED_KIND:
        return (balance(rows, title=title, key=key),)
    if dimension == D.REASON:
        parts = [("cancelled", _("中止")), ("postponed", _("延期中"))]
        return (_ranked(dimension, rows, parts, title=title, key=key),)
    parts = [("done", _("実施")), ("planned", _("このあとの予定"))]
    ranked = _ranked(dimension, rows, parts, title=title, key=key)
    mapped = map_of(rows, areas, key="map-area") if dimension == D.AREA else None
    return (mapped, ranked) if mapped else (ranked,)


def map_of(
    rows: Sequence[Row], areas: Sequence[Area], *, key: str, untold: Collection[str] = ()
) -> Chart | None:
    """None until an area has its place. `untold`: areas whose number stands in that of others."""
    numbers = {row.key: row.delivered for row in rows}
    tiles = [
        Tile(
            area.name, area.row, area.column, numbers.get(area.name, 0),
            _("その他") if area.name in untold else "",
        )
        for area in areas if area.row is not None and area.column is not None
    ]  # fmt: skip
    if not tiles:
        return None
    return tile_map(
        tiles, title=most_held([row for row in rows if row.key]), key=key, of=_("地区"), unit=_("回"),
        description=_("地区をます目にならべた地図です。色と模様がこいほど、実施が多い地区です。"),
    )  # fmt: skip


def with_every_area(rows: Sequence[Row], areas: Sequence[Area]) -> list[Row]:
    """Also those where nothing was held; what lies nowhere comes last."""
    there = {row.key for row in rows}
    more = [nothing(area.name, area.name) for area in areas if area.name not in there]
    named = sorted([*(row for row in rows if row.key), *more], key=lambda row: row.label)
    return [*named, *(row for row in rows if not row.key)]


def nothing(key: str, label: str) -> Row:
    return Row(key, label, 0, 0, 0, 0, 0, 0)


def lines_of(rows: Sequence[Row], areas: Sequence[Area] = ()) -> tuple[Line, ...]:
    whole = sum(row.delivered for row in rows)
    living = {area.name: area.residents for area in areas}
    return tuple(
        Line(row, percent(row.delivered, whole), living.get(row.key), per_residents(row.delivered, living.get(row.key)))
        for row in rows
    )  # fmt: skip


def per_residents(number: int, residents: int | None) -> Decimal | None:
    """Sessions per 10,000 residents, to one decimal."""
    return (Decimal(number) * _PER / residents).quantize(Decimal("0.1")) if residents else None


def total_of(rows: Sequence[Row]) -> Row:
    names = ("delivered", "people", "planned", "unresolved", "cancelled", "postponed")
    return Row("", _("合わせて"), *(sum(getattr(row, name) for row in rows) for name in names))


def balance(rows: Sequence[Row], *, title: str, key: str) -> Chart:
    necessary, requested = needs(rows)
    found = [Balance(_("実施した講座"), necessary, requested)] if necessary + requested else []
    return balance_bars(
        found, sides=(_("必要課題"), _("要求課題")), title=title, key=key, of=_("講座"), unit=_("回"),
        description=_("左が必要課題（市が伝えたいこと）、右が要求課題（市民が知りたいこと）です。"),
    )  # fmt: skip


def years_chart(*, this_year: int, points: Sequence[YearPoint] | None = None) -> Chart | None:
    """None where no year is known. `this_year`: the fiscal year that is not over."""
    known = list(series() if points is None else points)
    if not known:
        return None
    unit_words = dict(CountingUnit.Unit.choices)
    bars = [
        YearBar(
            fiscal_year_label(one.year), one.delivered,
            None if one.target is None else float(one.target), one.imported,
            _("ここから「%(unit)s」と数えています") % {"unit": unit_words[one.unit]} if one.breaks else "",
        )
        for one in known
    ]  # fmt: skip
    return year_bars(
        bars, title=of_years(known, this_year=this_year), key="by-years", unit=_("回"),
        description=_("年度ごとに実施した回数です。数え方が変わった年度の前には、線を入れています。"),
    )  # fmt: skip


def of_years(points: Sequence[YearPoint], *, this_year: int) -> str:
    """The newest year beside the one before, unless they are not counted alike.

    A year that is not over is no fall from a whole one: nothing is subtracted.
    """
    now = points[-1]
    words: dict[str, object] = {"year": fiscal_year_label(now.year), "number": now.delivered}
    if now.year == this_year:
        return _of_running(points, words)
    if len(points) == 1:
        return _("%(year)sの実施は%(number)d回です。") % words
    if now.breaks:
        return _("%(year)sの実施は%(number)d回です。前の年度とは数え方がちがいます。") % words
    more = now.delivered - points[-2].delivered
    words |= {"before": fiscal_year_label(points[-2].year), "more": abs(more)}
    if not more:
        return _("%(year)sの実施は%(number)d回で、%(before)sと同じです。") % words
    if more > 0:
        return _("%(year)sの実施は%(number)d回で、%(before)sより%(more)d回多いです。") % words
    return _("%(year)sの実施は%(number)d回で、%(before)sより%(more)d回少ないです。") % words


def _of_running(points: Sequence[YearPoint], words: dict[str, object]) -> str:
    if len(points) == 1:
        return _("%(year)sは年度のとちゅうで、いままでの実施は%(number)d回です。") % words
    if points[-1].breaks:
        return (
            _("%(year)sは年度のとちゅうで、いままでの実施は%(number)d回です。前の年度とは数え方がちがいます。")
            % words
        )  # fmt: skip
    before = points[-2]
    words |= {"before": fiscal_year_label(before.year), "last": before.delivered}
    return (
        _("%(year)sは年度のとちゅうで、いままでの実施は%(number)d回です。%(before)sは1年で%(last)d回でした。")
        % words
    )  # fmt: skip


def _months(rows: Sequence[Row], *, title: str, key: str) -> Chart:
    parts = [Stack("done", _("実施"), [row.delivered for row in rows])]
    if any(row.planned for row in rows):
        parts.append(Stack("planned", _("このあとの予定"), [row.planned for row in rows]))
    if any(row.cancelled for row in rows):
        parts.append(Stack("cancelled", _("中止"), [row.cancelled for row in rows]))
    return month_columns(
        parts, labels=[row.label for row in rows], title=title, key=key, of=_("月"),
        description=_("月ごとの回数です。"),
    )  # fmt: skip


def _ranked(
    dimension: Dimension, rows: Sequence[Row], parts: Sequence[tuple[str, str]],
    *, title: str, key: str,
) -> Chart:  # fmt: skip
    values = [
        (row.label, {"done": row.delivered, "planned": row.planned,
                     "cancelled": row.cancelled, "postponed": row.postponed})
        for row in rows
    ]  # fmt: skip
    looks = [look for look, _words in parts]
    kept = [(label, {look: one[look] for look in looks}) for label, one in values]
    used = [part for n, part in enumerate(parts) if not n or any(one[part[0]] for _l, one in kept)]
    ordered = sorted(kept, key=lambda pair: -sum(pair[1].values()))
    return ranked_bars(
        [Bar(label, one) for label, one in ordered], parts=used, title=title, key=key,
        of=str(dimension.label), unit=_("回"),
        description=_("多い順にならべた回数です。"),
    )  # fmt: skip
