"""申込みのようす: the one place where a group sees what became of its request."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts import secrets
from bookings.actions.wishing import slot_words
from bookings.emails.facts import page_grant
from bookings.models import BookingRequest, EventNote
from bookings.public import counter, messages, notice, summary
from bookings.public.owner import with_own_request
from bookings.public.sessions import sessions_of
from bookings.public.standing import wish_of, words_for
from bookings.public.survey import survey_links
from bookings.public.timeline import timeline
from bookings.public.ways import ways_of
from bookings.status import RequestStatus, Verb
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
    slots = counter.open_slots(row) if row.status == RequestStatus.PROPOSING else []
    context = {
        "row": row,
        "lecture": row.lecture,
        "words": words_for(row, sessions, at=at),
        "office_words": _office_words(row),
        "sessions": sessions,
        "surveys": survey_links(sessions, at=at),
        "points": timeline(row, sessions, at=at),
        "counter_form": counter.form_of(row, at=at) if slots else None,
        "language_form": "typed" if slots else "",
        "rows": summary.of_request(row),
        "notice": notice.newest(row),
        "ways": ways_of(row, sessions, at=at),
        "talk": messages.talk_of(row),
        "wish": _wish(row, at=at),
        "link": _link(row),
        "office": OfficeSettings.objects.get(site_id=row.site_id),
    }
    return render(request, "bookings/public/page.html", context)


def _wish(row: BookingRequest, *, at: datetime) -> dict[str, object] | None:
    """The change that waits for its answer, in words."""
    wish = wish_of(row, at=at) if row.status == RequestStatus.CONFIRMED else None
    if wish is None:
        return None
    return {
        "order": wish.session.order,
        "slots": slot_words(wish),
        "venue": wish.venue,
        "by_office": wish.assignment_id is None,
    }


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
