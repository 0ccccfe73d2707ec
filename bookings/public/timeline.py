"""これまでと、これから: short, looking forward. The office's full record is another list."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from bookings.emails.facts import when
from bookings.models import BookingRequest, RequestEvent
from bookings.public.sessions import Shown
from bookings.status import RequestStatus, SessionState, Verb
from lectures.eras import clock_time, short_day
from lectures.zones import local

# What a group is told of; the rest is the city's own work.
_TOLD = {
    Verb.SUBMITTED,
    Verb.ASKED,
    Verb.COUNTERED,
    Verb.COUNTER_TAKEN,
    Verb.COUNTER_REFUSED,
    Verb.CONFIRMED,
    Verb.ACCEPTED,
    Verb.LECTURER_NAMED,
    Verb.RESCHEDULED,
    Verb.POSTPONED,
    Verb.SESSION_CANCELLED,
    Verb.CHANGE_WANTED,
    Verb.RESUBMITTED,
    Verb.REFUSED,
    Verb.WITHDRAWN,
    Verb.CANCELLED,
    Verb.UNFULFILLED,
    Verb.SESSION_ADDED,
    Verb.CLOSED,
    Verb.UNDONE,
}


@dataclass(frozen=True)
class Point:
    """`state`: done, here or later."""

    words: str
    detail: str
    state: str


def timeline(request: BookingRequest, sessions: Sequence[Shown]) -> list[Point]:
    events = request.events.filter(verb__in=_TOLD).order_by("pk")
    past = [Point(_words(event), _moment(event), "done") for event in events if _shown(event)]
    return past + _to_come(request, sessions)


def _shown(event: RequestEvent) -> bool:
    """One part of several that accepted decides nothing yet; nor does one that takes it back."""
    if event.verb == Verb.ACCEPTED:
        return event.to_status == RequestStatus.CONFIRMED
    return event.verb != Verb.UNDONE or event.from_status == RequestStatus.CONFIRMED


def _words(event: RequestEvent) -> str:
    if event.verb == Verb.ACCEPTED:
        return str(Verb.CONFIRMED.label)
    if event.verb == Verb.UNDONE:
        return _("担当の課の都合で、日にちを決め直すことになりました")
    return str(event.get_verb_display())


def _moment(event: RequestEvent) -> str:
    at = local(event.at)
    return f"{short_day(at.date())} {clock_time(at)}"


def _to_come(request: BookingRequest, sessions: Sequence[Shown]) -> list[Point]:
    status = request.status
    if status in (RequestStatus.SUBMITTED, RequestStatus.ASKING):
        return [
            Point(_("担当の課が日にちを確かめます"), "", "here"),
            Point(_("日時が決まって、お知らせがとどきます"), "", "later"),
            Point(_("講座の日"), "", "later"),
        ]
    if status == RequestStatus.NEEDS_CHANGE:
        return [Point(_("申込みを直して送る"), "", "here"), Point(_("講座の日"), "", "later")]
    if status == RequestStatus.PROPOSING:
        return [
            Point(_("提案された日からえらぶ"), "", "here"),
            Point(_("講座の日"), "", "later"),
        ]
    return [
        Point(_("講座の日"), when(shown.row.starts_at, shown.row.ends_at), "here")
        for shown in sessions
        if shown.row.state == SessionState.PLANNED and status == RequestStatus.CONFIRMED
    ]
