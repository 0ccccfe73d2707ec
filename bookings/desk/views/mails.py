"""/desk/mails/: the record of all mails, and what a person decides about those in trouble.

What was searched for stays out of the address.
"""

import unicodedata
from typing import TypeVar
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from bookings.actions import mail_matter, resending
from bookings.desk import maillog, mailstates
from bookings.desk.door import desk_door
from bookings.desk.letters import letter_of
from bookings.desk.maillog import OPEN, SHOWN, Wanted
from bookings.desk.wording import TROUBLES, recipient
from bookings.models import BookingRequest
from config import clock
from lectures.eras import parse_reference
from lectures.models import Department
from notifications import decisions, suppression
from notifications.models import OutgoingEmail
from notifications.status import State

Row = TypeVar("Row", bound=Model)
PER_PAGE = 50
LONGEST = 254
_KEPT = "desk-mail-search"
_MAY_GO_AGAIN = (State.FAILED, State.HELD, State.SUPPRESSED)


@require_safe
@desk_door
def mails(request: HttpRequest) -> HttpResponse:
    wanted = _wanted(request)
    page = Paginator(maillog.found(wanted), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "lines": maillog.lines(list(page)),
        "wanted": wanted,
        "tabs": [(key, label, key == wanted.show) for key, label in SHOWN.items()],
        "open_count": OutgoingEmail.objects.needs_person().count(),
        "departments": Department.objects.order_by("code"),
        "narrowed": _narrowed(wanted),
        "query": f"show={wanted.show}&{_narrowed(wanted)}",
        "OPEN": OPEN,
    }
    return render(request, "bookings/desk/mails.html", context)


@require_POST
@desk_door
def search(request: HttpRequest) -> HttpResponse:
    """By the number of a request, an address or words of the subject, which wait in the session."""
    words = unicodedata.normalize("NFKC", request.POST.get("words", ""))
    words = " ".join(words.replace("\0", "").split())[:LONGEST]
    log = reverse("desk:mails")
    request.session.pop(_KEPT, None)
    if not words:
        return redirect(log)
    try:
        year, number = parse_reference(words)
    except ValueError:
        pass
    else:
        row = BookingRequest.objects.submitted().filter(fiscal_year__year=year, number=number)
        if about := row.first():
            return redirect(f"{log}?request={about.public_id}")
        messages.error(request, _("その受付番号の申込みはありません。番号を確かめてください。"))
    request.session[_KEPT] = words
    return redirect(f"{log}?found=1")


@require_safe
@desk_door
def mail(request: HttpRequest, public_id: UUID) -> HttpResponse:
    row = get_object_or_404(
        OutgoingEmail.objects.select_related(
            "event_mail__event__request__fiscal_year", "event_mail__event__request__group",
            "resend_of",
        ),
        public_id=public_id,
    )  # fmt: skip
    tie = getattr(row, "event_mail", None)
    context = {
        "mail": row,
        "title": maillog.title_of(row),
        "recipient": recipient(tie.recipient) if tie else "",
        "event": tie.event if tie else None,
        "state": mailstates.state_words(row),
        "bad": mailstates.is_bad(row),
        "why": mailstates.why(row),
        "advice": mailstates.advice(row) or (TROUBLES.get(row.state, "")),
        "open": row.state in TROUBLES and row.seen_at is None,
        "may_go_again": row.state in _MAY_GO_AGAIN and not mail_matter.is_over(row),
        "may_have_arrived": row.state == State.HELD,
        "can_resend": resending.can_go_again(row, at=clock.now()),
        "text": mailstates.shown_text(row),
        "files": [part.filename for part in row.attachments.defer("content")],
        "happenings": mailstates.happenings(row),
        "resends": list(row.resends.order_by("pk")),
    }
    return render(request, "bookings/desk/mail.html", context)


@require_safe
@desk_door
def mail_in(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """A mail that came: its words as plain text, and what became of it."""
    row = get_object_or_404(maillog.inbound_rows(), public_id=public_id)
    waiting = getattr(row, "waiting_reply", None)
    tagged = maillog.requests_of_tags({row.tag_public_id} if row.tag_public_id else set())
    context = {
        "mail": row,
        "letter": letter_of(
            row,
            waiting.assignment if waiting else None,
            session=waiting.session if waiting else None,
        ),
        "about": maillog.request_of(row, tagged),
        "state": mailstates.inbound_words(row),
        "waiting": waiting,
        "bounced": row.answers_to,
    }
    return render(request, "bookings/desk/mail_in.html", context)


@require_POST
@desk_door
def decide(request: HttpRequest, public_id: UUID, decision: str) -> HttpResponse:
    row = get_object_or_404(OutgoingEmail, public_id=public_id)
    try:
        messages.success(request, _decided(row, decision))
    except decisions.NoLongerOpen:
        messages.error(
            request, _("このメールは、もうようすが変わっています。画面を確かめてください。")
        )
    return redirect("desk:mail", row.public_id)


def _decided(row: OutgoingEmail, decision: str) -> str:
    at = clock.now()
    if decision == "again":
        if mail_matter.is_over(row):
            raise decisions.NoLongerOpen(str(row.pk))
        if row.state == State.SUPPRESSED:
            suppression.lift(row.to_address)
        decisions.send_again(row.pk, at=at)
        return _("もう一度送ります。")
    if decision == "arrived":
        decisions.mark_arrived(row.pk, at=at)
        return _("届いていたと記録しました。")
    if decision == "seen":
        decisions.mark_seen(row.pk, at=at)
        return _("ほかの方法で知らせたと記録しました。")
    raise Http404


def _wanted(request: HttpRequest) -> Wanted:
    """Whatever stands in the address: what names nothing is left out."""
    show = request.GET.get("show", "")
    return Wanted(
        show=show if show in SHOWN else "",
        request=_named(BookingRequest.objects.submitted(), request.GET.get("request", "")),
        department=_named(Department.objects.all(), request.GET.get("department", "")),
        words=request.session.get(_KEPT, "") if "found" in request.GET else "",
    )


def _named(rows: QuerySet[Row], public_id: str) -> Row | None:
    try:
        return rows.filter(public_id=UUID(public_id)).first()
    except ValueError:
        return None


def _narrowed(wanted: Wanted) -> str:
    """The part of an address that keeps to one request, department or search."""
    kept = {"request": wanted.request, "department": wanted.department}
    ids = "".join(f"{name}={row.public_id}&" for name, row in kept.items() if row)
    return ids + ("found=1&" if wanted.words else "")
