"""Kept until later: the link that comes back, shown on the screen."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from accounts import secrets
from bookings.public.answers import CHECK
from bookings.public.drafts import OpenDraft, with_draft
from lectures.eras import short_day
from lectures.zones import local


@with_draft
def resume(request: HttpRequest, draft: OpenDraft) -> HttpResponse:
    until = draft.row.draft_until
    context = {
        "lecture": draft.row.lecture,
        "saved": "saved" in request.GET,
        "continue_url": draft.url(draft.answers.missing() or CHECK),
        # The secret is worked out here, for its owner's screen only; no-store keeps it there.
        "link": secrets.fill(draft.grant.link),
        "until": short_day(local(until).date()) if until else "",
    }
    return render(request, "bookings/public/resume.html", context)
