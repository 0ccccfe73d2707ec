"""The page before the questions: what will be asked, the conditions in words, and why."""

from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from bookings import keys
from bookings.actions import submitting
from bookings.models import Grant
from bookings.models.rulebook import rules_for
from bookings.public import limits, trap
from bookings.public.conditions import in_words
from config import clock, languages
from lectures.models import BookingRules, Lecture, OfficeSettings

_HOUR = 60 * 60


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest, public_id: UUID) -> HttpResponse:
    lecture = get_object_or_404(
        Lecture.objects.select_related("department", "fiscal_year"), public_id=public_id
    )
    office = OfficeSettings.objects.filter(site_id=lecture.site_id).first()
    try:
        rules = rules_for(lecture)
    except BookingRules.DoesNotExist:
        rules = None
    open_now = lecture.accepting and rules is not None and office is not None
    conditions = []
    if rules is not None and office is not None:
        conditions = in_words(rules, lecture, office, at=clock.now())
    once_more = ""
    if request.method == "POST" and open_now:
        once_more = _refusal(request, lecture, office)
        if not once_more:
            return _begin(lecture)
    context = {
        "lecture": lecture,
        "office": office,
        "open_now": open_now,
        "conditions": conditions,
        "once_more": once_more,
    }
    return render(request, "bookings/public/start.html", context)


def _refusal(request: HttpRequest, lecture: Lecture, office: OfficeSettings | None) -> str:
    """What robots meet; a person reads what to do."""
    if trap.sprung(request):
        return trap.sentence()
    name = f"start:{lecture.site_id}:address:{limits.address_of(request)}"
    if not limits.too_often(name, most=settings.REQUESTS_AN_HOUR, seconds=_HOUR):
        return ""
    return _(
        "同じ所から続けて申込みが始められたので、いまは進めません。1時間たってからもう一度おすか、電話で申し込んでください（%(phone)s）。"
    ) % {"phone": office.phone if office else ""}


def _begin(lecture: Lecture) -> HttpResponse:
    """A new draft, and its key for this browser."""
    draft = submitting.start_draft(
        lecture_id=lecture.pk, language=languages.written(), at=clock.now()
    )
    response = HttpResponseRedirect(reverse("apply:who", args=[draft.public_id]))
    keys.give(response, Grant.objects.get(purpose=Grant.Purpose.DRAFT, request=draft))
    return response
