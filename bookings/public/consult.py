"""相談する: for few people, a wish off the menu, or not knowing which lecture. No account.

It writes a consultation and opens its page; the office answers by mail or phone.
"""

from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods
from django_scopes import get_scope

from bookings import keys
from bookings.actions import consulting
from bookings.actions.moves import Actor, By
from bookings.forms.consult import ConsultForm
from bookings.public import limits, switching, trap
from bookings.public.drafts import OpenDraft, with_draft
from bookings.status import ConsultationAbout, ConsultationStatus, Way
from config import clock, languages
from lectures.models import Lecture, OfficeSettings

GROUP = By(Actor.GROUP, Way.WEB)
_MOST, _HOUR = 5, 60 * 60


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@switching.in_place
def new(request: HttpRequest) -> HttpResponse:
    """`?lecture=`: it is about this one."""
    named = (request.POST if request.method == "POST" else request.GET).get("lecture", "")
    about = request.GET.get("about", "")
    initial = {"about": about} if about in ConsultationAbout.values else {}
    return _page(request, lecture=_lecture(named), initial=initial)


@with_draft
@switching.in_place
def of_draft(request: HttpRequest, draft: OpenDraft) -> HttpResponse:
    """Too few people for the conditions: what was typed so far comes along."""
    who, contact = draft.answers.typed("who"), draft.answers.typed("contact")
    initial = {
        "about": ConsultationAbout.FEW,
        "group_name": who.get("group_name", ""),
        "people": who.get("people", ""),
        "contact_name": contact.get("representative", ""),
        "phone": contact.get("phone", ""),
        "email": contact.get("email", ""),
        "notify_by": contact.get("notify_by", ""),
    }
    return _page(request, lecture=draft.row.lecture, initial=initial, back_url=draft.url("who"))


def _page(
    request: HttpRequest, *, lecture: Lecture | None, initial: dict[str, Any], back_url: str = ""
) -> HttpResponse:
    office, refusal = _office(), ""
    if office is None:
        return render(request, "bookings/public/consult.html", {"office": None})
    sent = request.method == "POST"
    form = ConsultForm(request.POST) if sent else ConsultForm(initial=initial)
    if sent and form.is_valid():
        refusal = _refusal(request, form, office)
        if not refusal:
            return _taken(request, form, lecture)
    context = {
        "form": form,
        "language_form": "typed",
        "lecture": lecture,
        "office": office,
        "refusal": refusal,
        "back_url": back_url,
        "submission_id": _submission_id(request),
    }
    return render(request, "bookings/public/consult.html", context)


def _taken(request: HttpRequest, form: ConsultForm, lecture: Lecture | None) -> HttpResponse:
    row = consulting.take(
        asked=form.asked(lecture_id=lecture.pk if lecture else None),
        by=GROUP,
        at=clock.now(),
        site_id=get_scope()["site"].pk,
        language=languages.written(),
        submission_id=_submission_id(request),
    )
    response = HttpResponseRedirect(reverse("consult:page", args=[row.public_id]))
    # What is a request by now has a page with a key of its own, which may have changed.
    if row.status != ConsultationStatus.REQUESTED:
        keys.give(response, consulting.page_key(row, at=row.opened_at))
    return response


def _refusal(request: HttpRequest, form: ConsultForm, office: OfficeSettings) -> str:
    """Counted only when everything is answered rightly: mistakes bring nobody nearer to waiting."""
    if trap.sprung(request):
        return trap.sentence()
    name = f"consult:{office.site_id}:address:{limits.address_of(request)}"
    if limits.too_often(name, most=settings.REQUESTS_AN_HOUR, seconds=_HOUR):
        return _(
            "同じ所から続けて相談があったので、いまは送れません。1時間たってからもう一度おすか、電話で相談してください（%(phone)s）。"
        ) % {"phone": office.phone}
    if limits.too_often(*_answered_at(form, office), most=_MOST, seconds=_HOUR):
        return _(
            "同じ連絡先で続けて相談があったので、いまは送れません。1時間たってからもう一度おすか、電話で相談してください（%(phone)s）。"
        ) % {"phone": office.phone}
    return ""


def _answered_at(form: ConsultForm, office: OfficeSettings) -> list[str]:
    """Of a valid form, which holds at least one: nobody else's mailbox or telephone is filled."""
    said, start = form.cleaned_data, f"consult:{office.site_id}"
    given = {"to": said["email"].lower(), "phone": said["phone"]}
    return [f"{start}:{kind}:{value}" for kind, value in given.items() if value]


def _lecture(public_id: str) -> Lecture | None:
    """An address may name any: what is none is nothing."""
    try:
        key = UUID(public_id)
    except ValueError:
        return None
    return Lecture.objects.filter(public_id=key).first()


def _office() -> OfficeSettings | None:
    return OfficeSettings.objects.filter(site=get_scope()["site"]).first()


def _submission_id(request: HttpRequest) -> UUID:
    """The page's own id: sending it twice makes one consultation."""
    try:
        return UUID(request.POST.get("submission", ""))
    except ValueError:
        return uuid4()
