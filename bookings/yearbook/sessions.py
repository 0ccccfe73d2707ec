"""Every delivered session as a row: what was held, without anybody's name. Read page by page.

A row is a fact of counting (`bookings.counting.facts`); one that is stale is counted anew, so that
the rows add up to the number at any moment.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime
from heapq import merge

from django.utils.translation import gettext as _

from bookings.counting import Dimension, Fact
from bookings.counting.breakdowns import charges
from bookings.counting.dimensions import labels
from bookings.counting.facts import facts_of, with_siblings
from bookings.models import LectureSession, SessionFact, StaleSession
from bookings.status import SessionState
from bookings.yearbook.tables import Cell
from lectures.models import Lecture
from lectures.zones import local

AT_ONCE = 2000
D = Dimension
Held = tuple[date, int, datetime, Fact]  # day, session, start, fact
Opened = Callable[[], AbstractContextManager[object]]


@dataclass(frozen=True)
class Names:
    """What keys are called today."""

    lectures: dict[int, tuple[str, str]]
    departments: dict[str, str]
    charges: dict[str, str]
    others: dict[Dimension, dict[str, str]]

    def of(self, dimension: Dimension, key: object) -> str:
        found = self.others[dimension]
        return found.get(str(key), str(key)) or found.get("", "")


def names_of(*, on: date) -> Names:
    wanted = (D.CATEGORY, D.NEED_KIND, D.GROUP_KIND, D.AGE, D.AREA, D.CENTRE, D.WAY, D.FORMAT)
    rows = Lecture.objects.values_list("pk", "number", "title")
    return Names(
        lectures={pk: (number, title) for pk, number, title in rows},
        departments=labels(D.DEPARTMENT, on=on),
        charges=charges(on=on),
        others={one: labels(one, on=on) for one in wanted},
    )


def years_held() -> list[int]:
    """Fiscal years that may have delivered sessions, the first one first."""
    known = SessionFact.objects.values_list("year", flat=True).order_by("year").distinct()
    stale = LectureSession.objects.filter(pk__in=StaleSession.objects.values("session_id"))
    of_stale = stale.values_list("fiscal_year__year", flat=True).distinct()
    return sorted({*known, *of_stale})


def held(years: Iterable[int], *, opened: Opened) -> Iterator[Held]:
    """By day, within one snapshot of the caller's. `opened` opens the town for each read."""
    with opened():
        marked = StaleSession.objects.values_list("session_id", flat=True).distinct()
        stale = set(with_siblings(marked))
        now = [
            (pk, fact)
            for pk, fact in facts_of(stale).items()
            if fact.state == SessionState.DELIVERED
        ]
        starts = _starts(pk for pk, _fact in now)
    fresh = sorted((fact.day, pk, starts[pk], fact) for pk, fact in now)
    for year in years:
        of_year = [row for row in fresh if row[3].year == year]
        yield from merge(_folded(year, stale, opened), of_year)


def _folded(year: int, stale: set[int], opened: Opened) -> Iterator[Held]:
    """What is in the sums and not stale."""
    after: tuple[date, int] | None = None
    while True:
        with opened():
            rows = SessionFact.objects.filter(year=year, state=SessionState.DELIVERED)
            if after is not None:
                rows = rows.filter(day__gte=after[0]).exclude(day=after[0], session__lte=after[1])
            wanted = rows.order_by("day", "session").values_list(
                "session", "session__starts_at", *Fact._fields
            )
            page = list(wanted[:AT_ONCE])
        for pk, starts, *fields in page:
            fact = Fact(*fields)
            if pk not in stale:
                yield fact.day, pk, starts, fact
        if len(page) < AT_ONCE:
            return
        after = (Fact(*page[-1][2:]).day, page[-1][0])


def _starts(ids: Iterable[int]) -> dict[int, datetime]:
    named, found = list(ids), {}
    for start in range(0, len(named), 500):
        rows = LectureSession.objects.filter(pk__in=named[start : start + 500])
        found |= dict(rows.values_list("pk", "starts_at"))
    return found


def headings() -> list[str]:
    return [
        _("日"), _("始まり"), _("講座番号"), _("講座"), _("担当課"), _("いまの担当課"), _("分野"),
        _("課題の種類"), _("団体の種類"), _("年代"), _("地区"), _("会場のセンター"), _("大人"),
        _("子ども"), _("来た人"), _("申込みの経路"), _("行い方"), _("実績の回数"),
    ]  # fmt: skip


def row_of(one: Held, names: Names) -> Sequence[Cell | date]:
    """In the order of `headings`."""
    day, _pk, starts, fact = one
    number, title = names.lectures.get(fact.lecture_id, ("", ""))
    department = str(fact.department_id)
    today = names.charges.get(department, department)
    return [
        day, f"{local(starts):%H:%M}", number, title,
        names.departments.get(department, ""), names.departments.get(today, ""),
        names.of(D.CATEGORY, fact.category_id), names.of(D.NEED_KIND, fact.need_kind),
        names.of(D.GROUP_KIND, fact.group_kind), names.of(D.AGE, fact.age),
        names.of(D.AREA, fact.area), names.of(D.CENTRE, fact.centre_id or ""),
        fact.adults, fact.children, fact.people, names.of(D.WAY, fact.way),
        names.of(D.FORMAT, fact.format), fact.counted,
    ]  # fmt: skip
