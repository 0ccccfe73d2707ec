"""申込みのようす: the one place where a group sees what became of its request."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts import secrets
from bookings.emails.facts import page_grant
from bookings.models import BookingRequest, EventNote
from bookings.public import summary, wording
from bookings.public.counter import CounterForm, open_slots
from bookings.public.owner import with_own_request
from bookings.public.sessions import Shown, sessions_of
from bookings.public.survey import survey_links
from bookings.public.timeline import is_asked, timeline
from bookings.status import REQUEST_MOVES, RequestStatus, SessionState, Verb
from config import clock
from lectures.models import OfficeSettings

_WITH_WORDS = (Verb.CHANGE_WANTED, Verb.REFUSED, Verb.CANCELLED, Verb.UNFULFILLED)
_WORDS_MATTER = {
    RequestStatus.NEEDS_CHANGE,
    RequestStatus.REFUSED,
    RequestStatus.CANCELLED,
    RequestStatus.UNFULFILLED,
}


@require_safe
@with_own_request
def page(request: HttpRequest, row: BookingRequest) -> HttpResponse:
    at = clock.now()
    sessions = sessions_of(row)
    slots = open_slots(row) if row.status == RequestStatus.PROPOSING else []
    context = {
        "row": row,
        "lecture": row.lecture,
        "words": words_for(row, sessions, at=at),
        "office_words": _office_words(row),
        "sessions": sessions,
        "surveys": survey_links(sessions, at=at),
        "points": timeline(row, sessions, at=at),
        "counter_form": CounterForm(slots=slots, at=at) if slots else None,
        "rows": summary.of_request(row),
        "may_change": row.status == RequestStatus.NEEDS_CHANGE,
        "may_withdraw": may_withdraw(row),
        "link": _link(row),
        "office": OfficeSettings.objects.get(site_id=row.site_id),
    }
    return render(request, "bookings/public/page.html", context)


def words_for(row: BookingRequest, sessions: list[Shown], *, at: datetime) -> wording.Words:
    """What happens next, in one sentence."""
    status = RequestStatus(row.status)
    planned = [shown for shown in sessions if shown.planned]
    if status == RequestStatus.CLOSED and not any(
        shown.row.state == SessionState.DELIVERED for shown in sessions
    ):
        return wording.ALL_CALLED_OFF
    if status == RequestStatus.ASKING and not is_asked(row):
        return wording.NOBODY_ASKED_NOW
    if status != RequestStatus.CONFIRMED:
        return wording.BY_STATUS[status]
    if any(shown.postponed for shown in sessions) and not planned:
        return wording.POSTPONED
    if planned and all(shown.row.ends_at < at for shown in planned):
        return wording.AFTER_THE_DAY
    if any(not shown.lecturers for shown in planned):
        return wording.NO_LECTURER_YET
    return wording.BY_STATUS[status]


def may_withdraw(row: BookingRequest) -> bool:
    return RequestStatus.WITHDRAWN in REQUEST_MOVES[RequestStatus(row.status)]


def _link(row: BookingRequest) -> str:
    """The way back for a group that gets no mail; worked out for this screen only."""
    assert row.group is not None
    by_mail = row.group.notify_by == row.group.NotifyBy.EMAIL
    return "" if by_mail else secrets.fill(page_grant(row).link)


def _office_words(row: BookingRequest) -> str:
    """What the office wrote to the group about the present state."""
    if row.status not in _WORDS_MATTER:
        return ""
    note = EventNote.objects.filter(event__request=row, event__verb__in=_WITH_WORDS)
    return note.order_by("-event_id").values_list("text", flat=True).first() or ""
