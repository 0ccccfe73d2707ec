"""Kept until later: the link that comes back, shown on the screen, and until when there is time."""

from datetime import date

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from accounts import secrets
from bookings.actions import resuming
from bookings.forms.fields import MailField
from bookings.public import limits, switching
from bookings.public.answers import CHECK
from bookings.public.drafts import OpenDraft, with_draft
from bookings.rules import last_day_to_send
from config import languages
from lectures.eras import short_day
from lectures.forms import PlainForm
from lectures.zones import local

_MOST, _HOUR = 5, 60 * 60


class MailLinkForm(PlainForm):
    """Where the link of this draft shall go."""

    address = MailField(label=_("メールアドレス"), empty=_("メールアドレスを入れてください"))


@with_draft
@switching.in_place
def resume(request: HttpRequest, draft: OpenDraft) -> HttpResponse:
    form = MailLinkForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and _mailed(request, draft, form):
        return HttpResponseRedirect(draft.url("resume") + "?mailed=1")
    kept = draft.row.draft_until
    kept_until, wish = local(kept).date() if kept else None, _soonest_wish(draft)
    sooner = wish if wish and kept_until and wish[0] < kept_until else None
    context = {
        "lecture": draft.row.lecture,
        "saved": "saved" in request.GET,
        "mailed": "mailed" in request.GET and not form.is_bound,
        "form": form,
        "language_form": "" if draft.is_correction else "typed",
        "may_mail": not draft.is_correction,
        "continue_url": draft.url(draft.answers.missing() or CHECK),
        # The secret is worked out here, for its owner's screen only; no-store keeps it there.
        "link": secrets.fill(draft.grant.link),
        "until": short_day(kept_until) if kept_until else "",
        "send_by": short_day(sooner[0]) if sooner else "",
        "wish_day": short_day(sooner[1]) if sooner else "",
    }
    return render(request, "bookings/public/resume.html", context)


def _mailed(request: HttpRequest, draft: OpenDraft, form: MailLinkForm) -> bool:
    """Whether the link is on its way; otherwise the form says why not."""
    if draft.is_correction:
        return False
    names = (
        f"resume:draft:{draft.row.pk}",
        f"resume:address:{limits.address_of(request)}",
        f"resume:to:{form.cleaned_data['address'].lower()}",
    )
    if limits.too_often(*names, most=_MOST, seconds=_HOUR):
        form.add_error(
            "address",
            _now("何度も送ったので、いまは送れません。1時間たってから、もう一度おしてください"),
        )
        return False
    try:
        return resuming.mail_link(
            grant_id=draft.grant.pk,
            address=form.cleaned_data["address"],
            language=languages.written(),
            at=draft.at,
        )
    except ValidationError:  # a spelling that no mail server would take
        form.add_error("address", _now("メールアドレスの形を確かめてください"))
        return False


def _soonest_wish(draft: OpenDraft) -> tuple[date, date] | None:
    """(the last day to send, the day wished for) of the wish whose lead time ends first."""
    rules = draft.answers.terms.rules
    limits = [(last_day_to_send(rules, wish), wish.day) for wish in draft.answers.understood_wishes]
    return min(limits, default=None)
