"""The count equals a recount in plain Python; years and tallies agree with the sessions."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from datetime import date, datetime

from bookings import marking
from bookings.counting import folding, year_count
from bookings.counting.facts import facts_of, unit_of, units
from bookings.models import CountingUnit, FigureLine, LectureSession, StaleSession
from bookings.models.openings import counted_of
from bookings.status import SessionState
from lectures.eras import fiscal_year_of
from lectures.models import Lecture, LectureTally
from lectures.zones import local


def checks(*, at: datetime) -> Iterator[str]:
    delivered: Counter[int] = Counter()
    by_lecture: Counter[tuple[int, str]] = Counter()
    by_unit, counted = units(), set[tuple[int, date]]()
    rows = LectureSession.objects.values_list(
        "pk", "request_id", "lecture_id", "state", "starts_at", "fiscal_year__year"
    )
    for pk, request_id, lecture_id, state, starts_at, year in rows:
        day = local(starts_at).date()
        true_year = fiscal_year_of(day)
        if year != true_year:
            yield f"LectureSession {pk}: counted in {year}, held in {true_year}"
        by_lecture[lecture_id, state] += 1
        if state != SessionState.DELIVERED:
            continue
        delivered[true_year] += 1
        if (request_id, day) in counted and unit_of(true_year, by_unit) == CountingUnit.Unit.DAY:
            delivered[true_year] -= 1
        counted.add((request_id, day))
    for year, number in delivered.items():
        shown = year_count(year, at=at)
        if shown.delivered != number:
            yield f"fiscal year {year}: shows {shown.delivered} delivered, a recount finds {number}"
        if sum(row.delivered for row in shown.departments) != number:
            yield f"fiscal year {year}: its departments do not add up to {number}"
        if shown.months[-1].cumulative != number:
            yield f"fiscal year {year}: its months do not add up to {number}"
    yield from _facts()
    yield from _tallies(by_lecture)
    yield from _unreported()


def _facts() -> Iterator[str]:
    """The sums hold the facts, the facts what the rows say, and the triggers stand."""
    for name in marking.missing():
        yield f"trigger {name}: missing; run `manage.py migrate`"
    stale = set(StaleSession.objects.values_list("session_id", flat=True))
    everything = list(LectureSession.objects.order_by("pk").values_list("pk", flat=True))
    held = folding.stored(everything)
    for pk, fact in facts_of(everything).items():
        if held.get(pk) != fact and pk not in stale:
            yield f"LectureSession {pk}: its fact is not what its rows say"
    true = folding.differences((None, fact) for fact in held.values())
    lines = FigureLine.objects.values_list(
        "dimension", "year", "month", "key", "state", *folding.FIELDS
    )
    shown = {line[:5]: line[5:] for line in lines}
    for line in sorted(true.keys() | shown.keys()):
        held_there, added = shown.get(line, folding.NOTHING), true.get(line, folding.NOTHING)
        if held_there != added:
            yield f"FigureLine {line}: holds {held_there}, its facts add up to {added}"


def _tallies(by_lecture: Counter[tuple[int, str]]) -> Iterator[str]:
    tallies = {row.lecture_id: row for row in LectureTally.objects.all()}
    for lecture_id in {key[0] for key in by_lecture} | set(tallies):
        row = tallies.get(lecture_id)
        shown = (row.delivered, row.planned) if row else (0, 0)
        true = (
            by_lecture[lecture_id, SessionState.DELIVERED],
            by_lecture[lecture_id, SessionState.PLANNED],
        )
        if shown != true:
            yield f"LectureTally of lecture {lecture_id}: shows {shown}, a recount finds {true}"
    yield from _counted(tallies)


def _counted(tallies: Mapping[int, LectureTally]) -> Iterator[str]:
    """What a yearly number counts is what refuses a request."""
    true: defaultdict[int, dict[str, int]] = defaultdict(dict)
    for (lecture_id, year), number in counted_of(Lecture.objects.order_by()).items():
        true[lecture_id][str(year)] = number
    for lecture_id in sorted({*tallies, *true}):
        shown = tallies[lecture_id].counted if lecture_id in tallies else {}
        if shown != true[lecture_id]:
            yield (
                f"LectureTally of lecture {lecture_id}: counts {shown} against its yearly number, "
                f"a recount finds {true[lecture_id]}"
            )


def _unreported() -> Iterator[str]:
    bare = LectureSession.objects.delivered().filter(reports__isnull=True)
    for pk in bare.values_list("pk", flat=True):
        yield f"LectureSession {pk}: delivered without a report"
