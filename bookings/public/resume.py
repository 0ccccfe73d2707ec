"""Kept until later: the link that comes back, shown on the screen, and until when there is time."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from accounts import secrets
from bookings.public.answers import CHECK
from bookings.public.drafts import OpenDraft, with_draft
from bookings.rules import last_day_to_send
from lectures.eras import short_day
from lectures.zones import local


@with_draft
def resume(request: HttpRequest, draft: OpenDraft) -> HttpResponse:
    kept = draft.row.draft_until
    kept_until, wish = local(kept).date() if kept else None, _soonest_wish(draft)
    sooner = wish if wish and kept_until and wish[0] < kept_until else None
    context = {
        "lecture": draft.row.lecture,
        "saved": "saved" in request.GET,
        "continue_url": draft.url(draft.answers.missing() or CHECK),
        # The secret is worked out here, for its owner's screen only; no-store keeps it there.
        "link": secrets.fill(draft.grant.link),
        "until": short_day(kept_until) if kept_until else "",
        "send_by": short_day(sooner[0]) if sooner else "",
        "wish_day": short_day(sooner[1]) if sooner else "",
    }
    return render(request, "bookings/public/resume.html", context)


def _soonest_wish(draft: OpenDraft) -> tuple[date, date] | None:
    """(the last day to send, the day wished for) of the wish whose lead time ends first."""
    rules = draft.answers.terms.rules
    limits = [(last_day_to_send(rules, wish), wish.day) for wish in draft.answers.understood_wishes]
    return min(limits, default=None)
