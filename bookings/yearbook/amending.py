"""訂正 in words: what of a session's fact is not what it was. The same on the screen and on paper."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from bookings.counting import Dimension, Fact
from bookings.counting.dimensions import labels
from bookings.status import SessionState
from lectures.eras import fiscal_year_label

D = Dimension
Names = Mapping[Dimension, Mapping[str, str]]
# What of a fact is said by the name of a row: the column, and the table that names it.
_NAMED = (
    ("department_id", D.DEPARTMENT), ("category_id", D.CATEGORY), ("lecture_id", D.LECTURE),
    ("centre_id", D.CENTRE), ("need_kind", D.NEED_KIND), ("led_by", D.LED_BY), ("format", D.FORMAT),
    ("menu", D.MENU), ("group_kind", D.GROUP_KIND), ("age", D.AGE), ("way", D.WAY), ("reason", D.REASON),
)  # fmt: skip


def names_of(*, on: date) -> Names:
    """What the rows are called that a fact names."""
    return {one: labels(one, on=on) for _column, one in _NAMED}


def words_of(before: Fact | None, after: Fact | None, names: Names) -> list[str]:
    """What is different, each in a few words: 実施済→予定."""
    if after is None:
        return []
    if before is None:
        people = _("%(number)d人") % {"number": after.people}
        return [_("新しい回：%(what)s") % {"what": f"{SessionState(after.state).label} {people}"}]
    return [f"{was}→{now}" for was, now in _pairs(before, after, names) if was != now]


def _pairs(before: Fact, after: Fact, names: Names) -> Iterator[tuple[str, str]]:
    says: Iterable[Callable[[Fact], str]] = (
        lambda fact: fiscal_year_label(fact.year),
        lambda fact: _("%(month)d月%(day)d日") % {"month": fact.day.month, "day": fact.day.day},
        lambda fact: str(SessionState(fact.state).label),
        lambda fact: _("%(number)d人") % {"number": fact.people},
        lambda fact: _("%(number)d回と数える") % {"number": fact.counted},
        lambda fact: fact.area or _("地区が分からない会場"),
    )
    for say in says:
        yield say(before), say(after)
    for column, table in _NAMED:
        yield _name(before, column, names[table]), _name(after, column, names[table])


def _name(fact: Fact, column: str, names: Mapping[str, str]) -> str:
    value: Any = getattr(fact, column)
    key = "" if value is None else str(value)
    return names.get(key, key) or _("なし")
