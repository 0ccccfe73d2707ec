"""The tables of a fiscal year: words and numbers as they are shown, and kept when a year is closed."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.snapshot import snapshot
from bookings import counting
from bookings.counting import Dimension, Row, YearCount, YearPoint
from bookings.counting.dimensions import labels
from bookings.models import BookingRequest
from bookings.models.past import PastUnit
from bookings.status import RequestStatus
from lectures.eras import fiscal_year_words
from lectures.models import FiscalYear
from lectures.zones import local

D = Dimension
Cell = str | int | float | None
# In the order of the report. MONTH shows all its months, the others what there is.
SHOWN = (
    D.MONTH, D.DEPARTMENT, D.CATEGORY, D.NEED_KIND, D.LED_BY, D.GROUP_KIND, D.AGE, D.AREA,
    D.CENTRE, D.LECTURE, D.FORMAT, D.WAY, D.MENU,
)  # fmt: skip
_RANKED = (D.DEPARTMENT, D.CATEGORY, D.GROUP_KIND, D.AREA)
_SHORT = {D.LED_BY: gettext_lazy("主導する人")}
_NUMBERS = ("delivered", "people", "planned", "unresolved", "cancelled", "postponed")


@dataclass(frozen=True)
class Table:
    """`key` names it for programs; a row begins with its name. None: not known, or there is none.

    `chart`: how paper draws it: months, ranked, years or "" for not at all. `total`: the last row
    is the sum of those above. `note` stands below it. `widest`: the column with the most words.
    """

    key: str
    title: str
    headings: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    chart: str = ""
    total: bool = False
    note: str = ""
    widest: int = 0

    @property
    def labelled(self) -> list[list[tuple[str, Cell]]]:
        """Each cell with its heading, for pages as narrow as a phone."""
        return [list(zip(self.headings, row, strict=True)) for row in self.rows]

    def as_data(self) -> dict[str, Any]:
        """What JSON holds of it."""
        return asdict(self) | {"headings": list(self.headings), "rows": list(map(list, self.rows))}

    @classmethod
    def of_data(cls, data: Mapping[str, Any]) -> "Table":
        rows = tuple(tuple(row) for row in data["rows"])
        return cls(**{**data, "headings": tuple(data["headings"]), "rows": rows})


def tables_of(year: int, *, at: datetime) -> list[Table]:
    """All tables of one moment; the first one is the whole year, the last one all years."""
    with snapshot():
        count = counting.year_count(year, at=at)
        found = counting.breakdowns(year, [*SHOWN, D.REASON], at=at)
        points, asked = counting.series(), _asked(year)
        months = labels(D.MONTH, on=local(at).date())
    targets = {row.department.name: _number(row.target) for row in count.departments}
    tables = [_whole(count)]
    for dimension in SHOWN:
        rows = found[dimension]
        if dimension == D.MONTH:
            rows = _all_months(rows, months)
        tables.append(_by(dimension, rows, targets if dimension == D.DEPARTMENT else None))
    return [*tables, _off(found[D.REASON]), asked, _series(points)]


def unit_words(unit: str) -> str:
    """What counts as one."""
    said = {
        "session": _("1か所で1回行うごとに1回と数えます。"),
        "day": _("同じ申込みの同じ日は、何回行っても1回と数えます。"),
        PastUnit.REQUEST: _("申込み1件を1回と数えました。"),
    }
    return said[unit]


def _whole(count: YearCount) -> Table:
    rows: list[tuple[Cell, ...]] = [
        (_("実施した回数"), count.delivered),
        (_("参加した人（のべ）"), count.people),
        (_("目標の回数"), _number(count.target)),
        (_("目標まで"), count.missing),
        (_("このあとの予定"), count.planned),
        (_("終わって報告がまだ"), count.unresolved),
        (_("中止"), count.cancelled),
        (_("延期したまま"), count.postponed),
        (_("実施のうち、メニューにない話"), count.off_menu),
    ]
    return Table(
        "year",
        _("年度の合計"),
        (_("こと"), _("数")),
        tuple(rows),
        note=_("数え方：") + unit_words(count.unit),
    )


def _by(dimension: Dimension, rows: list[Row], targets: Mapping[str, Cell] | None) -> Table:
    """`targets`: by the name of the row; they are no part of the sum."""
    head = [dimension.label, *_heads()]
    lines = [[_name(row), *(getattr(row, name) for name in _NUMBERS)] for row in rows]
    sums = [_("合計"), *(sum(getattr(row, name) for row in rows) for name in _NUMBERS)]
    if targets is not None:
        shown = {row.label for row in rows}
        lines += [
            [name, *(0 for _one in _NUMBERS)]
            for name, target in targets.items()
            if target is not None and name not in shown
        ]
        head.append(_("目標"))
        lines = [[*line, targets.get(line[0])] for line in lines]
        sums.append(None)
    chart = "months" if dimension == D.MONTH else "ranked" if dimension in _RANKED else ""
    rows_ = tuple(tuple(line) for line in [*lines, sums])
    title = _("%(of)sべつ") % {"of": _SHORT.get(dimension, dimension.label)}
    return Table(dimension.value, title, tuple(map(str, head)), rows_, chart, total=True)


def _heads() -> tuple[str, ...]:
    return (
        _("実施"), _("来た人"), _("このあとの予定"), _("報告がまだ"), _("中止"), _("延期"),
    )  # fmt: skip


def _name(row: Row) -> str:
    return row.label or _("分からない")


def _all_months(rows: Iterable[Row], names: Mapping[str, str]) -> list[Row]:
    there = {row.key: row for row in rows}
    return [
        there.get(str(month), Row(str(month), names[str(month)], 0, 0, 0, 0, 0, 0))
        for month in counting.MONTHS
    ]


def _off(rows: Iterable[Row]) -> Table:
    there = [row for row in rows if row.cancelled or row.postponed]
    lines: list[tuple[Cell, ...]] = [(_name(row), row.cancelled, row.postponed) for row in there]
    sums = (_("合計"), sum(row.cancelled for row in there), sum(row.postponed for row in there))
    head = (str(D.REASON.label), _("中止"), _("延期"))
    return Table("reason", _("中止・延期の理由べつ"), head, (*lines, sums), total=True)


def _asked(year: int) -> Table:
    """What became of the requests whose number is of that year."""
    # Its key first: with a join, SQLite reads the requests of all years.
    of_year = FiscalYear.objects.filter(year=year).values_list("pk", flat=True)
    rows = BookingRequest.objects.filter(fiscal_year__in=list(of_year))
    rows = rows.exclude(status=RequestStatus.DRAFT).order_by()
    by_status = dict(rows.values_list("status").annotate(Count("pk")))
    lines: list[tuple[Cell, ...]] = [
        (str(status.label), by_status[status]) for status in RequestStatus if status in by_status
    ]
    lines.append((_("合計"), sum(by_status.values())))
    return Table(
        "requests",
        _("申込みのようす"),
        (_("いまのようす"), _("申込み（件）")),
        tuple(lines),
        total=True,
        note=_("この年度の受付番号がついた申込みです。実施の回数とは別の数です。"),
    )


def _series(points: Iterable[YearPoint]) -> Table:
    return Table(
        "years",
        _("年度ごとの推移"),
        (_("年度"), _("実施"), _("来た人"), _("目標"), _("数え方")),
        tuple(_of_points(points)),
        chart="years",
        note=_("数え方が変わった年度の前と後は、そのままではくらべられません。"),
    )


def _of_points(points: Iterable[YearPoint]) -> Iterator[tuple[Cell, ...]]:
    for point in points:
        words = [unit_words(point.unit)]
        if point.imported:
            words.insert(0, _("取りこんだ過去の数です。"))
        if point.breaks:
            words.insert(0, _("この年度から数え方が変わりました。"))
        yield (
            fiscal_year_words(point.year),
            point.delivered,
            point.people,
            _number(point.target),
            "".join(words),
        )


def _number(value: Decimal | None) -> int | float | None:
    if value is None:
        return None
    return int(value) if value == int(value) else float(value)
