"""/reports/<session>/photos/: GET shows what was sent from here; POST adds one picture.

Whoever sent one may remove it by the same link.
"""

from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bookings import keys
from bookings.actions import picturing
from bookings.actions.moves import By, Refused
from bookings.departments.reporting import REPORTABLE, load, who
from bookings.emails import facts
from bookings.forms.photos import PhotoForm
from bookings.models import LectureSession, SessionPhoto
from bookings.pictures import shown
from config import clock


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Behind the same keys as the report."""
    at = clock.now()
    by, _lecturer = who(request, public_id, at=at)
    if by is None:
        return keys.refused(request)
    session = load(public_id)
    form = PhotoForm()
    if request.method == "POST":
        form = PhotoForm(request.POST, request.FILES)
        if form.is_valid() and _put(form, session, by=by, at=at):
            messages.success(request, _("写真を加えました。"))
            return redirect("reports:photos", public_id)
    photos = list(_own(public_id, by=by))
    context = {
        **facts.of_session(session),
        "form": form,
        "photos": photos,
        "open": at >= session.starts_at and session.state in REPORTABLE,
        "full": session.photos.filter(removal__isnull=True).count() >= picturing.MOST,
        "most": picturing.MOST,
    }
    status = 422 if form.errors else 200
    return render(request, "bookings/departments/photos.html", context, status=status)


@never_cache
@require_safe
def picture(request: HttpRequest, public_id: UUID, photo_id: UUID) -> HttpResponse:
    by, _lecturer = who(request, public_id, at=clock.now())
    if by is None:
        return keys.refused(request)
    return shown(request, get_object_or_404(_own(public_id, by=by), public_id=photo_id))


@never_cache
@require_POST
def remove(request: HttpRequest, public_id: UUID, photo_id: UUID) -> HttpResponse:
    """Twice is once."""
    at = clock.now()
    by, _lecturer = who(request, public_id, at=at)
    if by is None:
        return keys.refused(request)
    photo = _own(public_id, by=by).filter(public_id=photo_id).first()
    if photo is not None:
        picturing.remove(photo_id=photo.pk, by=by, at=at)
        messages.success(request, _("写真を消しました。"))
    return redirect("reports:photos", public_id)


def _own(session_id: UUID, *, by: By) -> QuerySet[SessionPhoto]:
    """A lecturer sees the lecturers', a department the department's."""
    rows = SessionPhoto.objects.filter(session__public_id=session_id, removal__isnull=True)
    return rows.filter(event__actor=by.actor).order_by("pk")


def _put(form: PhotoForm, session: LectureSession, *, by: By, at: datetime) -> bool:
    try:
        picturing.put(session_id=session.pk, by=by, at=at, **form.said)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    return True
