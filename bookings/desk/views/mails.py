"""/desk/mails/: mails that did not arrive, or may not have, and what a person decides about them."""

from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from bookings.desk.door import office_only
from bookings.desk.wording import TROUBLES, mail_kind
from config import clock
from notifications import decisions, suppression
from notifications.models import OutgoingEmail
from notifications.status import State

_MAY_GO_AGAIN = (State.FAILED, State.HELD, State.SUPPRESSED)


@require_safe
@office_only
def mails(request: HttpRequest) -> HttpResponse:
    rows = _rows().needs_person().order_by("changed_at", "pk")
    return render(
        request,
        "bookings/desk/mails.html",
        {"mails": [{"mail": row, "kind": mail_kind(row.kind)} for row in rows]},
    )


@require_safe
@office_only
def mail(request: HttpRequest, public_id: UUID) -> HttpResponse:
    row = get_object_or_404(_rows(), public_id=public_id)
    context = {
        "mail": row,
        "kind": mail_kind(row.kind),
        "meaning": TROUBLES.get(row.state, ""),
        "open": row.state in TROUBLES and row.seen_at is None,
        "may_go_again": row.state in _MAY_GO_AGAIN,
        "may_have_arrived": row.state == State.HELD,
        "event": getattr(getattr(row, "event_mail", None), "event", None),
    }
    return render(request, "bookings/desk/mail.html", context)


@require_POST
@office_only
def decide(request: HttpRequest, public_id: UUID, decision: str) -> HttpResponse:
    row = get_object_or_404(_rows(), public_id=public_id)
    try:
        messages.success(request, _decided(row, decision))
    except decisions.NoLongerOpen:
        messages.error(
            request, _("このメールは、もうようすが変わっています。画面を確かめてください。")
        )
        return redirect("desk:mail", row.public_id)
    return redirect("desk:mails")


def _decided(row: OutgoingEmail, decision: str) -> str:
    at = clock.now()
    if decision == "again":
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


def _rows() -> QuerySet[OutgoingEmail]:
    return OutgoingEmail.objects.select_related(
        "event_mail__event__request__fiscal_year", "event_mail__event__request__group"
    )
