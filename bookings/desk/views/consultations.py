"""/desk/consultations/: what people ask before, or instead of, a request."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.db.models import Count, Prefetch
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from django_scopes import get_scope

from accounts.models import User
from bookings.actions import consulting
from bookings.actions.moves import Actor, By, Refused
from bookings.desk import saying
from bookings.desk.door import desk_door
from bookings.desk.forms.consultations import CloseForm, NoteForm, ReopenForm, TakenForm, TellForm
from bookings.desk.forms.lecture_box import on_offer
from bookings.desk.views.steps import shows_and_decides
from bookings.desk.wished import wished_in
from bookings.models import Consultation, ConsultationEvent
from bookings.spelling import SpellingError, parse_phone
from bookings.status import ConsultationAbout, ConsultationEnd, ConsultationStatus, Way
from config import clock
from lectures.eras import fiscal_year_of
from lectures.forms import PlainForm
from lectures.models import Lecture
from lectures.zones import local

S = ConsultationStatus
_MOST = 200
_CLOSED = (S.REQUESTED, S.CLOSED)


@require_safe
@desk_door
def consultations(request: HttpRequest) -> HttpResponse:
    """Open ones first; below, what this year's came to."""
    year = fiscal_year_of(local(clock.now()).date())
    counts = dict(Consultation.objects.values_list("status").order_by().annotate(Count("pk")))
    show = request.GET.get("show", S.OPEN)
    show = show if show in S.values else "all" if show == "all" else S.OPEN.value
    rows = Consultation.objects.select_related(
        "group", "fiscal_year", "lecture", "request__fiscal_year"
    )
    if show != "all":
        rows = rows.filter(status=show)
    of_year = Consultation.objects.of_year(year)
    context = {
        "rows": rows.order_by("opened_at" if show == S.OPEN else "-opened_at", "pk")[:_MOST],
        "show": show,
        "tabs": [
            *((status.value, status.label, counts.get(status, 0)) for status in S),
            ("all", _("全部"), sum(counts.values())),
        ],
        "year": year,
        "of_year": of_year.count(),
        "became": of_year.filter(status=S.REQUESTED).count(),
        "unmet": of_year.unmet().count(),
        "wishes": wished_in(year),
    }
    return render(request, "bookings/desk/consultations.html", context)


@require_safe
@desk_door
def consultation(request: HttpRequest, public_id: UUID) -> HttpResponse:
    return _page(request, _whole(public_id))


@shows_and_decides
@desk_door
def new(request: HttpRequest) -> HttpResponse:
    """A call that is no request yet."""
    lectures = on_offer(at=clock.now())
    form = TakenForm(request.POST if request.method == "POST" else None, lectures=lectures)
    if not (request.method == "POST" and form.is_valid()):
        return _show_new(request, form, status=422 if form.is_bound else 200)
    assert isinstance(request.user, User)
    lecture = form.cleaned_data["lecture"]
    row = consulting.take(
        asked=form.asked(lecture_id=lecture.pk if lecture else None),
        by=By(Actor.GROUP, Way(form.cleaned_data["way"]), request.user),
        at=clock.now(),
        site_id=get_scope()["site"].pk,
        submission_id=_submission_id(request),
    )
    messages.success(
        request,
        _("%(number)s で受け付けました。伝えること：%(words)s")
        % {"number": row.reference, "words": saying.of_consultation(row)},
    )
    return redirect("desk:consultation", row.public_id)


def begun(request: HttpRequest, *, lectures: Sequence[Lecture]) -> HttpResponse:
    """相談として残す, from the page of a request: what was typed there comes along."""
    said = request.POST
    lines = [said.get(name, "").strip() for name in ("wishes", "questions", "remarks")]
    initial = {
        "wish": said.get("off_title", ""),
        "about": ConsultationAbout.OFF_MENU.value if said.get("off_title", "").strip() else "",
        **{
            name: said.get(name, "")
            for name in ("lecture", "way", "group_name", "people", "phone", "email")
        },
        "contact_name": said.get("representative", ""),
        "place_words": said.get("other_name", ""),
        "when_words": " ".join(lines[0].splitlines()),
        "words": "\n".join(filter(None, lines[1:])),
        "notify_by": "email" if said.get("notify_by") == "email" else "phone",
    }
    return _show_new(request, TakenForm(initial=initial, lectures=lectures))


@require_POST
@desk_door
def step(request: HttpRequest, public_id: UUID, name: str) -> HttpResponse:
    """What was pressed on the page; what is wrong comes back with it."""
    row = _whole(public_id)
    if name not in _STEPS:
        raise Http404
    form = _forms(row, name, data=request.POST)[name]
    if form.is_valid():
        assert isinstance(request.user, User)
        try:
            words = _STEPS[name](row, form, request)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, words)
            return redirect("desk:consultation", row.public_id)
    return _page(request, _whole(public_id), pressed={name: form}, status=422)


def _tell(row: Consultation, form: PlainForm, request: HttpRequest) -> str:
    said = form.cleaned_data
    way = Way(said["way"])
    consulting.tell(
        consultation_id=row.pk, words=said["words"], settled=said["settled"], seen=_seen(request),
        by=_by(request, way=way), at=clock.now(),
    )  # fmt: skip
    return _("メールを送ります。") if way == Way.EMAIL else _("伝えたと記録しました。")


def _note(row: Consultation, form: PlainForm, request: HttpRequest) -> str:
    heard = form.cleaned_data["heard"] == "group"
    by = _by(
        request, way=Way.PHONE if heard else Way.DESK, actor=Actor.GROUP if heard else Actor.OFFICE
    )
    consulting.note(consultation_id=row.pk, words=form.cleaned_data["words"], by=by, at=clock.now())
    return _("書きとめました。")


def _close(row: Consultation, form: PlainForm, request: HttpRequest) -> str:
    consulting.close(
        consultation_id=row.pk, reason=ConsultationEnd(form.cleaned_data["reason"]),
        words=form.cleaned_data["words"], seen=_seen(request), by=_by(request), at=clock.now(),
    )  # fmt: skip
    return _("相談を終えました。まちがえたときは、もう一度開けます。")


def _reopen(row: Consultation, form: PlainForm, request: HttpRequest) -> str:
    consulting.reopen(consultation_id=row.pk, seen=_seen(request), by=_by(request), at=clock.now())
    return _("もう一度開きました。")


_STEPS: Mapping[str, Callable[[Consultation, Any, HttpRequest], str]] = {
    "tell": _tell,
    "note": _note,
    "close": _close,
    "reopen": _reopen,
}


def _forms(
    row: Consultation, pressed: str = "", *, data: Mapping[str, Any] | None = None
) -> dict[str, PlainForm]:
    """By the name of the step; the pressed one holds what was typed."""

    def given(name: str) -> Mapping[str, Any] | None:
        return data if name == pressed else None

    return {
        "tell": TellForm(given("tell"), row=row, auto_id="tell_%s"),
        "note": NoteForm(given("note"), auto_id="note_%s"),
        "close": CloseForm(given("close"), auto_id="close_%s"),
        "reopen": ReopenForm(given("reopen")),
    }


def _page(
    request: HttpRequest,
    row: Consultation,
    *,
    pressed: Mapping[str, PlainForm] | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "consultation": row,
        "group": row.group,
        "phone": _phone(row.group.phone_as_typed or row.group.phone),
        "events": row.events.all(),
        "forms": {**_forms(row), **(pressed or {})},
        "errors": next(iter((pressed or {}).values()), None),
        "is_open": row.status not in _CLOSED,
        "may_reopen": row.status in (S.ANSWERED, S.CLOSED),
    }
    return render(request, "bookings/desk/consultation.html", context, status=status)


def _show_new(request: HttpRequest, form: TakenForm, *, status: int = 200) -> HttpResponse:
    context = {"form": form, "submission_id": _submission_id(request)}
    return render(request, "bookings/desk/consultation_new.html", context, status=status)


def accepting() -> list[Lecture]:
    rows = Lecture.objects.accepting().select_related("fiscal_year")
    return list(rows.order_by("fiscal_year__year", "number", "pk"))


def _whole(public_id: UUID) -> Consultation:
    events = ConsultationEvent.objects.select_related("user", "note", "mail").order_by("-pk")
    rows = Consultation.objects.select_related(
        "group", "fiscal_year", "lecture", "request__fiscal_year", "entered_by"
    )
    return get_object_or_404(rows.prefetch_related(Prefetch("events", events)), public_id=public_id)


def _phone(typed: str) -> str:
    try:
        return parse_phone(typed).pretty
    except SpellingError:
        return typed


def _by(request: HttpRequest, *, way: Way = Way.DESK, actor: Any = Actor.OFFICE) -> By:
    assert isinstance(request.user, User)
    return By(actor, way, request.user)


def _seen(request: HttpRequest) -> int:
    typed = request.POST.get("version", "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 9 else -1


def _submission_id(request: HttpRequest) -> UUID:
    try:
        return UUID(request.POST.get("submission", ""))
    except ValueError:
        return uuid4()
