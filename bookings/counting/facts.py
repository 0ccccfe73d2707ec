"""What of a session is counted, read from its rows of this moment.

The unit (`CountingUnit`): under "day" the first delivered or planned session of a request on a day
counts, delivered before planned; the others of that day count nothing. Cancelled and postponed
sessions are counted one by one, but for those that were entered by mistake.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db.models import F
from django.db.models.functions import Coalesce

from bookings.models import CountingUnit, LectureSession, SessionReport
from bookings.models.area import Area, folded
from bookings.rules.ages import age_group
from bookings.status import AgeGroup, Reason, SessionState
from lectures.eras import fiscal_year_of
from lectures.zones import local

AT_ONCE = 500  # of them a statement names
S = SessionState
_FIRST = {S.DELIVERED: 0, S.PLANNED: 1}


class Fact(NamedTuple):
    """The columns of a SessionFact, in its words."""

    year: int
    month: int
    day: date
    state: str
    counted: int
    adults: int
    children: int
    department_id: int
    category_id: int
    lecture_id: int
    centre_id: int | None
    need_kind: str
    led_by: str
    format: str
    menu: str
    group_kind: str
    age: str
    area: str
    way: str
    reason: str

    @property
    def people(self) -> int:
        return self.adults + self.children


_READ = (
    "pk", "request_id", "state", "starts_at", "department_id", "lecture_id", "place", "place_area",
    "venue_address", "venue_name", "reason", "lecture__category_id", "lecture__need_kind", "lecture__led_by",
    "lecture__format", "lecture__off_menu", "request__group__kind", "request__ages", "request__way",
)  # fmt: skip


def unit_of(year: int, units: Sequence[tuple[int, str]]) -> str:
    """`units`: (from_year, unit), the first year first."""
    found = [unit for since, unit in units if since <= year]
    return found[-1] if found else CountingUnit.Unit.SESSION


def units() -> list[tuple[int, str]]:
    """The units of the open town. One query."""
    return list(CountingUnit.objects.order_by("from_year").values_list("from_year", "unit"))


def with_siblings(ids: Iterable[int]) -> list[int]:
    """And the other sessions of their requests, wherever one day may be one."""
    asked = sorted(set(ids))
    if not asked or not any(unit == CountingUnit.Unit.DAY for _since, unit in units()):
        return asked
    found = set(asked)
    for part in _parts(asked):
        mine = LectureSession.objects.filter(pk__in=part).values("request_id")
        rows = LectureSession.objects.filter(request_id__in=mine)
        found.update(rows.values_list("pk", flat=True))
    return sorted(found)


def facts_of(ids: Iterable[int]) -> dict[int, Fact]:
    """By session. Under the unit "day" `ids` must hold whole requests (`with_siblings`)."""
    named, by_unit = sorted(set(ids)), units()
    rows: list[dict[str, Any]] = []
    people: dict[int, tuple[int, int]] = {}
    for part in _parts(named):
        sessions = LectureSession.objects.filter(pk__in=part).annotate(
            place=Coalesce(F("centre"), F("room__centre")),
            place_area=Coalesce(F("centre__area"), F("room__centre__area")),
        )
        rows += sessions.values(*_READ)
        reports = SessionReport.objects.filter(session__in=part).order_by("version")
        people |= {
            pk: (adults, children)
            for pk, adults, children in reports.values_list("session_id", "adults", "children")
        }
    areas = _areas() if any(row["place"] is None for row in rows) else []
    counted = _counted(rows, by_unit)
    return {
        row["pk"]: _fact(row, counted[row["pk"]], people.get(row["pk"], (0, 0)), areas)
        for row in rows
    }


def _fact(
    row: dict[str, Any], counted: int, people: tuple[int, int], areas: list[tuple[str, str]]
) -> Fact:
    day = local(row["starts_at"]).date()
    held = row["state"] == SessionState.DELIVERED
    adults, children = people if held else (0, 0)
    off = row["state"] in (SessionState.CANCELLED, SessionState.POSTPONED)
    return Fact(
        year=fiscal_year_of(day),
        month=day.month,
        day=day,
        state=row["state"],
        counted=counted,
        adults=adults,
        children=children,
        department_id=row["department_id"],
        category_id=row["lecture__category_id"],
        lecture_id=row["lecture_id"],
        centre_id=row["place"],
        need_kind=row["lecture__need_kind"],
        led_by=row["lecture__led_by"],
        format=row["lecture__format"],
        menu="off_menu" if row["lecture__off_menu"] else "menu",
        group_kind=row["request__group__kind"] or "",
        age=_age(row["request__ages"], adults, children),
        area=_area(row, areas),
        way=row["request__way"],
        reason=row["reason"] if off else "",
    )


def _age(words: str, adults: int, children: int) -> str:
    """What the request says; where it says nothing, whether only children or both came."""
    said = age_group(words)
    if said == AgeGroup.UNKNOWN and children and adults:
        return AgeGroup.MIXED
    return said


def _areas() -> list[tuple[str, str]]:
    """(name of a town, area), the longest name first: 北川町東 before 北川町."""
    pairs = [(name, area.name) for area in Area.objects.all() for name in area.listed()]
    return sorted(pairs, key=lambda pair: (-len(pair[0]), pair))


def _area(row: dict[str, Any], areas: list[tuple[str, str]]) -> str:
    if row["place"] is not None:
        return row["place_area"] or ""
    where = folded(row["venue_address"]) + " " + folded(row["venue_name"])
    return next((area for name, area in areas if name in where), "")


def _counted(rows: Iterable[dict[str, Any]], by_unit: list[tuple[int, str]]) -> dict[int, int]:
    days: dict[tuple[int, date], list[tuple[int, datetime, int]]] = defaultdict(list)
    found: dict[int, int] = {}
    for row in rows:
        day = local(row["starts_at"]).date()
        by_day = unit_of(fiscal_year_of(day), by_unit) == CountingUnit.Unit.DAY
        found[row["pk"]] = int(row["reason"] != Reason.MISTAKE or row["state"] != S.CANCELLED)
        if by_day and row["state"] in _FIRST:
            entry = (_FIRST[SessionState(row["state"])], row["starts_at"], row["pk"])
            days[row["request_id"], day].append(entry)
    for entries in days.values():
        found.update((pk, 0) for _order, _starts, pk in sorted(entries)[1:])
    return found


def _parts(ids: Sequence[int]) -> Iterable[Sequence[int]]:
    return (ids[start : start + AT_ONCE] for start in range(0, len(ids), AT_ONCE))
