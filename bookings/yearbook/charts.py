"""The charts of the report, drawn from its tables: they cannot show another number."""

from django.utils.translation import gettext as _

from bookings.yearbook.tables import Cell, Table
from lectures.charts import Bar, Chart, Stack, YearBar, month_columns, ranked_bars, year_bars
from lectures.charts.words import number

MOST = 12
_NAMED = 3


def chart_of(table: Table) -> Chart | None:
    """Made of the columns 実施 and, where something is still to come, このあとの予定."""
    draw = {"months": _months, "ranked": _ranked, "years": _years}.get(table.chart)
    return draw(table) if draw and _rows(table) else None


def _rows(table: Table) -> tuple[tuple[Cell, ...], ...]:
    return table.rows[:-1] if table.total else table.rows


def _months(table: Table) -> Chart:
    rows = _rows(table)
    parts = [Stack("done", _("実施"), [_float(row[1]) for row in rows])]
    if any(row[3] for row in rows):
        parts.append(Stack("planned", _("このあとの予定"), [_float(row[3]) for row in rows]))
    return month_columns(
        parts,
        labels=[str(row[0]) for row in rows],
        title=_finding(table, _("いちばん多い月は%(name)sの%(number)s回です。")),
        description=_("月ごとの回数です。"),
        key=f"report-{table.key}",
    )


def _ranked(table: Table) -> Chart:
    rows = sorted(_rows(table), key=lambda row: -_float(row[1]))
    key = table.key.replace("_", "-")
    return ranked_bars(
        [Bar(str(row[0]), {"done": _float(row[1])}) for row in rows if row[1]],
        parts=[("done", _("実施"))],
        title=_finding(table, _("いちばん多いのは%(name)sの%(number)s回です。")),
        description=_("実施した回数の多い順です。"),
        key=f"report-{key}",
        of=table.headings[0],
        unit=_("回"),
        most=MOST,
    )


def _years(table: Table) -> Chart:
    rows = _rows(table)
    changed = _("この年度から数え方が変わりました。")
    bars = [
        YearBar(
            str(row[0]).split("（")[0],
            _float(row[1]),
            None if row[3] is None else _float(row[3]),
            before=changed if changed in str(row[4]) else "",
        )
        for row in rows
    ]
    words = {"year": rows[-1][0], "number": number(_float(rows[-1][1]))}
    return year_bars(
        bars,
        title=_("%(year)sの実施は%(number)s回です。") % words,
        description=_("年度ごとの実施の回数と目標です。"),
        key="report-years",
        unit=_("回"),
    )


def _finding(table: Table, words: str) -> str:
    """Of several that are first alike all are named, unless they are many."""
    most = max(_float(row[1]) for row in _rows(table))
    if not most:
        return _("実施した講座は、まだありません。")
    names = [str(row[0]) for row in _rows(table) if row[1] == most]
    if len(names) > _NAMED:
        return _("同じ回数のものが%(count)s件あり、それぞれ%(number)s回です。") % {
            "count": len(names),
            "number": number(most),
        }
    return words % {"name": _("、").join(names), "number": number(most)}


def _float(value: Cell) -> float:
    return float(value or 0)
