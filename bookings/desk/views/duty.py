"""/desk/duty/: 災害・選挙など. GET shows what lies on the days; one POST decides about all of it."""

from datetime import timedelta
from functools import partial
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.models import User
from bookings.actions import duty as actions
from bookings.actions.duty import calling_up
from bookings.actions.moves import Actor, By, Refused
from bookings.desk import duty as pages
from bookings.desk.door import desk_door
from bookings.desk.forms.duty import ALL, KEEP, DecideForm, ReachForm
from bookings.desk.views.steps import shows_and_decides
from bookings.models import Duty, DutySession
from bookings.models.duty_reach import Reach, asks_in, sessions_in
from bookings.status import Way
from config import clock
from lectures.zones import venue_zone

TOLD, MISSED = "told", "missed"
_AT_ONCE_SECONDS = 2.0  # what is done before the page answers; a worker does the rest
_REFRESH_SECONDS = 5
_UNREADABLE = -1


@shows_and_decides
@desk_door
def duty(request: HttpRequest) -> HttpResponse:
    """Choose days; then the sessions, and one button."""
    today = clock.today(venue_zone())
    asked = request.GET if request.method != "POST" else request.POST
    reach_form = ReachForm(asked if "first" in asked else None, today=today, initial={"who": ALL})
    if not reach_form.is_valid():
        context = {
            "form": reach_form,
            "days": [today, today + timedelta(days=1), today + timedelta(days=2)],
            "recent": [
                (row, pages.when_words(row), pages.who_words(row)) for row in pages.recent()
            ],
        }
        status = 422 if reach_form.errors else 200
        return render(request, "bookings/desk/duty.html", context, status=status)
    return _sessions(request, reach_form)


def _sessions(request: HttpRequest, reach_form: ReachForm) -> HttpResponse:
    reach, at, is_post = reach_form.reach, clock.now(), request.method == "POST"
    sessions = sessions_in(reach, at=at)
    form = DecideForm(request.POST if is_post else None, sessions=sessions)
    if is_post and form.is_valid():
        made = _decided(request, form, reach)
        if made is not None:
            actions.carry(now=clock.now, seconds=_AT_ONCE_SECONDS)
            return redirect("desk:duty-one", made.public_id)
        sessions = sessions_in(reach, at=clock.now())  # as they stand now
    context = {
        "form": form,
        "reach_form": reach_form,
        "when": pages.when_words(reach),
        "who": pages.who_words(reach),
        "shown": pages.shown(
            sessions, chosen={row.public_id: form.own(row) for row in sessions} if is_post else {}
        ),
        "people": sum(pages.people_of(row) for row in sessions),
        "asks": asks_in(reach, at=at),
        "fates": DutySession.Fate.choices,
        "keep": KEEP,
        "key": request.POST.get("key") if is_post else uuid4(),
    }
    status = 422 if form.errors else 200
    return render(request, "bookings/desk/duty_sessions.html", context, status=status)


def _decided(request: HttpRequest, form: DecideForm, reach: Reach) -> Duty | None:
    choice = actions.Choice(
        reach=reach,
        cause=form.cleaned_data["cause"],
        words=form.cleaned_data["words"],
        fates=form.fates(),
        seen=_seen(request),
    )
    try:
        key = UUID(request.POST.get("key", ""))
    except ValueError:
        key = uuid4()
    try:
        return actions.decide(choice, submission_id=key, by=_by(request), at=clock.now())
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return None


def _seen(request: HttpRequest) -> dict[UUID, int]:
    """The version of each session that was on the page."""
    found = {}
    for shown in request.POST.getlist("seen"):
        name, _colon, version = shown.partition(":")
        try:
            found[UUID(name)] = _number(version)
        except ValueError:
            continue
    return found


@require_safe
@desk_door
def one(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """How far it is; asks to be shown again while something moves, unless the reader said no."""
    at = clock.now()
    row = _duty_or_404(public_id)
    overview = pages.Overview(row, at=at)
    refreshes = overview.moving and "still" not in request.GET
    context = {
        "duty": row,
        "overview": overview,
        "when": pages.when_words(row),
        "who": pages.who_words(row),
        "refreshes": refreshes,
        "seconds": _REFRESH_SECONDS,
        "may_take_back": row.may_be_taken_back(at=at) and not calling_up.was_called(row),
        "called": calling_up.was_called(row),
        "now": at,
        "events": row.events.select_related("user").order_by("pk"),
    }
    response = render(request, "bookings/desk/duty_one.html", context)
    if refreshes:
        response["Refresh"] = str(_REFRESH_SECONDS)
    return response


@require_POST
@desk_door
def go_on(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """What a worker would do; for a night on which none runs."""
    row = _duty_or_404(public_id)
    actions.carry(now=clock.now, seconds=_AT_ONCE_SECONDS * 4)
    return redirect("desk:duty-one", row.public_id)


@require_POST
@desk_door
def take_back(request: HttpRequest, public_id: UUID) -> HttpResponse:
    row = _duty_or_404(public_id)
    act = partial(actions.take_back, duty_id=row.pk, version=_version(request))
    return _done(request, row, act, _("取り消しました。予定どおりにもどしています。"))


@require_POST
@desk_door
def reopen(request: HttpRequest, public_id: UUID) -> HttpResponse:
    row = _duty_or_404(public_id)
    act = partial(actions.reopen, duty_id=row.pk, version=_version(request))
    return _done(request, row, act, _("その日を、また申し込めるようにしました。"))


@require_POST
@desk_door
def call(request: HttpRequest, public_id: UUID, group: UUID, outcome: str) -> HttpResponse:
    """かけた / 留守, of the message that hangs on that event."""
    row = _duty_or_404(public_id)
    touched = _told_or_404(row, group)
    event = touched.told
    assert event is not None
    name = event.request.reference
    if outcome == TOLD:
        new = actions.told(duty_id=row.pk, event_id=event.pk, by=_by(request), at=clock.now())
        words = _("%(number)s に知らせたと記録しました。") if new else _("もう記録してあります。")
        messages.success(request, words % {"number": name} if new else words)
        if new and row.taken_back_at is not None:
            messages.warning(
                request,
                _(
                    "この決定は、もう取り消されています。"
                    "もどした回は「予定どおり行います」とも知らせます（電話の団体は「電話・手紙」に出ます）。"
                ),
            )
    elif outcome == MISSED:
        actions.missed(duty_id=row.pk, event_id=event.pk, by=_by(request), at=clock.now())
        messages.success(request, _("%(number)s は留守でした。") % {"number": name})
    else:
        raise Http404
    return redirect("desk:duty-one", row.public_id)


def _done(request: HttpRequest, row: Duty, act: partial[Duty], words: str) -> HttpResponse:
    try:
        act(by=_by(request), at=clock.now())
        actions.carry(now=clock.now, seconds=_AT_ONCE_SECONDS)
        messages.success(request, words)
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("desk:duty-one", row.public_id)


def _told_or_404(row: Duty, group: UUID) -> DutySession:
    rows = DutySession.objects.filter(duty=row, told__public_id=group)
    found = rows.select_related("told__request__fiscal_year").order_by("pk").first()
    if found is None:
        raise Http404
    return found


def _duty_or_404(public_id: UUID) -> Duty:
    return get_object_or_404(Duty.objects.select_related("decided_by"), public_id=public_id)


def _version(request: HttpRequest) -> int:
    try:
        return _number(request.POST.get("version", ""))
    except ValueError:
        return _UNREADABLE


def _number(typed: str) -> int:
    """ValueError: it is none."""
    if not (typed.isascii() and typed.isdigit() and len(typed) < 10):
        raise ValueError
    return int(typed)


def _by(request: HttpRequest) -> By:
    assert isinstance(request.user, User)
    return By(Actor.OFFICE, Way.DESK, request.user)
