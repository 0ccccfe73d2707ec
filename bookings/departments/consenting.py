"""/lecturers/<key>/: a lecturer says yes or no. GET shows, POST decides; nothing is preselected."""

from datetime import datetime
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from bookings import keys
from bookings.actions import consenting
from bookings.actions.moves import Actor, By, Refused
from bookings.departments import naming
from bookings.emails import facts
from bookings.forms.fields import WordsField
from bookings.models import Grant, LecturerConsent, LectureSession
from bookings.status import SessionState, Way
from config import clock
from lectures.forms import PlainForm

BY_PAGE = By(Actor.LECTURER, Way.WEB)
YES, NO = "yes", "no"
_EITHER = _("うかがえるか、うかがえないかを、えらんでください")


class ConsentForm(PlainForm):
    choice = forms.ChoiceField(
        label=_("うかがえますか"),
        choices=[(YES, _("うかがいます")), (NO, _("都合がつきません（課がほかの人を考えます）"))],
        widget=forms.RadioSelect,
        error_messages={"required": _EITHER, "invalid_choice": _EITHER},
    )
    words = WordsField(
        label=_("都合がつかないわけ（なくてもかまいません）"), max_length=200, lines=2
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Behind a LECTURER grant; one without a lecturer asks the department for a name."""
    at = clock.now()
    grant = keys.held(request, at=at, purpose=Grant.Purpose.LECTURER, public_id=public_id)
    if grant is None or grant.session is None:
        return keys.refused(request)
    if grant.lecturer is None:
        return naming.of_session(request, grant, at=at)
    form = ConsentForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            _record(form, grant, at=at)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return HttpResponseRedirect(request.path)
    return _show(request, grant, form=form, at=at)


def _record(form: ConsentForm, grant: Grant, *, at: datetime) -> LecturerConsent:
    assert grant.session_id is not None
    assert grant.lecturer_id is not None
    who = {"session_id": grant.session_id, "lecturer_id": grant.lecturer_id}
    if form.cleaned_data["choice"] == YES:
        return consenting.say_yes(**who, by=BY_PAGE, at=at)
    return consenting.say_no(**who, by=BY_PAGE, at=at, words=form.cleaned_data["words"])


def _show(request: HttpRequest, grant: Grant, *, form: ConsentForm, at: datetime) -> HttpResponse:
    session = LectureSession.objects.select_related("lecture").get(pk=grant.session_id)
    assert grant.lecturer is not None
    consent = consenting.newest(session, grant.lecturer)
    planned = session.state == SessionState.PLANNED and at < session.starts_at
    context = {
        **facts.of_session(session),
        "form": form,
        "lecturer": grant.lecturer,
        "consent": consent,
        "planned": planned,
        "open": planned and consent is not None and consent.state != LecturerConsent.State.NO,
    }
    return render(request, "bookings/departments/consent.html", context)
