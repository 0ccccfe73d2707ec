"""取下げ: a page of its own. GET shows what happens, POST does it."""

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from bookings.actions import deciding
from bookings.actions.moves import Actor, By, Refused
from bookings.forms.fields import WordsField
from bookings.models import BookingRequest
from bookings.public import switching
from bookings.public.owner import with_own_request
from bookings.public.sessions import sessions_of
from bookings.public.ways import has_begun, may_withdraw, ways_of
from bookings.status import Way
from config import clock
from lectures.forms import PlainForm
from lectures.models import OfficeSettings

GROUP = By(Actor.GROUP, Way.WEB)


class WithdrawForm(PlainForm):
    words: forms.CharField = WordsField(
        label=_("やめるわけ（なくてもかまいません）"), max_length=500, lines=3
    )


@require_http_methods(["GET", "HEAD", "POST"])
@with_own_request
@switching.in_place
def withdraw(request: HttpRequest, row: BookingRequest) -> HttpResponse:
    page_url, refusal = reverse("requests:page", args=[row.public_id]), ""
    if not may_withdraw(row):
        return HttpResponseRedirect(page_url)
    form = WithdrawForm(request.POST if request.method == "POST" else None)
    sessions, at = sessions_of(row), clock.now()
    begun = has_begun(sessions, at=at)
    if form.is_valid() and not begun:
        try:
            deciding.withdraw(request_id=row.pk, by=GROUP, at=at, words=form.cleaned_data["words"])
        except Refused as reason:
            refusal = str(reason)
        else:
            return HttpResponseRedirect(page_url)
    ways = ways_of(row, sessions, at=at)
    context = {
        "row": row,
        "lecture": row.lecture,
        "form": form,
        "language_form": "typed",
        "refusal": refusal,
        "begun": begun,
        "sessions": [shown for shown in sessions if shown.planned],
        "can_change": ways.correct or ways.move or bool(ways.fixed or ways.waiting),
        "office": OfficeSettings.objects.get(site_id=row.site_id),
    }
    return render(request, "bookings/public/withdraw.html", context)
