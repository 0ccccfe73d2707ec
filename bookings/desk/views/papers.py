"""/desk/…/papers/: papers are looked at, issued once, and downloaded as often as anybody likes."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.models import User
from bookings import printing
from bookings.actions import papering
from bookings.actions.moves import Actor, By, Refused
from bookings.desk.calls import holding
from bookings.desk.door import desk_door
from bookings.desk.forms.papers import PaperForm
from bookings.desk.views.steps import refuse_stale, shows_and_decides
from bookings.emails import on_paper
from bookings.emails.facts import office, when
from bookings.emails.on_paper import text_kind
from bookings.models import BookingRequest, IssuedPaper, Telling
from bookings.papers import Sheet, pictures_of
from bookings.status import Way
from config import clock
from lectures.eras import wareki
from lectures.zones import venue_zone

Kind = IssuedPaper.Kind


@shows_and_decides
@desk_door
def new(request: HttpRequest, public_id: UUID, kind: str) -> HttpResponse:
    """GET asks; POST shows the preview as a PDF or issues, by the button's name."""
    about = _request_or_404(public_id)
    if kind not in Kind.values:
        raise Http404
    corrects = _corrected(request, about, kind)
    if not papering.may_issue(about, kind=kind):
        return _closed(request, about, kind)
    form = _form(request, about, kind=kind, corrects=corrects)
    if request.method == "POST" and form.is_valid():
        if request.POST.get("do") == "preview":
            return _preview(request, form, about, corrects=corrects)
        if paper := _issued(request, form, about, corrects=corrects):
            messages.success(request, _("文書を作りました。印刷するときは、PDFを開いてください。"))
            return redirect("desk:paper", paper.public_id)
    return _page(request, form, about, corrects=corrects)


@require_safe
@desk_door
def paper(request: HttpRequest, public_id: UUID) -> HttpResponse:
    row = _paper_or_404(public_id)
    context = {
        "paper": row,
        "booking_request": row.request,
        "dated": wareki(row.dated),
        "erased": papering.sheet_as_issued(row) is None,
        "newer": IssuedPaper.objects.filter(corrects=row).first(),
        "may_correct": papering.may_issue(row.request, kind=row.kind),
    }
    return render(request, "bookings/desk/paper.html", context)


@require_safe
@desk_door
def download(request: HttpRequest, public_id: UUID, form: str) -> HttpResponse:
    """The paper as it was issued; its file's name says nothing about anybody."""
    row = _paper_or_404(public_id)
    sheet = papering.sheet_as_issued(row)
    if sheet is None:
        raise Http404
    name = f"{row.kind}-{row.request.reference}-{row.pk}"
    if form not in ("pdf", "docx", "png"):
        raise Http404
    if form == "docx":
        return printing.docx(sheet, name=name)
    if form == "png":
        return _picture(sheet)
    return printing.pdf([sheet], name=name)


def _picture(sheet: Sheet) -> HttpResponse:
    answer = HttpResponse(pictures_of(sheet, ppi=70)[0], content_type="image/png")
    answer["Cache-Control"] = "no-store, private"
    return answer


def _request_or_404(public_id: UUID) -> BookingRequest:
    rows = BookingRequest.objects.submitted().select_related(
        "group", "lecture__department", "fiscal_year", "centre", "room__centre"
    )
    return get_object_or_404(rows, public_id=public_id)


def _paper_or_404(public_id: UUID) -> IssuedPaper:
    rows = IssuedPaper.objects.select_related(
        "request__group", "request__lecture", "request__fiscal_year", "event__user", "corrects",
        "session",
    )  # fmt: skip
    return get_object_or_404(rows, public_id=public_id)


def _corrected(request: HttpRequest, about: BookingRequest, kind: str) -> IssuedPaper | None:
    named = request.POST.get("corrects") or request.GET.get("corrects", "")
    try:
        return about.papers.get(public_id=UUID(named), kind=kind) if named else None
    except (ValueError, IssuedPaper.DoesNotExist) as wrong:
        raise Http404 from wrong


def _form(
    request: HttpRequest, about: BookingRequest, *, kind: str, corrects: IssuedPaper | None
) -> PaperForm:
    sessions = [(row, when(row.starts_at, row.ends_at)) for row in on_paper.sessions_of(about)]
    today = clock.today(venue_zone())
    initial: dict[str, Any] = {"dated": wareki(today), "telling": _due_words(about)}
    if corrects is not None:
        initial |= {
            "sender": corrects.sender,
            "seal_omitted": corrects.seal_omitted,
            "session": str(corrects.session.public_id) if corrects.session else "",
        }
    return PaperForm(
        request.POST if request.method == "POST" else None,
        kind=kind,
        senders=_senders(corrects),
        sessions=sessions,
        last=papering.last_number(kind=kind),
        today=today,
        initial=initial,
    )


def _senders(corrects: IssuedPaper | None) -> list[str]:
    names = office().senders
    return names if not corrects or corrects.sender in ("", *names) else [*names, corrects.sender]


def _due_words(about: BookingRequest) -> str:
    """What a letter or a fax would say: what has not been told yet."""
    rows = Telling.objects.due().filter(event__request=about).select_related("event")
    return "\n".join(row.sentence for row in holding(rows))


def _preview(
    request: HttpRequest, form: PaperForm, about: BookingRequest, *, corrects: IssuedPaper | None
) -> HttpResponse:
    try:
        sheet = papering.sheet_now(
            about, kind=form.kind, how=form.how, session=form.lecture_session, telling=form.lines
        )
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return _page(request, form, about, corrects=corrects)
    return printing.pdf([sheet], name=f"preview-{form.kind}-{about.reference}")


def _issued(
    request: HttpRequest, form: PaperForm, about: BookingRequest, *, corrects: IssuedPaper | None
) -> IssuedPaper | None:
    assert isinstance(request.user, User)
    try:
        with transaction.atomic():
            refuse_stale(about, seen=request.POST.get("version", ""))  # pressed twice, for one
            return papering.issue(
                request_id=about.pk,
                kind=form.kind,
                how=form.how,
                session=form.lecture_session,
                telling=form.lines,
                corrects=corrects,
                by=By(Actor.OFFICE, Way.DESK, request.user),
                at=clock.now(),
            )
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return None


def _page(
    request: HttpRequest, form: PaperForm, about: BookingRequest, *, corrects: IssuedPaper | None
) -> HttpResponse:
    context = {
        "form": form,
        "booking_request": about,
        "kind": form.kind,
        "title": Kind(form.kind).label,
        "text_kind": text_kind(form.kind),
        "corrects": corrects,
    }
    about.refresh_from_db(fields=["version", "status"])
    status = 422 if form.errors else 200
    return render(request, "bookings/desk/paper_new.html", context, status=status)


def _closed(request: HttpRequest, about: BookingRequest, kind: str) -> HttpResponse:
    context = {"booking_request": about, "title": Kind(kind).label}
    return render(request, "bookings/desk/paper_closed.html", context, status=409)
