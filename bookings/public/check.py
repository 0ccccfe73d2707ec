"""送る前に確かめる, and what is shown once it is sent."""

from dataclasses import dataclass
from hashlib import sha256
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from bookings import keys
from bookings.actions import submitting
from bookings.actions.moves import Actor, By, Refused
from bookings.actions.submitting import Particulars, RulesBroken
from bookings.emails import facts
from bookings.models import ApplicantGroup, BookingRequest, Grant
from bookings.public import beside, doubts, own, summary, switching, trap
from bookings.public.drafts import OpenDraft, to_done, with_draft
from bookings.status import RequestStatus, Way
from config import clock
from lectures.models import OfficeSettings

GROUP = By(Actor.GROUP, Way.WEB)
PLEDGED = "pledged"
PLEDGE_READ = "pledge"


@dataclass(frozen=True)
class Mistake:
    """A sentence and the page where it can be put right."""

    sentence: str
    url: str = ""


@with_draft
@switching.in_place
def check(request: HttpRequest, draft: OpenDraft) -> HttpResponse:
    missing = draft.answers.missing()
    if missing:
        return HttpResponseRedirect(draft.url(missing) + "?first=1&check=1")
    said, office = draft.answers.particulars(), _office(draft)
    mistakes: list[Mistake] = []
    if request.method == "POST" and not switching.asked(request):
        if problem := _problem(request, draft, said, office):
            mistakes = [problem]
        else:
            try:
                return _send(request, draft, said, office)
            except RulesBroken as broken:
                mistakes = [
                    Mistake(problem.sentence, draft.url(_step_of(field)) + "?check=1")
                    for field, problem in broken.problems
                ]
            except Refused as refusal:
                mistakes = [Mistake(str(refusal))]
    steps = draft.answers.steps
    context = {
        "draft": draft,
        "lecture": draft.row.lecture,
        "rows": [
            (row, draft.url(row.step) + "?check=1") for row in summary.to_check(draft.answers)
        ],
        "mistakes": mistakes,
        "language_form": "typed",
        "back_url": draft.url(steps[-1]),
        "number": len(steps) + 1,
        "steps": len(steps) + 1,
        "office": office,
        "goes_on": beside.goes_on(draft.answers),
        "pledged": PLEDGED in request.POST and not _worded_anew(request, office),
        "pledge_read": _fingerprint(office),
        "unknown_here": said.group.connection == ApplicantGroup.Connection.NONE,
        "twins": [] if draft.is_correction else _own_twins(request, draft, said),
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
        "asked": summary.asked_rows(row),
        "page_url": reverse("requests:page", args=[row.public_id]),
        "office": OfficeSettings.objects.get(site_id=row.site_id),
        "confirm_mail": row.group.email_confirmed_at is None,
        "settled": row.status != RequestStatus.SUBMITTED,
    }
    return render(request, "bookings/public/done.html", context)


def _problem(
    request: HttpRequest, draft: OpenDraft, said: Particulars, office: OfficeSettings
) -> Mistake | None:
    """Why it is not even tried: robots, a promise that is not given, too many at once."""
    if trap.sprung(request):
        return Mistake(trap.sentence())
    if office.pledge_lines and not draft.is_correction and PLEDGED not in request.POST:
        return Mistake(_("約束することを読んで、「約束します」に印をつけてください"), f"#{PLEDGED}")
    if not draft.is_correction and _worded_anew(request, office):
        return Mistake(
            _("約束することの文が変わりました。もう一度読んで、「約束します」に印をつけてください"),
            f"#{PLEDGED}",
        )
    sentence = (
        "" if draft.is_correction else doubts.refusal(request, draft, said, phone=office.phone)
    )
    return Mistake(sentence) if sentence else None


def _send(
    request: HttpRequest, draft: OpenDraft, said: Particulars, office: OfficeSettings
) -> HttpResponse:
    if draft.is_correction:
        row = submitting.resubmit(request_id=draft.row.pk, particulars=said, by=GROUP, at=draft.at)
        return HttpResponseRedirect(reverse("requests:page", args=[row.public_id]))
    row = submitting.submit(
        request_id=draft.row.pk,
        particulars=said,
        by=GROUP,
        at=draft.at,
        pledge=_pledge(office),
        doubts=doubts.of(request, draft, said),
    )
    doubts.count_sent(request, draft, said)
    response = to_done(row)
    own.remember(response, request, row)
    return response


def _pledge(office: OfficeSettings) -> str:
    return "\n".join(office.pledge_lines)


def _fingerprint(office: OfficeSettings) -> str:
    return sha256(_pledge(office).encode()).hexdigest()[:16]


def _worded_anew(request: HttpRequest, office: OfficeSettings) -> bool:
    """Whether the promises say something else now than on the page that was read."""
    now = _fingerprint(office)
    return request.POST.get(PLEDGE_READ, now) != now


def _own_twins(request: HttpRequest, draft: OpenDraft, said: Particulars) -> list[BookingRequest]:
    """The same, sent from this very browser: anybody else's is nobody's business."""
    return [row for row in doubts.twins_of_draft(draft, said) if own.is_own(request, row)]


def _step_of(field: str) -> str:
    if field.startswith("wish"):
        return "when"
    return "where" if field == "venue" else "who"


def _office(draft: OpenDraft) -> OfficeSettings:
    return OfficeSettings.objects.get(site_id=draft.row.site_id)
