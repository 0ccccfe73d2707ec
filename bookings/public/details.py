"""内容を変える: people, contact and words, at once. GET shows what stands, POST writes it."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from bookings import keys
from bookings.actions import changing
from bookings.actions.conditions import RulesBroken
from bookings.actions.moves import Actor, By, Refused
from bookings.emails.facts import page_grant
from bookings.forms.details import DetailsForm, details_of
from bookings.forms.terms import terms_for
from bookings.models import BookingRequest
from bookings.public import beside, limits, switching
from bookings.public.owner import with_own_request
from bookings.public.sessions import sessions_of
from bookings.public.ways import ways_of
from bookings.status import Way
from config import clock
from lectures.models import OfficeSettings

GROUP = By(Actor.GROUP, Way.WEB)
_MOST, _DAY = 6, 24 * 60 * 60


@require_http_methods(["GET", "HEAD", "POST"])
@with_own_request
@switching.in_place
def details(request: HttpRequest, row: BookingRequest) -> HttpResponse:
    at, page_url = clock.now(), reverse("requests:page", args=[row.public_id])
    if not ways_of(row, sessions_of(row), at=at).details:
        return HttpResponseRedirect(page_url)
    terms = terms_for(row.lecture, at=at, but=row)
    if request.method == "POST":
        form = DetailsForm(request.POST, row=row, terms=terms)
        if form.is_valid() and _amended(request, row, form):
            response = HttpResponseRedirect(page_url)
            keys.give(response, page_grant(row))  # it may be a new one
            return response
    else:
        form = DetailsForm(row=row, terms=terms, initial=details_of(row))
    row.refresh_from_db(fields=["version"])
    context = {
        "row": row,
        "lecture": row.lecture,
        "form": form,
        "language_form": "typed",
        "care_until": beside.care_until_of(row, today=terms.today),
        "office": OfficeSettings.objects.get(site_id=row.site_id),
    }
    status = 422 if form.is_bound else 200
    return render(request, "bookings/public/details.html", context, status=status)


def _amended(request: HttpRequest, row: BookingRequest, form: DetailsForm) -> bool:
    """Whether it went through; otherwise the form says why not."""
    if limits.too_often(f"details:{row.pk}", most=_MOST, seconds=_DAY):
        form.add_error(
            None, _("きょうは何度も変えたので、ここからは送れません。電話してください。")
        )
        return False
    try:
        changing.amend(
            request_id=row.pk, facts=form.facts, seen=seen_by(request), by=GROUP, at=clock.now(),
            new_contact=form.is_new_contact,
        )  # fmt: skip
    except RulesBroken as broken:
        for _field, problem in broken.problems:
            form.add_error("people", problem.sentence)
    except Refused as reason:
        form.add_error(None, str(reason))
    return not form.errors


def seen_by(request: HttpRequest) -> int:
    """The version that the page showed; -1: none that can be read."""
    text = request.POST.get("version", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else -1
