"""Another day for a session: a month to choose from, and what one choice would mean. Reads only."""

import calendar
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bookings.actions.allocating import TAKEN, lecturers_on
from bookings.actions.sessions import Venue
from bookings.desk.clashes import Beside, beside
from bookings.emails.facts import when
from bookings.models import Allocation, LectureSession, class_rows
from bookings.models.openings import availability_for
from bookings.models.rulebook import centre_of, rules_at
from bookings.rules import Availability, Days, Rules, Slot, coming_problem
from bookings.rules.days import closed_problem
from bookings.status import SessionState
from lectures.eras import month_words, short_day
from lectures.models import Absence
from lectures.zones import local, venue_zone

_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Choice:
    """A day: its mark as seen, its words as heard, and what the department gives then."""

    day: date
    mark: str
    words: str
    held: str
    chosen: bool

    @property
    def heard(self) -> tuple[str, str, str]:
        """12月 and 日（木）, heard before and after the figure that is seen."""
        return short_day(self.day).rpartition(str(self.day.day))


@dataclass(frozen=True)
class Choices:
    """A month: weeks from Sunday to Saturday; days that are over or not its own are None."""

    first: date
    weeks: list[list[Choice | None]]
    may_go_back: bool

    @property
    def caption(self) -> str:
        return month_words(self.first)

    @property
    def previous(self) -> str:
        return f"{self.first - _DAY:%Y-%m}" if self.may_go_back else ""

    @property
    def following(self) -> str:
        return f"{self.first + timedelta(days=31):%Y-%m}"

    @property
    def reasons(self) -> list[str]:
        """Why days are marked, each once."""
        cells = (cell for week in self.weeks for cell in week if cell and cell.mark != "○")
        return list(dict.fromkeys(f"{cell.mark} {cell.words}" for cell in cells))


def choices(session: LectureSession, shown: date, *, chosen: date | None, at: datetime) -> Choices:
    """Every day from today on may be chosen: a mark warns, it does not forbid."""
    today, days = local(at).date(), _month(shown)
    rules = rules_at(session.lecture, centre_of(session))
    availability = availability_for(session.lecture, days=days, at=at, but=session.request)
    busy, held = _busy(session, days), _held(session, days)

    def cell(day: date) -> Choice | None:
        if day not in days or day < today:
            return None
        mark, words = _mark(rules, day, availability=availability, busy=busy)
        number = held.get(day, 0)
        label = ngettext("%(number)d件", "%(number)d件", number) % {"number": number}
        return Choice(day, mark, words, label if number else "", day == chosen)

    cells = [
        cell(day)
        for day in calendar.Calendar(calendar.SUNDAY).itermonthdates(shown.year, shown.month)
    ]
    weeks = [cells[start : start + 7] for start in range(0, len(cells), 7)]
    return Choices(days.first, weeks, days.first > today)


@dataclass(frozen=True)
class Plan:
    """The sessions at their new times, each with what stands beside it."""

    lines: tuple[tuple[str, str], ...]
    beside: tuple[Beside, ...]


def plan(
    session: LectureSession, slot: Slot, *, venue: Venue | None, whole_row: bool, at: datetime
) -> Plan:
    rows = (class_rows.row_of(session) if whole_row else []) or [session]
    later, moved = slot.starts_at - session.starts_at, {row.pk for row in rows}
    lines, found = [], []
    for row in rows:
        there = slot if row.pk == session.pk else Slot(row.starts_at + later, row.ends_at + later)
        before, after = when(row.starts_at, row.ends_at), when(there.starts_at, there.ends_at)
        lines.append((before, after))
        found += beside(row, there, venue=venue, but=moved, at=at)
    return Plan(tuple(lines), tuple(dict.fromkeys(found)))


def _month(shown: date) -> Days:
    last = calendar.monthrange(shown.year, shown.month)[1]
    return Days(shown.replace(day=1), shown.replace(day=last))


def _mark(
    rules: Rules, day: date, *, availability: Availability, busy: Mapping[date, Sequence[str]]
) -> tuple[str, str]:
    problem = closed_problem(rules, day) or coming_problem(rules, day, availability=availability)
    if problem is not None:
        return "×", problem.short or problem.sentence
    if names := busy.get(day):
        return "△", _("%(names)sさんに、ほかの予定か不在があります") % {
            "names": "、".join(dict.fromkeys(names))
        }
    return "○", _("重なる予定はありません")


def _busy(session: LectureSession, days: Days) -> dict[date, list[str]]:
    """Who of those that go has something else on a day, or is away."""
    going = lecturers_on(session)
    if not going:
        return {}
    begins, ends = _span(days)
    rows = Allocation.objects.filter(
        state__in=TAKEN, resource__lecturer__in=going, starts_at__lt=ends, ends_at__gt=begins
    ).exclude(session=session)
    found: dict[date, list[str]] = {}
    for name, starts_at in rows.values_list("resource__lecturer__name", "starts_at"):
        found.setdefault(local(starts_at).date(), []).append(name)
    away = Absence.objects.filter(
        lecturer__in=going, starts_on__lte=days.last, ends_on__gte=days.first
    )
    for row in away.select_related("lecturer"):
        first, last = max(row.starts_on, days.first), min(row.ends_on, days.last)
        for number in range((last - first).days + 1):
            found.setdefault(first + _DAY * number, []).append(str(row.lecturer))
    return found


def _held(session: LectureSession, days: Days) -> Counter[date]:
    """How many sessions the department gives on each day."""
    begins, ends = _span(days)
    rows = LectureSession.objects.filter(
        department=session.department,
        state=SessionState.PLANNED,
        starts_at__gte=begins,
        starts_at__lt=ends,
    ).exclude(pk=session.pk)
    return Counter(local(moment).date() for moment in rows.values_list("starts_at", flat=True))


def _span(days: Days) -> tuple[datetime, datetime]:
    zone = venue_zone()
    return (
        datetime.combine(days.first, time(), zone),
        datetime.combine(days.last + _DAY, time(), zone),
    )
