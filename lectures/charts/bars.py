"""Bars: by fiscal year, by month, and the longest first. All begin at nought."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from lectures.charts.chart import Chart, Table, nothing_yet, table_of
from lectures.charts.columns import column_picture
from lectures.charts.items import Item, KeyEntry, Part, value_words
from lectures.charts.marks import NARROW, WIDE, Paper, Picture
from lectures.charts.rows import row_picture
from lectures.charts.words import number, with_unit


@dataclass(frozen=True)
class YearBar:
    """One fiscal year; `value` None: nothing is known. `before`: counting changed with this year."""

    label: str
    value: float | None
    target: float | None = None
    imported: bool = False
    before: str = ""


@dataclass(frozen=True)
class Stack:
    """One kind of part of every bar: its look, its name and what it counts where."""

    look: str
    words: str
    values: Sequence[float]


@dataclass(frozen=True)
class Bar:
    """One row of a ranking: parts by look, in the order of the chart's `parts`."""

    label: str
    values: Mapping[str, float] = field(default_factory=dict)
    target: float | None = None


def year_bars(
    years: Sequence[YearBar], *, title: str, description: str, key: str, unit: str = ""
) -> Chart:
    """`unit` stands behind every number: 回."""
    items = [_year_item(one, unit) for one in years]
    looks = {part.look for item in items for part in item.parts}
    names = {"done": _("実施"), "imported": _("取りこんだ過去の数")}
    entries = [KeyEntry(look, words) for look, words in names.items() if look in looks]
    if any(one.target is not None for one in years):
        entries.append(KeyEntry("target-mark", _("目標")))
    if any(one.value is None for one in years):
        entries.append(KeyEntry("missing", _("数字なし")))
    rows = [(one.label, _known(one.value), _known(one.target), _source(one)) for one in years]
    head = (_("年度"), _("実施"), _("目標"), _("数字のもと"))
    breaks = {order: one.before for order, one in enumerate(years) if one.before}
    pictures = _pictures(items, lambda paper: column_picture(items, paper, key=entries))
    return Chart("years", key, title, description, pictures, table_of(title, head, rows, breaks))


def _year_item(one: YearBar, unit: str) -> Item:
    if one.value is None:
        return Item(one.label, (), "", one.target, missing=_("数字なし"), before=one.before)
    return Item(
        one.label,
        (Part("imported" if one.imported else "done", one.value),),
        value_words(one.value, one.target, unit, _("目標")),
        one.target,
        under="" if one.target is None else _("目標 %(number)s") % {"number": number(one.target)},
        before=one.before,
    )


def _known(value: float | None) -> str:
    return "－" if value is None else number(value)


def _source(one: YearBar) -> str:
    if one.value is None:
        return _("数字なし")
    return _("取りこみ") if one.imported else _("報告から")


def month_columns(
    parts: Sequence[Stack],
    *,
    labels: Sequence[str],
    title: str,
    description: str,
    key: str,
    of: str = "",
) -> Chart:
    """Parts stand on each other in their order, the first at the foot. `of` heads the labels."""
    items = [
        Item(label, stacked, _part_words(parts, [part.value for part in stacked]))
        for order, label in enumerate(labels)
        for stacked in [tuple(Part(one.look, one.values[order]) for one in parts)]
    ]
    entries = [
        KeyEntry(one.look, f"{one.words} {number(sum(one.values))}") for one in parts
    ]  # fmt: skip
    rows = [
        (label, *(number(one.values[order]) for one in parts)) for order, label in enumerate(labels)
    ]
    head = (of or _("月"), *(one.words for one in parts))
    pictures = _pictures(items, lambda paper: column_picture(items, paper, key=entries))
    return Chart("months", key, title, description, pictures, table_of(title, head, rows, {}))


def _part_words(parts: Sequence[Stack], values: Sequence[float]) -> str:
    """The first part always, the others where there is something."""
    if len(parts) == 1:
        return number(values[0])
    said = [
        f"{one.words} {number(value)}"
        for order, (one, value) in enumerate(zip(parts, values, strict=True))
        if value or not order
    ]
    return _("・").join(said)


def ranked_bars(
    bars: Sequence[Bar],
    *,
    parts: Sequence[tuple[str, str]],
    title: str,
    description: str,
    key: str,
    of: str,
    unit: str = "",
    most: int = 12,
) -> Chart:
    """`parts`: (look, name) in their order; the bars come in the caller's order, the longest first.

    After `most` bars the rest is one line of words; the table has them all.
    """
    stacks = [Stack(look, words, ()) for look, words in parts]
    items = [_bar_item(bar, stacks, unit) for bar in bars[:most]]
    targets = any(bar.target is not None for bar in bars)
    entries = [KeyEntry(look, words) for look, words in parts] if len(parts) > 1 else []
    if targets:
        entries.append(KeyEntry("target-mark", _("目標")))
    head = [of, *(words for _look, words in parts), *([_("目標")] if targets else [])]
    rows = [_bar_row(bar, parts, targets=targets) for bar in bars]
    table = Table(title, tuple(head), tuple(rows))
    rest = _rest(bars[most:], parts[0][0], unit)
    pictures = _pictures(items, lambda paper: row_picture(items, paper, key=entries, rest=rest))
    return Chart("ranked", key, title, description, pictures, table)


def _bar_item(bar: Bar, stacks: Sequence[Stack], unit: str) -> Item:
    values = [bar.values.get(one.look, 0) for one in stacks]
    parts = tuple(Part(one.look, value) for one, value in zip(stacks, values, strict=True))
    if len(stacks) == 1:
        words = value_words(values[0], bar.target, unit, _("目標"))
    else:
        words = _part_words(stacks, values)
        if bar.target is not None:
            words += f" / {_('目標')} {number(bar.target)}"
    return Item(bar.label, parts, words, bar.target)


def _bar_row(bar: Bar, parts: Sequence[tuple[str, str]], *, targets: bool) -> tuple[str, ...]:
    values = [number(bar.values.get(look, 0)) for look, _words in parts]
    return (bar.label, *values, *([_known(bar.target)] if targets else []))


def _rest(bars: Sequence[Bar], look: str, unit: str) -> str:
    if not bars:
        return ""
    whole = number(sum(bar.values.get(look, 0) for bar in bars))
    words = {"count": len(bars), "whole": with_unit(whole, unit)}
    return _("ほか%(count)s件（合わせて%(whole)s）は、表にあります。") % words


def _pictures(items: Sequence[Item], drawn: Callable[[Paper], Picture]) -> tuple[Picture, Picture]:
    if not items:
        return nothing_yet(_("まだ数字がありません。"))
    return drawn(WIDE), drawn(NARROW)
