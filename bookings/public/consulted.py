"""相談のようす: the page of whoever asked: what happens next, what both have said, and to end it."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from accounts import secrets
from bookings.actions import consulting
from bookings.actions.moves import Actor, By, Refused
from bookings.forms.fields import WordsField
from bookings.models import Consultation, ConsultationEvent, Grant
from bookings.public import consult_wording, limits, switching
from bookings.public.messages import Said, moment_words
from bookings.public.owner import with_own_consultation
from bookings.public.withdraw import WithdrawForm
from bookings.status import ConsultationStatus, ConsultationVerb, Way
from config import clock
from lectures.forms import PlainForm
from lectures.models import OfficeSettings

GROUP = By(Actor.GROUP, Way.WEB)
_MOST, _HOUR = 10, 60 * 60
S, V = ConsultationStatus, ConsultationVerb


class MoreForm(PlainForm):
    words = WordsField(
        label=_("書き足したいこと・聞きたいこと"),
        empty=_("ことばを書いてください"),
        max_length=1000,
        lines=4,
        help_text=_("例：8人になりました。2月の午前なら、いつでもかまいません。"),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@with_own_consultation
@switching.in_place
def page(request: HttpRequest, row: Consultation) -> HttpResponse:
    form, refusal = MoreForm(request.POST if request.method == "POST" else None), ""
    if form.is_valid():
        refusal = _written(row, form.cleaned_data["words"])
        if not refusal:
            url = reverse("consult:page", args=[row.public_id])
            return HttpResponseRedirect(f"{url}?sent=1")
    events = list(row.events.select_related("note").order_by("pk"))
    asked = next((event for event in events if event.verb == V.OPENED), None)
    context = {
        "consultation": row,
        "group": row.group,
        "lecture": row.lecture,
        "words": consult_wording.words_of(row, events),
        "asked_words": _words(asked) if asked else "",
        "talk": [said for event in events if (said := _said(event))],
        "form": form,
        "language_form": "typed" if row.status != S.REQUESTED else "",
        "refusal": refusal,
        "sent": "sent" in request.GET and not form.is_bound and events[-1].verb == V.HEARD,
        "may_withdraw": row.status in (S.OPEN, S.ANSWERED),
        "request_link": _request_link(row),
        "link": _link(row),
        "office": OfficeSettings.objects.get(site_id=row.site_id),
    }
    status = 422 if form.errors or refusal else 200
    return render(request, "bookings/public/consult_page.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@with_own_consultation
@switching.in_place
def withdraw(request: HttpRequest, row: Consultation) -> HttpResponse:
    """GET shows what happens, POST does it."""
    page_url = reverse("consult:page", args=[row.public_id])
    if row.status not in (S.OPEN, S.ANSWERED):
        return HttpResponseRedirect(page_url)
    form, refusal = WithdrawForm(request.POST if request.method == "POST" else None), ""
    if form.is_valid():
        try:
            consulting.withdraw(
                consultation_id=row.pk, by=GROUP, at=clock.now(), words=form.cleaned_data["words"]
            )
        except Refused as reason:
            refusal = str(reason)
        else:
            return HttpResponseRedirect(page_url)
    context = {"consultation": row, "form": form, "language_form": "typed", "refusal": refusal}
    return render(request, "bookings/public/consult_withdraw.html", context)


def _written(row: Consultation, words: str) -> str:
    """Why not; nothing: it is on its way."""
    if limits.too_often(f"consulted:{row.pk}", most=_MOST, seconds=_HOUR):
        return _now(
            "続けて何度も送られたので、いまは送れません。お急ぎのときは、電話してください。"
        )
    try:
        consulting.write(consultation_id=row.pk, words=words, by=GROUP, at=clock.now())
    except Refused as reason:
        return str(reason)
    return ""


def _said(event: ConsultationEvent) -> Said | None:
    """What the group wrote here and what the office mailed; a clerk's notes of a call are not shown."""
    at = moment_words(event.at)
    if event.verb == V.HEARD and event.way == Way.WEB:
        return Said(True, at, _words(event))
    if event.verb != V.TOLD:
        return None
    if event.way == Way.EMAIL:
        return Said(False, at, _words(event))
    return Said(False, at, _now("%(way)sでお伝えしました。") % {"way": event.get_way_display()})


def _words(event: ConsultationEvent) -> str:
    note = getattr(event, "note", None)
    return note.text if note else ""


def _request_link(row: Consultation) -> str:
    """Into the page of what it became; that page asks for its own key. Nothing where the request has
    another address: the old one may be a stranger's.
    """
    if row.request is None or row.request.group.email != row.group.email:
        return ""
    key = Grant.objects.filter(
        purpose=Grant.Purpose.GROUP_PAGE, request=row.request_id, revoked_at__isnull=True
    ).first()
    return secrets.fill(key.link) if key else ""


def _link(row: Consultation) -> str:
    """The way back for whoever gets no mail; worked out for this screen only."""
    if row.group.notify_by == row.group.NotifyBy.EMAIL:
        return ""
    key = row.grants.filter(purpose=Grant.Purpose.CONSULT, revoked_at__isnull=True).first()
    return secrets.fill(key.link) if key else ""
