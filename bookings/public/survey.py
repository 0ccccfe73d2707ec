"""アンケート: three questions on the group's own page. GET shows, POST keeps."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from bookings.actions import surveying
from bookings.actions.moves import Actor, By, Refused
from bookings.actions.surveying import CORRECTED_WITHIN, Marks
from bookings.emails.facts import when
from bookings.forms.survey import understood_field, useful_field, words_field
from bookings.models import BookingRequest, LectureSession, SurveyResponse
from bookings.opinions import heard_of
from bookings.public import switching
from bookings.public.owner import with_own_request
from bookings.public.sessions import Shown
from bookings.status import SessionState, Way
from config import clock
from lectures.forms import PlainForm
from lectures.models import OfficeSettings
from lectures.zones import local

GROUP = By(Actor.GROUP, Way.WEB)


class SurveyForm(PlainForm):
    understood = understood_field()
    useful = useful_field()
    words = words_field()

    @property
    def marks(self) -> Marks:
        """Of a valid form."""
        return Marks(self.cleaned_data["understood"], self.cleaned_data["useful"])


@require_http_methods(["GET", "HEAD", "POST"])
@with_own_request
@switching.in_place
def survey(request: HttpRequest, row: BookingRequest, *, order: int) -> HttpResponse:
    """Of one session, by its order in the request."""
    at = clock.now()
    session = row.sessions.filter(order=order).first()
    if session is None:
        raise Http404
    response = SurveyResponse.objects.filter(session=session).first()
    if request.method != "POST":
        return _show(request, row, session, response, form=_form_of(response), at=at)
    form = SurveyForm(request.POST)
    if form.is_valid() and _kept(session, form, at=at):
        return HttpResponseRedirect(reverse("requests:survey", args=[row.public_id, order]))
    return _show(request, row, session, response, form=form, at=at)


@dataclass(frozen=True)
class SurveyLink:
    """The way to one session's questions, or to the answers that were given."""

    order: int
    when: str
    answered: bool


def survey_links(sessions: Sequence[Shown], *, at: datetime) -> list[SurveyLink]:
    """Of the sessions that were held, where there is something to answer or to read."""
    held = [shown for shown in sessions if shown.row.state == SessionState.DELIVERED]
    given = SurveyResponse.objects.in_bulk(
        [shown.row.pk for shown in held], field_name="session_id"
    )
    return [
        SurveyLink(shown.row.order, shown.when, shown.row.pk in given)
        for shown in held
        if shown.row.pk in given or surveying.may_answer(shown.row, None, at=at)
    ]


def _kept(session: LectureSession, form: SurveyForm, *, at: datetime) -> bool:
    words = form.cleaned_data["words"]
    try:
        surveying.answer(session_id=session.pk, marks=form.marks, words=words, by=GROUP, at=at)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


def _form_of(response: SurveyResponse | None) -> SurveyForm:
    if response is None:
        return SurveyForm()
    given = {"understood": response.understood, "useful": response.useful, "words": response.words}
    return SurveyForm(initial=given)


def _show(
    request: HttpRequest,
    row: BookingRequest,
    session: LectureSession,
    response: SurveyResponse | None,
    *,
    form: SurveyForm,
    at: datetime,
) -> HttpResponse:
    assert row.group is not None
    open_now = surveying.may_answer(session, response, at=at)
    context = {
        "row": row,
        "lecture": session.lecture,
        "when": when(session.starts_at, session.ends_at),
        **heard_of(session),
        "form": form,
        "response": response,
        "open": open_now,
        "language_form": "typed" if open_now else "",
        "until": local(response.at + CORRECTED_WITHIN).date() if response else None,
        "kept_until": row.group.keep_until,
        "office": OfficeSettings.objects.get(site_id=row.site_id),
    }
    return render(request, "bookings/public/survey.html", context)
