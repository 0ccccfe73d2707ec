"""The tables of a closed year as they were closed, and what was amended after that."""

from datetime import date

from django.utils.translation import gettext as _

from bookings.counting import Fact, amended
from bookings.models import LectureSession, YearClosing
from bookings.status import SessionState
from bookings.yearbook.amending import Names, names_of, words_of
from bookings.yearbook.tables import Cell, Table
from lectures.zones import local


def standing(year: int) -> YearClosing | None:
    """The closing that holds; None: the year is open."""
    return YearClosing.objects.filter(fiscal_year__year=year, opened_at=None).first()


def tables_then(closing: YearClosing) -> list[Table]:
    """Word for word as the report was printed on that day."""
    kept = closing.figures["tables"] if isinstance(closing.figures, dict) else closing.figures
    return [Table.of_data(one) for one in kept]


def amendments_of(closing: YearClosing, *, on: date) -> Table:
    """One row of each, in its order; what is not folded yet comes last, without a day."""
    entries = amended.entries_of(closing)
    rows = LectureSession.objects.select_related("request__fiscal_year")
    sessions = rows.in_bulk([entry.session_id for entry in entries])
    names = names_of(on=on) if entries else {}
    lines = [_line(entry, sessions[entry.session_id].request.reference, names) for entry in entries]
    return Table(
        "amendments",
        _("締めたあとの訂正"),
        (
            _("訂正した日"), _("受付番号"), _("実施の日"), _("前"), _("後"), _("変わったこと"),
        ),
        tuple(lines),
        note="" if lines else _("訂正はありません。"),
        widest=5,
    )  # fmt: skip


def _line(entry: amended.Entry, reference: str, names: Names) -> tuple[Cell, ...]:
    fact = entry.after or entry.before
    return (
        f"{local(entry.at):%Y-%m-%d}" if entry.at else "－",
        reference,
        fact.day.isoformat() if fact else "",
        _words(entry.before),
        _words(entry.after),
        _("、").join(words_of(entry.before, entry.after, names)),
    )


def _words(fact: Fact | None) -> str:
    """What it counted as: its state, how often, and how many came."""
    if fact is None:
        return _("なし")
    state = SessionState(fact.state)
    if state != SessionState.DELIVERED:
        return str(state.label)
    said = {"state": state.label, "count": fact.counted, "people": fact.people}
    return _("%(state)s %(count)s回、%(people)s人") % said
