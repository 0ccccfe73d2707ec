"""休館日にかかる講座と依頼: what lies on a day on which its house is shut. Reads only.

Mostly a closing day that was typed in later. What the office let go, as its history says, is meant so.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Prefetch, Q, QuerySet
from django.utils import translation

from bookings.emails.facts import when
from bookings.models import Assignment, BookingRequest, EventNote, LectureSession
from bookings.models.rulebook import centre_of
from bookings.rules import House, house_problem
from bookings.status import (
    ASSIGNMENT_OPEN,
    REQUEST_OPEN,
    AssignmentRole,
    AssignmentState,
    RequestStatus,
    SessionState,
)
from lectures.closing import SHUT
from lectures.models import Centre, CentreClosure
from lectures.zones import local

_UNFIXED = (RequestStatus.ASKING, RequestStatus.PROPOSING)


@dataclass(frozen=True)
class OnShutDay:
    """`is_fixed`: a session; else an ask that waits for its answer or for the others' parts."""

    request: BookingRequest
    when: str
    why: str
    is_fixed: bool


def on_shut_days(*, at: datetime, centre: Centre | None = None) -> list[OnShutDay]:
    """To come, the earliest first; of one centre, or of all. A fixed number of queries."""
    houses = _houses(centre)
    if not houses:
        return []
    found = [
        (row, request, problem)
        for row, request, place in _rows(houses, at=at)
        if place and (problem := _why(houses.get(place.pk), local(row.starts_at).date()))
    ]
    notes = _notes(request.pk for _row, request, _why in found)
    return [
        OnShutDay(request, when(row.starts_at, row.ends_at), why, isinstance(row, LectureSession))
        for row, request, (why, *sentences) in sorted(found, key=lambda one: one[0].starts_at)
        if not any(said in text for said in sentences for text in notes.get(request.pk, ()))
    ]


def requests_on_shut_days(*, at: datetime) -> QuerySet[BookingRequest]:
    keys = {row.request.pk for row in on_shut_days(at=at)}
    return BookingRequest.objects.filter(pk__in=keys)


def closed_in_words_only() -> QuerySet[Centre]:
    """Words about closing days, and none that a calendar could know."""
    rows = Centre.objects.exclude(closed_days="").filter(
        closed_weekdays="", closed_of_month="", years_end_from__isnull=True, closures__isnull=True
    )
    return rows.exclude(on_holidays=SHUT).order_by("code")


def _houses(centre: Centre | None) -> dict[int, House]:
    rows = Centre.objects.filter(pk=centre.pk) if centre else Centre.objects.all()
    closures = Prefetch("closures", queryset=CentreClosure.objects.all())
    houses = {row.pk: House(row.name, row.closing) for row in rows.prefetch_related(closures)}
    return {key: house for key, house in houses.items() if house.closing}


Row = tuple[LectureSession | Assignment, BookingRequest, Centre | None]


def _rows(houses: Iterable[int], *, at: datetime) -> Iterator[Row]:
    keys = list(houses)
    sessions = LectureSession.objects.filter(
        Q(centre__in=keys) | Q(room__centre__in=keys), state=SessionState.PLANNED, starts_at__gt=at
    ).select_related("centre", "room__centre", "request__group", "request__fiscal_year")
    for session in sessions:
        yield session, session.request, centre_of(session)
    waiting = Q(state__in=ASSIGNMENT_OPEN)
    waiting |= Q(state=AssignmentState.ACCEPTED, request__status__in=_UNFIXED)
    asks = Assignment.objects.filter(
        waiting,
        Q(request__centre__in=keys) | Q(request__room__centre__in=keys),
        role=AssignmentRole.LECTURE,
        request__status__in=REQUEST_OPEN,
        starts_at__gt=at,
    ).select_related(
        "request__centre", "request__room__centre", "request__group", "request__fiscal_year"
    )
    for ask in asks:
        yield ask, ask.request, centre_of(ask.request)


def _why(house: House | None, day: date) -> tuple[str, str, str] | None:
    """The reason, and the sentence that a waiver leaves in the history: in this language or ours."""
    problem = house_problem(house, day)
    if house is None or problem is None:
        return None
    with translation.override("ja"):
        ours = str(getattr(house_problem(house, day), "sentence", ""))
    return str(house.closing.why(day)), str(problem.sentence), ours


def _notes(requests: Iterable[int]) -> Mapping[int, list[str]]:
    rows = EventNote.objects.filter(event__request__in=set(requests)).exclude(text="")
    found: dict[int, list[str]] = {}
    for key, text in rows.values_list("event__request", "text"):
        found.setdefault(key, []).append(text)
    return found
