"""/desk/photos/: what was photographed at a session; the office decides what everybody sees."""

from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from accounts.models import User
from bookings.actions import picturing
from bookings.actions.moves import Actor, By
from bookings.desk.door import desk_door
from bookings.desk.forms.photos import PublishForm, SentPhotoForm
from bookings.desk.views.steps import shows_and_decides, tried
from bookings.models import LectureSession, SessionPhoto
from bookings.pictures import shown
from bookings.status import Way
from config import clock

_ABOUT = tuple(f"session__request__{part}" for part in ("group", "lecture", "fiscal_year"))
_DONE = {
    "publish": gettext_lazy("写真を公開しました。"),
    "take_back": gettext_lazy("写真の公開をやめました。"),
    "remove": gettext_lazy("写真を消しました。"),
}


@shows_and_decides
@desk_door
def new(request: HttpRequest, public_id: UUID) -> HttpResponse:
    rows = LectureSession.objects.select_related(
        "request__group", "request__lecture", "request__fiscal_year", "department"
    )
    session = get_object_or_404(rows, public_id=public_id)
    form = SentPhotoForm(about=session)
    if request.method == "POST":
        form = SentPhotoForm(request.POST, request.FILES, about=session)
        if form.is_valid() and tried(form, lambda: _put(request, form, session)):
            messages.success(request, _("写真を加えました。"))
            return redirect("desk:request", session.request.public_id)
    context = {"form": form, "about": session, "booking_request": session.request}
    status = 422 if form.errors else 200
    return render(request, "bookings/desk/photo_new.html", context, status=status)


@shows_and_decides
@desk_door
def photo(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """GET shows it large; POST publishes it, takes it back or removes it, as `act` says."""
    row = get_object_or_404(_rows(), public_id=public_id)
    form = PublishForm(about=row.session, initial={"words": row.words})
    if request.method == "POST":
        act = request.POST.get("act", "")
        if act == "publish":
            form = PublishForm(request.POST, about=row.session)
        if _done(request, row, act, form):
            messages.success(request, str(_DONE[act]))
            return redirect("desk:request", row.session.request.public_id)
    about = row.session.request
    context = {"photo": row, "form": form, "about": row.session, "booking_request": about}
    status = 422 if form.errors else 200
    return render(request, "bookings/desk/photo.html", context, status=status)


@require_safe
@desk_door
def picture(request: HttpRequest, public_id: UUID) -> HttpResponse:
    return shown(request, get_object_or_404(_rows(), public_id=public_id))


def _done(request: HttpRequest, row: SessionPhoto, act: str, form: PublishForm) -> bool:
    by, at = _office(request), clock.now()
    if act == "publish":
        return form.is_valid() and bool(
            tried(
                form,
                lambda: picturing.publish(
                    photo_id=row.pk, words=form.cleaned_data["words"], by=by, at=at
                ),
            )
        )
    if act == "take_back":
        picturing.take_back(photo_id=row.pk, by=by, at=at)
    elif act == "remove":
        picturing.remove(photo_id=row.pk, by=by, at=at)
    return act in _DONE


def _put(request: HttpRequest, form: SentPhotoForm, session: LectureSession) -> SessionPhoto:
    return picturing.put(session_id=session.pk, by=_office(request), at=clock.now(), **form.said)


def _rows() -> QuerySet[SessionPhoto]:
    rows = SessionPhoto.objects.filter(removal__isnull=True)
    return rows.select_related("event__user", "session__department", *_ABOUT)


def _office(request: HttpRequest) -> By:
    assert isinstance(request.user, User)
    return By(Actor.OFFICE, Way.DESK, request.user)
