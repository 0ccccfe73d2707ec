"""送る前に確かめる, and what is shown once it is sent."""

from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from bookings import keys
from bookings.actions import submitting
from bookings.actions.moves import Actor, By, Refused
from bookings.actions.submitting import RulesBroken
from bookings.emails import facts
from bookings.models import Grant
from bookings.public import summary, trap
from bookings.public.answers import STEPS
from bookings.public.drafts import OpenDraft, to_done, with_draft
from bookings.status import RequestStatus, Way
from config import clock
from lectures.models import OfficeSettings

GROUP = By(Actor.GROUP, Way.WEB)


@dataclass(frozen=True)
class Mistake:
    """A sentence and the page where it can be put right."""

    sentence: str
    url: str = ""


@with_draft
def check(request: HttpRequest, draft: OpenDraft) -> HttpResponse:
    missing = draft.answers.missing()
    if missing:
        return HttpResponseRedirect(draft.url(missing) + "?first=1&check=1")
    mistakes: list[Mistake] = []
    if request.method == "POST":
        if not trap.sprung(request):
            try:
                return _send(draft)
            except RulesBroken as broken:
                mistakes = [
                    Mistake(problem.sentence, draft.url(_step_of(field)) + "?check=1")
                    for field, problem in broken.problems
                ]
            except Refused as refusal:
                mistakes = [Mistake(str(refusal))]
        else:
            mistakes = [Mistake(trap.sentence())]
    context = {
        "draft": draft,
        "lecture": draft.row.lecture,
        "rows": [
            (row, draft.url(row.step) + "?check=1") for row in summary.to_check(draft.answers)
        ],
        "mistakes": mistakes,
        "back_url": draft.url(STEPS[-1]),
        "number": len(STEPS) + 1,
        "steps": len(STEPS) + 1,
        "office": _office(draft),
    }
    return render(request, "bookings/public/check.html", context)


@never_cache
@require_safe
def done(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """受付番号 and what happens next; the way to the group's own page."""
    grant = keys.held(
        request, at=clock.now(), purpose=Grant.Purpose.GROUP_PAGE, request__public_id=public_id
    )
    if grant is None or grant.request is None:
        return keys.refused(request)
    row = grant.request
    wishes = [
        (wish["rank"], f"{wish['day']} {wish['part']}" if wish["part"] else wish["when"])
        for wish in facts.wishes(row)
    ]
    context = {
        "row": row,
        "lecture": row.lecture,
        "group": row.group,
        "wishes": wishes,
        "page_url": reverse("requests:page", args=[row.public_id]),
        "office": OfficeSettings.objects.get(site_id=row.site_id),
        "settled": row.status != RequestStatus.SUBMITTED,
    }
    return render(request, "bookings/public/done.html", context)


def _send(draft: OpenDraft) -> HttpResponse:
    act = submitting.resubmit if draft.is_correction else submitting.submit
    row = act(
        request_id=draft.row.pk, particulars=draft.answers.particulars(), by=GROUP, at=draft.at
    )
    if draft.is_correction:
        return HttpResponseRedirect(reverse("requests:page", args=[row.public_id]))
    return to_done(row)


def _step_of(field: str) -> str:
    if field.startswith("wish"):
        return "when"
    return "where" if field == "venue" else "who"


def _office(draft: OpenDraft) -> OfficeSettings:
    return OfficeSettings.objects.get(site_id=draft.row.site_id)
