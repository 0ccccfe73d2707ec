"""もう一度申し込む: first whether the contact is the same person; then a draft that is filled in."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from bookings import keys
from bookings.actions import renewing
from bookings.actions.moves import Actor, By, Refused
from bookings.forms.details import NO, YES
from bookings.forms.particulars import typed_of
from bookings.models import BookingRequest, Grant
from bookings.public import limits, switching
from bookings.public.owner import with_own_request
from bookings.status import REQUEST_ENDS, Way
from config import clock, languages
from lectures.forms import PlainForm
from lectures.models import OfficeSettings

GROUP = By(Actor.GROUP, Way.WEB)
_MOST, _HOUR = 5, 60 * 60
_NOT_PERSONAL = ("questions", "remarks")


class AgainForm(PlainForm):
    changed = forms.ChoiceField(
        label=_("連絡する人は、かわりましたか"),
        choices=[(NO, _("かわっていません")), (YES, _("かわりました"))],
        widget=forms.RadioSelect,
        error_messages={
            "required": _("連絡する人がかわったか、かわっていないかをえらんでください"),
            "invalid_choice": _("連絡する人がかわったか、もう一度えらんでください"),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
@with_own_request
@switching.in_place
def again(request: HttpRequest, row: BookingRequest) -> HttpResponse:
    if row.status not in REQUEST_ENDS:
        return HttpResponseRedirect(reverse("requests:page", args=[row.public_id]))
    form, refusal = AgainForm(request.POST if request.method == "POST" else None), ""
    if form.is_valid():
        try:
            return _begun(row, new_contact=form.cleaned_data["changed"] == YES)
        except Refused as reason:
            refusal = str(reason)
    lecture = renewing.lecture_now(row)
    context = {
        "row": row,
        "lecture": lecture,
        "form": form,
        "language_form": "typed" if lecture else "",
        "refusal": refusal,
        "office": OfficeSettings.objects.get(site_id=row.site_id),
    }
    status = 422 if form.errors or refusal else 200
    return render(request, "bookings/public/again.html", context, status=status)


def _begun(row: BookingRequest, *, new_contact: bool) -> HttpResponse:
    """The draft's key goes to this browser alone. Refused."""
    if limits.too_often(f"again:{row.pk}", most=_MOST, seconds=_HOUR):
        raise Refused(
            _now(
                "続けて何度も始められたので、いまは進めません。1時間たってからもう一度おしてください。"
            )
        )
    draft = renewing.begin_again(
        request_id=row.pk, typed=filled_in(row, new_contact=new_contact), by=GROUP,
        new_contact=new_contact, language=languages.written(), at=clock.now(),
    )  # fmt: skip
    response = HttpResponseRedirect(reverse("apply:who", args=[draft.public_id]) + "?check=1")
    keys.give(response, Grant.objects.get(purpose=Grant.Purpose.DRAFT, request=draft))
    return response


def filled_in(row: BookingRequest, *, new_contact: bool) -> dict[str, dict[str, Any]]:
    """Everything but the days; of another contact, nothing about the person."""
    typed = {step: answers for step, answers in typed_of(row).items() if step != "when"}
    if new_contact:
        typed["contact"] = {name: typed["contact"][name] for name in _NOT_PERSONAL}
    return typed
