"""Who goes, said after the date was fixed. GET shows the session; POST names.

Opened by the ask's own key, or by a key for the session where no ask fixed it.
"""

from collections.abc import Callable, Iterable
from datetime import datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from bookings import keys
from bookings.actions import hosting, sessions
from bookings.actions.moves import By, Refused
from bookings.departments.answering import load
from bookings.departments.naming_form import NamingForm
from bookings.departments.opened import (
    BY_KEY,
    accepted_ask,
    ask_opened,
    session_opened,
    signed_in,
)
from bookings.emails import facts
from bookings.models import Assignment, Grant, LectureSession
from bookings.status import SessionState
from config import clock
from lectures.models import Department

_Name = Callable[[Iterable[int]], LectureSession]


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def of_ask(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """/answers/<ask>/lecturers/, behind the ANSWER grant or signed in for the department."""
    at = clock.now()
    by = ask_opened(request, public_id, at=at)
    if by is None:
        return keys.refused(request)
    assignment = load(public_id)
    session = sessions.session_of_answer(assignment)
    if session is None:  # not accepted, or called off: that page says what holds
        return HttpResponseRedirect(reverse("answers:page", args=[public_id]))

    def name(ids: Iterable[int]) -> LectureSession:
        return sessions.name_by_answer(assignment_id=assignment.pk, lecturer_ids=ids, by=by, at=at)

    return _page(request, session, assignment.department, name=name, at=at)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def of_own_session(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """/reports/<session>/lecturers/, for a department that signed in."""
    at = clock.now()
    session = session_opened(request, public_id, at=at)
    if session is None:
        return keys.refused(request)
    try:
        ask = accepted_ask(request, session, at=at)
    except Assignment.DoesNotExist:  # agreed without an ask
        return _agreed(request, session, by=signed_in(request), at=at)
    return HttpResponseRedirect(reverse("answers:lecturers", args=[ask.public_id]))


def of_session(request: HttpRequest, grant: Grant, *, at: datetime) -> HttpResponse:
    """The same for a session that was agreed without an ask."""
    session = LectureSession.objects.select_related("department", "lecture").get(
        pk=grant.session_id
    )
    return _agreed(request, session, by=BY_KEY, at=at)


def _agreed(request: HttpRequest, session: LectureSession, *, by: By, at: datetime) -> HttpResponse:
    def name(ids: Iterable[int]) -> LectureSession:
        return sessions.name_lecturers(session_id=session.pk, lecturer_ids=ids, by=by, at=at)

    return _page(request, session, session.department, name=name, at=at)


def _page(
    request: HttpRequest,
    session: LectureSession,
    department: Department,
    *,
    name: _Name,
    at: datetime,
) -> HttpResponse:
    is_open = session.state == SessionState.PLANNED and at < session.starts_at
    posted = request.POST if request.method == "POST" else None
    form = NamingForm(posted, session=session, department=department)
    if form.is_valid():
        try:
            if set(form.ids) != {row.pk for row in hosting.theirs_on(session, department)}:
                name(form.ids)
            return HttpResponseRedirect(request.path)
        except Refused as refusal:
            form.add_error(None, str(refusal))
    context = {
        **facts.of_session(session),
        "form": form,
        "department": department,
        "named": hosting.theirs_on(session, department),
        "open": is_open,
    }
    return render(request, "bookings/departments/naming.html", context)
