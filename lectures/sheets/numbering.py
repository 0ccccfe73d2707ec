"""In which order lectures can take their new numbers, so that no two ever share one. Pure."""

from collections.abc import Iterable, Mapping, Sequence

from django.utils.translation import gettext as _

from lectures.sheets.diffing import Record, RowChange
from lectures.sheets.table import Problem, Table, column_words

_HEADING = "講座番号"


def in_order(
    changes: Sequence[RowChange],
    *,
    records: Iterable[Record],
    elsewhere: Mapping[str, str],
    table: Table,
) -> tuple[list[RowChange], list[Problem]]:
    """(changes in the order to make them, problems). `elsewhere`: number → title of the year's
    lectures that are not on this menu."""
    records = list(records)
    twice = _twice(changes, records)
    if twice:
        return [], [_problem(change, sentence, table) for change, sentence in twice]
    holders = {number: record for record in records for number in record.numbers}
    waiting, done = list(changes), []
    while ready := [one for one in waiting if not _blocked(one, holders, elsewhere)]:
        for change in ready:
            _take(change, holders)
        done += ready
        waiting = [one for one in waiting if one not in ready]
    return done, [_problem(change, _why(change, holders, elsewhere), table) for change in waiting]


def _number(change: RowChange) -> str:
    return change.texts.get("number", "")


def _blocked(
    change: RowChange, holders: Mapping[str, Record], elsewhere: Mapping[str, str]
) -> bool:
    number = _number(change)
    if number == change.record.texts.get("number"):
        return False
    holder = holders.get(number)
    return number in elsewhere or (holder is not None and holder != change.record)


def _take(change: RowChange, holders: dict[str, Record]) -> None:
    if change.record.publishes:
        for number in change.record.numbers:
            holders.pop(number, None)
    holders[_number(change)] = change.record


def _twice(changes: Sequence[RowChange], records: Sequence[Record]) -> list[tuple[RowChange, str]]:
    """Numbers that two lectures would have in the end."""
    changed = {change.record.key for change in changes if not change.is_new}
    told = {
        record.texts.get("number", ""): _("「%(title)s」")
        % {"title": record.texts.get("title", "")}
        for record in records
        if record.key not in changed
    }
    found = []
    for change in changes:
        number = _number(change)
        if number and number in told and number != change.record.texts.get("number"):
            found.append((change, _used(number, told[number])))
        told.setdefault(number, _("%(row)d行目") % {"row": change.row})
    return found


def _used(number: str, by: str) -> str:
    return _("講座番号 %(number)s は、%(by)sが使っています。ほかの番号にしてください。") % {
        "number": number,
        "by": by,
    }


def _why(change: RowChange, holders: Mapping[str, Record], elsewhere: Mapping[str, str]) -> str:
    number = _number(change)
    if number in elsewhere:
        return _used(number, _("「%(title)s」") % {"title": elsewhere[number]})
    title = holders[number].texts.get("title", "")
    return _(
        "講座番号 %(number)s は、「%(title)s」がまだ使っています。先にその講座の番号をかえて公開して"
        "から、もう一度読みこんでください。"
    ) % {"number": number, "title": title}


def _problem(change: RowChange, sentence: str, table: Table) -> Problem:
    return Problem(change.row, column_words(table.places["number"], _HEADING), sentence)
