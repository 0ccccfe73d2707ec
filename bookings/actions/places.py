"""Where a request and its sessions are held: another place, what is known of it, who stays behind.

It moves no date, records no event and asks nobody.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.utils import translation

from bookings.actions.conditions import RulesBroken
from bookings.actions.sessions import Venue
from bookings.models import BookingRequest, LectureSession, class_rows
from bookings.models.rulebook import house_of
from bookings.rules import house_problem
from bookings.status import SessionState
from lectures.models import Centre

_OF_VENUE = (
    "centre", "room", "venue_name", "venue_address", "venue_booked", "usable_from", "usable_until",
    "kit_there",
)  # fmt: skip


def lines(
    request: BookingRequest,
    row: Sequence[LectureSession],
    *,
    venue: Venue | None,
    booked: bool | None,
) -> list[str]:
    """What `write` will change, for the town's own people."""
    if venue is None or venue == venue_of(row[0]):
        said = venue.booked if venue else booked
        if said is None or venue_of(row[0]) == venue_of(request):
            return booked_lines(request, said)
        return [_booked_line(row[0].venue, booked=said)]
    unknown = [] if stay_behind(request, row) else kit_lines(request)
    return [line_of(venue), *unknown]


def write(
    request: BookingRequest,
    row: Sequence[LectureSession],
    *,
    venue: Venue | None,
    booked: bool | None,
) -> None:
    """Of sessions that wait for a day, the first one leading."""
    if venue is None or venue == venue_of(row[0]):
        said = venue.booked if venue else booked
        if said is not None:  # of the place where they are, not of the one that was asked for
            stay_where_it_was(request, row[0])
        write_booked(request, said)
        return
    write_venue(request, venue, moving=row)
    for session in row:
        session.centre, session.room = request.centre, request.room
        session.venue_name, session.venue_address = venue.name, venue.address
        session.save(update_fields=["centre", "room", "venue_name", "venue_address"])


def line_of(venue: Venue) -> str:
    """会場：北町ホール（みかがみ市北町1-1） 予約ずみ."""
    with translation.override("ja"):
        name = str(centre_at(venue) or venue.name)
    address = f"（{venue.address}）" if venue.address else ""
    return f"会場：{name}{address} {booked_words(venue.booked)}"


def write_venue(
    request: BookingRequest, venue: Venue, *, moving: Sequence[LectureSession] | None = None
) -> None:
    """From when until when it can be used, and what is there, is not known of a new place.

    `moving`: the sessions that go there (None: all). What is at the old place still counts for others.
    """
    known = request.kit_there if moving is not None and stay_behind(request, moving) else []
    request.centre_id, request.room_id = venue.centre_id, venue.room_id
    request.venue_name, request.venue_address = venue.name, venue.address
    request.venue_booked, request.kit_there = venue.booked, known
    request.usable_from = request.usable_until = None
    request.save(update_fields=[*_OF_VENUE])
    request.refresh_from_db(fields=["centre", "room"])


def stay_where_it_was(request: BookingRequest, session: LectureSession) -> None:
    """A session that was moved to another place and gets a new day is asked for at its own place."""
    if (place := venue_of(session)) != venue_of(request):
        write_venue(request, place, moving=class_rows.together(session))


def stay_behind(request: BookingRequest, moving: Sequence[LectureSession]) -> bool:
    """Whether other sessions are to come, or wait, at the place of before."""
    open_ones = request.sessions.filter(state__in=[SessionState.PLANNED, SessionState.POSTPONED])
    return open_ones.exclude(pk__in=[one.pk for one in moving]).exists()


def kit_lines(request: BookingRequest) -> list[str]:
    """What the group said of the old place, for whoever has to know that it is open again."""
    names = {
        "会場にあるもの": request.kit_there,
        "会場を使える時刻": request.usable_from or request.usable_until,
    }
    return [f"{name}：新しい会場では、まだ分かりません" for name, said in names.items() if said]


def write_booked(request: BookingRequest, booked: bool | None) -> list[str]:
    """The line about it; none where nothing new is said."""
    said = booked_lines(request, booked)
    if said:
        request.venue_booked = bool(booked)
        request.save(update_fields=["venue_booked"])
    return said


def booked_lines(request: BookingRequest, booked: bool | None) -> list[str]:
    if booked in (None, request.venue_booked):
        return []
    return [_booked_line(request.venue, booked=bool(booked))]


def _booked_line(venue: str, *, booked: bool) -> str:
    return f"会場の予約：{booked_words(booked)}（{venue}）"


def booked_words(booked: bool) -> str:
    return "予約ずみ" if booked else "これから予約"


def refuse_shut(venue: Venue, days: Iterable[date]) -> None:
    """RulesBroken: the new place is shut on one of the days that stay."""
    house = house_of(centre_at(venue))
    problems = [("venue", problem) for day in days if (problem := house_problem(house, day))]
    if problems:
        raise RulesBroken(problems)


def venue_of(row: Any) -> Venue:
    """Of a request or a session."""
    return Venue(row.centre_id, row.room_id, row.venue_name, row.venue_address)


def centre_at(venue: Venue) -> Centre | None:
    if venue.room_id:
        return Centre.objects.get(rooms=venue.room_id)
    return Centre.objects.get(pk=venue.centre_id) if venue.centre_id else None
