"""/a/<code>/: three questions to whoever listened, from a QR code. GET shows, POST keeps.

No name, no address is kept. A cookie remembers on this device that it has answered; one telephone
may still answer for a neighbour who has none.
"""

from datetime import datetime

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from bookings.actions import listening
from bookings.actions.moves import Refused
from bookings.emails.facts import when
from bookings.models import LectureSession, audience
from bookings.public import limits, switching
from bookings.public.survey import SurveyForm
from config import clock
from lectures.models import OfficeSettings

_HOUR = 60 * 60
MOST_AN_HOUR = 200  # a hall full of people has one address
_REMEMBERED = 60 * 60 * 24 * 20


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@switching.in_place
def page(request: HttpRequest, code: str) -> HttpResponse:
    session, at = audience.session_of(code), clock.now()
    if session is None:
        raise Http404
    form = SurveyForm(request.POST if request.method == "POST" else None)
    if not form.is_bound or not form.is_valid():
        return _show(request, session, form, code=code, at=at)
    if why := _refusal(request, session, form, at=at):
        form.add_error(None, why)
        return _show(request, session, form, code=code, at=at)
    response = HttpResponseRedirect(reverse("audience", args=[code]))
    response.set_cookie(
        _cookie(session), "1", max_age=_REMEMBERED, path=reverse("audience", args=[code]),
        httponly=True, secure=settings.HTTPS, samesite="Lax",
    )  # fmt: skip
    return response


def _refusal(
    request: HttpRequest, session: LectureSession, form: SurveyForm, *, at: datetime
) -> str:
    """Why the answer was not kept; "": it was."""
    name = f"audience:{session.site_id}:{limits.address_of(request)}"
    if limits.too_often(name, most=MOST_AN_HOUR, seconds=_HOUR):
        return _(
            "同じ所から続けて答えがあったので、いまは送れません。1時間たってからもう一度おしてください。"
        )
    try:
        words = form.cleaned_data["words"]
        listening.answer(session_id=session.pk, marks=form.marks, words=words, at=at)
    except Refused as refusal:
        return str(refusal)
    return ""


def _cookie(session: LectureSession) -> str:
    return f"okigaru-heard-{session.pk}"


def _show(
    request: HttpRequest, session: LectureSession, form: SurveyForm, *, code: str, at: datetime
) -> HttpResponse:
    answered = _cookie(session) in request.COOKIES and "another" not in request.GET
    open_now = audience.is_open(session, at=at)
    asking = open_now and not (answered and request.method != "POST")
    context = {
        "lecture": session.lecture,
        "when": when(session.starts_at, session.ends_at),
        "form": form,
        "asking": asking,
        "answered": answered,
        "before": at < session.starts_at,
        "language_form": "typed" if asking else "",
        "office": OfficeSettings.objects.get(site_id=session.site_id),
    }
    status = 422 if form.errors else 200
    return render(request, "bookings/public/audience.html", context, status=status)
