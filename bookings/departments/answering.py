"""/answers/<assignment>/: GET shows the ask or what was answered; POST records one answer."""

from datetime import datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.once import reads_once
from bookings import keys
from bookings.actions import answering, supporting
from bookings.actions.answering import Said
from bookings.actions.moves import By, Refused
from bookings.departments.answer_form import COUNTER, DECLINE, QUESTION, AnswerForm
from bookings.departments.changing import wish_to_answer
from bookings.departments.offers import candidates_of, offers_of
from bookings.departments.opened import ask_opened
from bookings.departments.recorded import going_of, recorded_of, shown_phone
from bookings.emails import facts
from bookings.emails.ask import words_of
from bookings.models import Answer, Assignment, Grant
from bookings.models.class_rows import lasting
from bookings.models.openings import availability_from
from bookings.models.rulebook import centre_of, rules_at
from bookings.rules import Usable
from bookings.status import AssignmentState
from config import clock
from lectures.zones import local

_KINDS = {
    COUNTER: [Answer.Kind.COUNTER],
    QUESTION: [Answer.Kind.QUESTION],
    DECLINE: [Answer.Kind.DECLINE],
}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Behind the ANSWER grant, or signed in for the department."""
    at = clock.now()
    by = ask_opened(request, public_id, at=at)
    if by is None:
        return keys.refused(request)
    assignment = load(public_id)
    if request.method != "POST":
        return _opened(request, assignment, at=at)
    return _post(request, assignment, by=by, at=at)


@reads_once
def _opened(request: HttpRequest, assignment: Assignment, *, at: datetime) -> HttpResponse:
    """Changes nothing, so the town's rules and settings are read once for the whole page."""
    return _show(request, assignment, form=_form(assignment, at=at), at=at)


def load(public_id: UUID) -> Assignment:
    """The ask with everything that its page names."""
    return Assignment.objects.select_related(
        "department", "request__lecture", "request__group", "request__fiscal_year",
        "request__centre", "request__room__centre",
    ).get(public_id=public_id)  # fmt: skip


def _post(request: HttpRequest, assignment: Assignment, *, by: By, at: datetime) -> HttpResponse:
    form = _form(assignment, at=at, data=request.POST)
    if form.is_valid():
        if _said_before(assignment, form, by=by):
            return _to_page(assignment)
        try:
            _record(assignment, form, by=by, at=at)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return _to_page(assignment)
    return _show(request, load(assignment.public_id), form=form, at=at)


def _form(assignment: Assignment, *, at: datetime, data: object = None) -> AnswerForm:
    offers = offers_of(assignment, at=at)
    return AnswerForm(
        data,
        offers=offers,
        candidates=candidates_of(assignment, offers, at=at),
        rules=rules_at(assignment.request.lecture, centre_of(assignment.request)),
        usable=Usable(assignment.request.usable_from, assignment.request.usable_until),
        minutes=lasting(assignment.request),
        today=local(at).date(),
        availability=availability_from(assignment.request, at=at),
        initial={"version": assignment.version},
    )


def _record(assignment: Assignment, form: AnswerForm, *, by: By, at: datetime) -> Answer:
    """The action that the form asks for. Refused, Stale, Clash."""
    given = form.cleaned_data
    said = Said(words=given["words"], responder=given["responder"])
    if given["choice"] == QUESTION:
        return answering.question(assignment_id=assignment.pk, by=by, at=at, said=said)
    target = {
        "assignment_id": assignment.pk, "version": given["version"], "by": by, "at": at,
        "said": said,
    }  # fmt: skip
    if given["choice"] == COUNTER:
        return answering.counter(**target, slots=form.slots)
    if form.offer is None:
        return answering.decline(**target, reason=given["reason"])
    return answering.accept(
        **target,
        rank=form.offer.rank,
        starts_at=form.starts_at,
        lecturer_ids=map(int, given["lecturers"]),
    )


def _said_before(assignment: Assignment, form: AnswerForm, *, by: By) -> bool:
    """The same answer to the same version is the same click again."""
    given = form.cleaned_data
    return assignment.answers.filter(
        assignment_version=given["version"],
        kind__in=_KINDS.get(given["choice"], [Answer.Kind.ACCEPT, Answer.Kind.COUNTER]),
        way=by.way,
        entered_by=by.user,
        responder=given["responder"],
        words=given["words"],
        undone_at__isnull=True,
    ).exists()


def _to_page(assignment: Assignment) -> HttpResponse:
    """Who answered may take it back from the same browser."""
    response = HttpResponseRedirect(reverse("answers:page", args=[assignment.public_id]))
    undo = assignment.grants.filter(
        purpose=Grant.Purpose.UNDO, revoked_at__isnull=True
    ).select_related("assignment")
    for grant in undo.order_by("-pk")[:1]:
        keys.give(response, grant)
    return response


def _show(
    request: HttpRequest, assignment: Assignment, *, form: AnswerForm, at: datetime
) -> HttpResponse:
    undo = keys.held(request, at=at, purpose=Grant.Purpose.UNDO, assignment=assignment)
    is_open = assignment.state == AssignmentState.ASKED and assignment.starts_at > at
    context = {
        **facts.of_assignment(assignment),
        "ask": words_of(assignment, at=at),
        "form": form,
        "offers": list(form.offers.values()),
        "candidates": form.fields["lecturers"].choices,
        "open": is_open,
        "unsent": [] if is_open or not form.is_bound else form.typed,
        "recorded": recorded_of(assignment),
        "change_wished": assignment.state == AssignmentState.ACCEPTED
        and wish_to_answer(assignment.pk, at=at) is not None,
        "going": going_of(assignment),
        "support_words": supporting.words_of(assignment) if assignment.support else "",
        "contact_phone": shown_phone(assignment.request.group.phone),
        "can_undo": undo is not None and assignment.state != AssignmentState.ASKED,
    }
    return render(request, "bookings/departments/answer.html", context)
