"""The results as everybody may have them: numbers of the town, and no small ones of groups."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from accounts.snapshot import snapshot
from bookings import counting
from bookings.counting import Dimension
from bookings.rules.suppressing import FEWEST, OTHER, Pair, crossed
from bookings.yearbook.sessions import Held, Names, Opened, held
from bookings.yearbook.tables import unit_words
from bookings.yearbook.told import GUARDED, OPEN, told_tables
from lectures.eras import fiscal_year_words

D = Dimension


def years() -> list[dict[str, Any]]:
    """Every fiscal year that is known."""
    return [
        {
            "year": point.year,
            "label": fiscal_year_words(point.year),
            "delivered": point.delivered,
            "people": point.people,
            "target": None if point.target is None else float(point.target),
            "unit": point.unit,
            "unit_words": unit_words(point.unit),
            "imported": point.imported,
            "unit_changed": point.breaks,
        }
        for point in counting.series()
    ]


def year(number: int, *, at: datetime) -> dict[str, Any]:
    """One fiscal year: its number and its tables."""
    with snapshot():
        count = counting.year_count(number, at=at)
        tables = told_tables(number, [*OPEN, *GUARDED], at=at)
    return {
        "year": number,
        "label": fiscal_year_words(number),
        "delivered": count.delivered,
        "people": count.people,
        "target": None if count.target is None else float(count.target),
        "planned": count.planned,
        "awaiting_report": count.unresolved,
        "cancelled": count.cancelled,
        "unit": count.unit,
        "unit_words": unit_words(count.unit),
        "fewest": FEWEST,
        "tables": {
            one.value: [
                {"label": row.label, "delivered": row.delivered, "people": row.people}
                for row in rows
            ]
            for one, rows in tables.items()
        },
    }


HEADINGS = (
    "年度", "年", "月", "講座番号", "講座名", "担当課", "分野", "地区", "団体の種類", "参加人数", "実績の回数",
)  # fmt: skip


def open_rows(number: int, names: Names, *, opened: Opened) -> Iterator[list[str | int]]:
    """Delivered sessions of a year for the open data, by month; Japanese, as the data set is."""
    pairs: Counter[Pair] = Counter()
    for _day, _session, _starts, fact in held([number], opened=opened):
        pairs[fact.area, fact.group_kind] += fact.counted
    told = crossed(pairs)
    for one in held([number], opened=opened):
        yield _open_row(one, names, told[one[3].area, one[3].group_kind])


def _open_row(one: Held, names: Names, told: Pair) -> list[str | int]:
    day, _session, _starts, fact = one
    lecture, title = names.lectures.get(fact.lecture_id, ("", ""))
    area, kind = told
    return [
        fact.year,
        day.year,
        day.month,
        lecture,
        title,
        names.departments.get(str(fact.department_id), ""),
        names.of(D.CATEGORY, fact.category_id),
        "その他" if area == OTHER else names.of(D.AREA, area),
        "その他" if kind == OTHER else names.of(D.GROUP_KIND, kind),
        "5人未満" if 0 < fact.people < FEWEST else fact.people,
        fact.counted,
    ]
