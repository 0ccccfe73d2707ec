"""/desk/files/: papers that belong to a request, and notes that should not have been written."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.models import User
from bookings.actions import filing, noting
from bookings.actions.moves import Actor, By
from bookings.desk.door import desk_door
from bookings.desk.forms.files import FileForm
from bookings.desk.views.steps import shows_and_decides, tried
from bookings.models import BookingRequest, FileContent, RequestEvent, RequestFile
from bookings.status import Way
from config import clock

_TYPES = {RequestFile.Kind.PDF: "application/pdf", RequestFile.Kind.JPEG: "image/jpeg"}
_ABOUT = ("request__group", "request__lecture", "request__fiscal_year")


@shows_and_decides
@desk_door
def new(request: HttpRequest, public_id: UUID) -> HttpResponse:
    rows = BookingRequest.objects.submitted().select_related("group", "lecture", "fiscal_year")
    about = get_object_or_404(rows, public_id=public_id)
    form = FileForm(about=about)
    if request.method == "POST":
        form = FileForm(request.POST, request.FILES, about=about)
        if form.is_valid() and tried(form, lambda: _put(request, form, about)):
            messages.success(request, _("書類を加えました。"))
            return redirect("desk:request", about.public_id)
    context = {"form": form, "about": about, "booking_request": about}
    status = 422 if form.errors else 200
    return render(request, "bookings/desk/file_new.html", context, status=status)


@shows_and_decides
@desk_door
def file(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """GET shows what it is; POST erases what it shows."""
    row = _file_or_404(public_id)
    if request.method == "POST":
        filing.take_away(file_id=row.pk, by=_office(request), at=clock.now())
        messages.success(request, _("書類を消しました。"))
        return redirect("desk:request", row.request.public_id)
    context = {"file": row, "about": row.request, "booking_request": row.request}
    return render(request, "bookings/desk/file.html", context)


@require_safe
@desk_door
def download(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Always saved, never shown inside our own pages."""
    row = _file_or_404(public_id)
    content = FileContent.objects.filter(file=row).first()
    if content is None:
        raise Http404
    answer = HttpResponse(bytes(content.data), content_type=_TYPES[RequestFile.Kind(row.kind)])
    answer["Content-Disposition"] = content_disposition_header(True, row.filename)
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


@shows_and_decides
@desk_door
def note(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """A note: GET shows it once more, POST erases it."""
    rows = noting.notes().filter(note__erased_at__isnull=True)
    event: RequestEvent = get_object_or_404(
        rows.select_related("note", "user", *_ABOUT), public_id=public_id
    )
    if request.method == "POST":
        noting.erase(event_id=event.pk, by=_office(request), at=clock.now())
        messages.success(request, _("書きとめたことばを消しました。"))
        return redirect("desk:request", event.request.public_id)
    context = {"event": event, "about": event.request, "booking_request": event.request}
    return render(request, "bookings/desk/note.html", context)


def _put(request: HttpRequest, form: FileForm, about: BookingRequest) -> RequestFile:
    return filing.put(request_id=about.pk, by=_office(request), at=clock.now(), **form.said)


def _office(request: HttpRequest) -> By:
    assert isinstance(request.user, User)
    return By(Actor.OFFICE, Way.DESK, request.user)


def _file_or_404(public_id: UUID) -> RequestFile:
    rows = RequestFile.objects.filter(removed_at__isnull=True)
    return get_object_or_404(rows.select_related("event__user", *_ABOUT), public_id=public_id)
