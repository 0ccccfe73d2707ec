"""Opening a draft: by its cookie only, while it may still be written to."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import wraps
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from bookings import keys
from bookings.actions import submitting
from bookings.actions.moves import Refused
from bookings.emails.facts import page_grant
from bookings.forms.terms import terms_for
from bookings.models import BookingRequest, Grant
from bookings.public.answers import Answers
from bookings.status import RequestStatus
from config import clock

_SAME_SENDER = timedelta(hours=1)
_KEPT_LETTERS = 20_000
_WRITABLE: dict[str, str] = {
    Grant.Purpose.DRAFT: RequestStatus.DRAFT,
    Grant.Purpose.GROUP_PAGE: RequestStatus.NEEDS_CHANGE,
}


@dataclass
class OpenDraft:
    """A draft (or a request to be corrected) that this browser may write to, now."""

    row: BookingRequest
    grant: Grant
    answers: Answers
    at: datetime

    @property
    def is_correction(self) -> bool:
        return self.row.status == RequestStatus.NEEDS_CHANGE

    def url(self, step: str) -> str:
        return reverse(f"apply:{step}", args=[self.row.public_id])

    def keep(self, step: str, typed: dict[str, str]) -> None:
        """Keep one page as typed and read it anew. Refused: sent meanwhile."""
        self.row = submitting.keep_typed(
            request_id=self.row.pk, step=step, typed=_storable(typed), at=self.at
        )
        self.answers = Answers(self.row, self.answers.terms)

    def holds(self, step: str, typed: dict[str, str]) -> bool:
        """Whether the draft now keeps all of what was typed; very long texts it does not."""
        kept = self.row.typed.get(step, {})
        return all(kept.get(name) == value.replace("\x00", "") for name, value in typed.items())


def with_draft(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The view gets the open draft; without its cookie or once sent, another page answers."""

    @wraps(view)
    @never_cache
    @require_http_methods(["GET", "HEAD", "POST"])
    def opened(request: HttpRequest, public_id: UUID, **more: Any) -> HttpResponse:
        at = clock.now()
        grant = keys.held(request, at=at, purpose__in=list(_WRITABLE), request__public_id=public_id)
        row = grant.request if grant else None
        if grant is None or row is None or row.status != _WRITABLE[grant.purpose]:
            return sent_or_refused(request, public_id, at=at)
        draft = OpenDraft(row, grant, Answers(row, terms_for(row.lecture, at=at, but=row)), at)
        try:
            return view(request, draft, **more)
        except Refused:
            return sent_or_refused(request, public_id, at=at)

    return opened


def sent_or_refused(request: HttpRequest, public_id: UUID, *, at: datetime) -> HttpResponse:
    """Not open to this browser: sent already, or never its own."""
    row = BookingRequest.objects.submitted().filter(public_id=public_id).first()
    if row is None:
        return keys.refused(request)
    if (
        request.method == "POST"
        and request.path == _check_url(row)
        and _sent_from_here(request, row, at=at)
    ):
        return to_done(row)
    page = keys.held(request, at=at, purpose=Grant.Purpose.GROUP_PAGE, request_id=row.pk)
    return render(request, "bookings/public/already_sent.html", {"row": row, "page": page})


def to_done(row: BookingRequest) -> HttpResponse:
    """The page after sending; the browser gets the key of the group's own page."""
    response = HttpResponseRedirect(reverse("apply:done", args=[row.public_id]))
    grant = page_grant(row)
    keys.give(response, grant)
    keys.give(response, grant, path=reverse("apply:start", args=[row.public_id]))
    return response


def _check_url(row: BookingRequest) -> str:
    return reverse("apply:check", args=[row.public_id])


def _sent_from_here(request: HttpRequest, row: BookingRequest, *, at: datetime) -> bool:
    """The second click of a double click: its draft key was closed by this very submission."""
    return any(
        grant.revoked_at == row.submitted_at and at - grant.revoked_at < _SAME_SENDER
        for grant in keys.known(request, purpose=Grant.Purpose.DRAFT, request_id=row.pk)
        if grant.revoked_at
    )


def _storable(typed: dict[str, str]) -> dict[str, str]:
    """PostgreSQL takes no NUL; a text of megabytes is shown back but not kept."""
    return {name: value.replace("\x00", "")[:_KEPT_LETTERS] for name, value in typed.items()}
