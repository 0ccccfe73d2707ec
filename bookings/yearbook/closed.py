"""The tables of a closed year as they were closed, and what was amended after that."""

from typing import Any

from django.utils.translation import gettext as _

from bookings.models import Amendment, YearClosing
from bookings.status import SessionState
from bookings.yearbook.tables import Cell, Table
from lectures.zones import local


def standing(year: int) -> YearClosing | None:
    """The closing that holds; None: the year is open."""
    return YearClosing.objects.filter(fiscal_year__year=year, opened_at=None).first()


def tables_then(closing: YearClosing) -> list[Table]:
    """Word for word as the report was printed on that day."""
    kept = closing.figures["tables"] if isinstance(closing.figures, dict) else closing.figures
    return [Table.of_data(one) for one in kept]


def amendments_of(closing: YearClosing) -> Table:
    """One row of each, in its order."""
    rows = closing.amendments.select_related("session__request__fiscal_year").order_by("pk")
    lines = [_line(row) for row in rows]
    return Table(
        "amendments",
        _("締めたあとの訂正"),
        (_("訂正した日"), _("受付番号"), _("実施の日"), _("前"), _("後")),
        tuple(lines),
        note="" if lines else _("訂正はありません。"),
    )


def _line(row: Amendment) -> tuple[Cell, ...]:
    fact = row.after or row.before or {}
    return (
        f"{local(row.at):%Y-%m-%d}",
        row.session.request.reference,
        str(fact.get("day", "")),
        _words(row.before),
        _words(row.after),
    )


def _words(fact: dict[str, Any] | None) -> str:
    """What it counted as: its state, how often, and how many came."""
    if fact is None:
        return _("なし")
    state = SessionState(fact["state"])
    if state != SessionState.DELIVERED:
        return str(state.label)
    said = {"state": state.label, "count": fact["counted"]}
    people = {"people": fact["adults"] + fact["children"]}
    return _("%(state)s %(count)s回、%(people)s人") % {**said, **people}
