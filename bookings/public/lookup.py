"""申込みのようすを見る, without the link: the state in one sentence, and nothing about anybody."""

from contextlib import suppress

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from bookings.forms.fields import WordsField
from bookings.models import BookingRequest
from bookings.public import limits
from bookings.public.page import words_for
from bookings.public.sessions import sessions_of
from bookings.spelling import folding
from config import clock
from lectures.eras import parse_reference
from lectures.forms import PlainForm

_MOST, _HOUR = 5, 60 * 60
_NOT_FOUND = _(
    "その受付番号と電話番号の組み合わせは見つかりません。番号を確かめるか、電話で聞いてください。"
)
_TOO_OFTEN = _("何度もためしたので、1時間ほど見られません。お急ぎのときは、電話で聞いてください。")


class LookupForm(PlainForm):
    reference = WordsField(
        label=_("受付番号"),
        empty=_("受付番号を入れてください"),
        max_length=20,
        help_text=_("例：R8-0123"),
    )
    last_four = WordsField(
        label=_("電話番号の下4けた"),
        empty=_("電話番号の下4けたを入れてください"),
        max_length=20,
        help_text=_("申込みのときに入れた電話番号の、最後の4つの数字"),
        inputmode="numeric",
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def lookup(request: HttpRequest) -> HttpResponse:
    form = LookupForm(request.POST if request.method == "POST" else None)
    found, refusal = None, ""
    if form.is_valid():
        if _tried_too_often(request, form.cleaned_data["reference"]):
            refusal = str(_TOO_OFTEN)
        elif row := _find(**form.cleaned_data):
            found = words_for(row, sessions_of(row), at=clock.now())
        else:
            refusal = str(_NOT_FOUND)
    context = {"form": form, "found": found, "refusal": refusal}
    return render(request, "bookings/public/lookup.html", context)


def _tried_too_often(request: HttpRequest, reference: str) -> bool:
    names = [f"address:{limits.address_of(request)}"]
    with suppress(ValueError):
        names.append("number:{}-{}".format(*parse_reference(reference)))
    return limits.too_often(*names, most=_MOST, seconds=_HOUR)


def _find(*, reference: str, last_four: str) -> BookingRequest | None:
    """Wrong number and wrong digits look the same."""
    try:
        year, number = parse_reference(reference)
    except ValueError:
        return None
    row = (
        BookingRequest.objects.submitted()
        .filter(fiscal_year__year=year, number=number)
        .select_related("group")
        .first()
    )
    digits = folding.width(last_four)
    if row is None or len(digits) != 4 or not row.group.phone.endswith(digits):
        return None
    return row
